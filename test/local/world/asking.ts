import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect } from '@jest/globals';
import { until, type Viewed } from './harness.ts';
import type { OpenWorld } from './test-world.ts';

export type Asking = ReturnType<typeof askingIn>;

/** The association that the event with that id became. */
export const byEvent = (id: string) => (association: Viewed) => association.requestedBy.id.endsWith(`#${id}`);

/** Associations of a pair, as far as it is said. */
export const of = (pair: Readonly<Record<string, string>>, desired: string) => (association: Viewed) =>
  association.desired === desired && Object.entries(pair).every(([name, value]) => association.pair[name] === value);

/** How associations are asked for in a whole world, and what is seen of them there. */
export function askingIn(there: OpenWorld) {
  const queued = () => there.world.queues.list(there.world.configuration.queues[0]?.name ?? '');
  return {
    /** Asks by an event on the bus. Gives its id. */
    async putEvent(detail: object, DetailType = 'Association Requested'): Promise<string> {
      const client = new EventBridgeClient(there.clientOptions);
      const [bus] = there.world.configuration.buses;
      const { Entries } = await client.send(
        new PutEventsCommand({ Entries: [{ EventBusName: bus?.name, Source: 'tests', DetailType, Detail: JSON.stringify(detail) }] }),
      );
      client.destroy();
      return Entries?.[0]?.EventId ?? '';
    },
    async post(body: object): Promise<Viewed> {
      const answer = await there.api('POST', '/associations', body);
      expect([answer.status, answer.body]).toEqual([202, expect.anything()]);
      return answer.body as unknown as Viewed;
    },
    /** The one association that matches, once it has ended. */
    async endedOf(matches: (association: Viewed) => boolean): Promise<Viewed> {
      const [association] = await there.asked(matches);
      return there.ended(association?.id ?? '');
    },
    /** Calls of one operation so far that AWS took. */
    made: (operation: string, value?: string) =>
      there.calls.filter(
        (call) => call.operation === operation && !call.error && (!value || Object.values(call.input ?? {}).includes(value)),
      ),
    /** The event that was parked for that reason. */
    parkedWith: (text: string) =>
      until(() => queued().find(({ attributes }) => attributes.REASON?.StringValue?.includes(text)), `an event is parked with: ${text}`),
  };
}
