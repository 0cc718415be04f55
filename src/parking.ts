import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { config } from './config.ts';
import { repeatable } from './repeatable.ts';
import type { Problem } from './request.ts';

/** Keeps an event that cannot be used, with its reasons, to be looked at and sent again. */
export type Park = (event: unknown, problems: readonly Problem[]) => Promise<void>;

/** SQS takes this much in an attribute and leaves room for the event itself. */
const mostCharacters = 4_000;

export function createPark(client = new SQSClient(repeatable), queue = () => config.parkedQueue): Park {
  return async (event, problems) => {
    const reason = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue(),
        MessageBody: (JSON.stringify(event) ?? 'null').replace(/[\uFFFE\uFFFF]/g, escaped),
        MessageAttributes: { REASON: { DataType: 'String', StringValue: printable(reason.slice(0, mostCharacters)) || 'unknown' } },
      }),
    );
  };
}

/** Problems quote what came in; SQS refuses control characters, halves of characters, and two that are none. */
const printable = (text: string) => text.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, '�');

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;
