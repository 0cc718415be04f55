import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Envelope } from '../local/eventbridge/envelope.ts';
import { createEventBridge } from '../local/eventbridge/eventbridge.ts';
import { createEventBridgeService } from '../local/eventbridge/service.ts';
import { createTopicService } from '../local/topic/service.ts';
import { createTopics } from '../local/topic/topic.ts';
import { AwsError, type Service } from '../local/wire/service.ts';
import { type Channels, createChannels } from '../src/channels.ts';
import { createNotices, type Notices } from '../src/notices.ts';
import { openEndpoint } from './endpoint.ts';
import { machineArn } from './record.ts';

const topicArn = `arn:aws:sns:${region}:${account}:alerts`;

/** What the bus or the topic does with the next notice: `ENTRY` is refused in an answer of status 200. */
export type Refusal = 'ENTRY' | 'CALL';

import { account, createSurroundings, region } from './surroundings.ts';

/** A bus and a topic over HTTP, and all that they took. */
export interface Sink {
  readonly channels: Channels;
  readonly notices: Notices;
  readonly clients: { readonly events: EventBridgeClient; readonly topics: SNSClient };
  events(): Envelope[];
  alerts(): { subject: string | null; message: Record<string, unknown>; attributes: unknown }[];
  /** Refuses the next notice of that sort. */
  refuse(sort: 'event' | 'alert', how: Refusal): void;
  close(): Promise<void>;
}

export async function createSink(): Promise<Sink> {
  const surroundings = createSurroundings();
  const taken: Envelope[] = [];
  const refusals: { event: Refusal[]; alert: Refusal[] } = { event: [], alert: [] };
  const eventBridge = createEventBridge({
    ...surroundings,
    buses: [{ name: 'liaison', arn: `arn:aws:events:${region}:${account}:event-bus/liaison` }],
    rules: [],
    deliver: () => undefined,
    sendToQueue: () => undefined,
    log: () => undefined,
    onEvent: (event, bus) => void (bus === 'liaison' && taken.push(event)),
  });
  const topics = createTopics({ topics: [{ name: 'alerts', arn: topicArn }], ...surroundings });
  const refused = (sort: 'event' | 'alert', answer?: unknown) => {
    const how = refusals[sort].shift();
    if (how === 'CALL') throw new AwsError('InternalFailure', 'not now', { status: 500 });
    return how && answer;
  };
  const eventService = createEventBridgeService({ eventBridge, account, log: () => undefined });
  const topicService = createTopicService({ topics, account });
  const failed = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }] };
  const endpoint = await openEndpoint(surroundings, [
    before(eventService, 'PutEvents', () => refused('event', failed)),
    before(topicService, 'Publish', () => refused('alert')),
  ]);
  const clients = { events: new EventBridgeClient(endpoint.clientOptions), topics: new SNSClient(endpoint.clientOptions) };
  const channels = createChannels(clients.events, clients.topics, { bus: () => 'liaison', topic: () => topicArn });
  return {
    clients,
    channels,
    notices: createNotices(channels, () => machineArn),
    events: () => taken,
    alerts: () => topics.list(topicArn).map(({ subject, message, attributes }) => ({ subject, message: JSON.parse(message), attributes })),
    refuse: (sort, how) => void refusals[sort].push(how),
    async close() {
      clients.events.destroy();
      clients.topics.destroy();
      await endpoint.close();
    },
  };
}

/** The service with an answer of another make, as long as there is one. */
const before = (service: Service, operation: string, instead: () => unknown): Service => ({
  ...service,
  operations: {
    ...service.operations,
    [operation]: (input, caller) => instead() ?? service.operations[operation]?.(input, caller),
  },
});
