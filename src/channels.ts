import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { config } from './config.ts';
import { repeatable } from './repeatable.ts';

/** What SNS takes: a subject of at most 100 ASCII characters, a text, and attributes to filter subscriptions by. */
export interface Message {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Record<string, MessageAttributeValue>;
}

/** Where notices go. Both throw when AWS did not take one. */
export interface Channels {
  /** Puts an event on the bus. `at`: epoch milliseconds. */
  put(detailType: string, at: number, detail: object): Promise<void>;
  /** Publishes to the topic. */
  publish(message: Message): Promise<void>;
}

/** The bus and the topic of the settings. */
export const createChannels = (
  events = new EventBridgeClient(repeatable),
  topics = new SNSClient(repeatable),
  { bus, topic }: { bus: () => string; topic: () => string } = { bus: () => config.bus, topic: () => config.topic },
): Channels => ({
  async put(DetailType, at, detail) {
    const { FailedEntryCount, Entries } = await events.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus(), Source: 'liaison', DetailType, Time: new Date(at), Detail: JSON.stringify(detail) }],
      }),
    );
    // PutEvents answers 200 for events it did not take.
    if (FailedEntryCount) throw new Error(`The bus refused the event: ${Entries?.[0]?.ErrorCode} ${Entries?.[0]?.ErrorMessage}`);
  },
  async publish({ subject, message, attributes }) {
    await topics.send(new PublishCommand({ TopicArn: topic(), Subject: subject, Message: message, MessageAttributes: attributes }));
  },
});
