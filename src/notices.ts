import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { alertOf } from './alert.ts';
import type { Association } from './association.ts';
import { config } from './config.ts';
import { executionArn } from './execution-name.ts';
import { clientDefaults } from './kinds/kind.ts';

/** What Liaison tells others when an association has ended. Either may come twice, with the same id and sequence. */
export interface Notices {
  emit(association: Association): Promise<void>;
  alert(association: Association): Promise<void>;
}

const clientOptions = { ...clientDefaults, maxAttempts: 4 };

/** Sends events to the bus and alerts to the topic of the settings. Throws when AWS did not take one. */
export function createNotices(
  events = new EventBridgeClient(clientOptions),
  topics = new SNSClient(clientOptions),
  { bus, topic, machine }: { bus: () => string; topic: () => string; machine: () => string } = {
    bus: () => config.bus,
    topic: () => config.topic,
    machine: () => config.associationMachine,
  },
): Notices {
  return {
    async emit(association) {
      const { FailedEntryCount, Entries } = await events.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: bus(),
              Source: 'liaison',
              DetailType: 'Association State Changed',
              Time: new Date(association.updatedAt),
              Detail: JSON.stringify(stateChanged(association)),
            },
          ],
        }),
      );
      // PutEvents answers 200 for events it did not take.
      if (FailedEntryCount) throw new Error(`The bus refused the event: ${Entries?.[0]?.ErrorCode} ${Entries?.[0]?.ErrorMessage}`);
    },
    async alert(association) {
      const { subject, message, attributes } = alertOf(association, executionArn(machine(), association));
      await topics.send(new PublishCommand({ TopicArn: topic(), Subject: subject, Message: message, MessageAttributes: attributes }));
    },
  };
}

/** The detail of an Association State Changed event. Consumers tell repeats and order by (id, sequence). */
export function stateChanged(association: Association): Record<string, unknown> {
  const { id, history, kind, pair, desired, state, sideEffects, changed, endReason, endMessage, labels, run } = association;
  const last = history.at(-1);
  return {
    schemaVersion: '1.0',
    id,
    sequence: last?.sequence ?? 0,
    kind,
    pair,
    desired,
    previousState: last?.from ?? null,
    state,
    sideEffects,
    changed,
    reason: endReason,
    message: endMessage,
    run,
    labels,
    requestedBy: association.requestedBy,
  };
}
