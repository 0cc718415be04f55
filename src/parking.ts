import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { config } from './config.ts';
import { repeatable } from './repeatable.ts';
import type { Problem } from './request.ts';

/** Keeps an event that cannot be used, with its reasons, to be looked at and sent again. */
export type Park = (event: unknown, problems: readonly Problem[]) => Promise<void>;

/** SQS takes this much in an attribute and leaves room for the event itself. */
const mostCharacters = 4_000;

/** Bytes of an event that a message has room for, beside its reason. Source: SQS quotas, 1 MiB for all of a message. */
const mostBytes = 1_000_000;

export function createPark(client = new SQSClient(repeatable), queue = () => config.parkedQueue): Park {
  return async (event, problems) => {
    const reason = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    await client.send(
      new SendMessageCommand({
        QueueUrl: queue(),
        MessageBody: bodyOf(event).replace(/[\uFFFE\uFFFF]/g, escaped),
        MessageAttributes: { REASON: { DataType: 'String', StringValue: printable(reason.slice(0, mostCharacters)) || 'unknown' } },
      }),
    );
  };
}

/** The event as text; without its detail where that nests too deep to be written, or is too long for a message. */
function bodyOf(event: unknown): string {
  const text = writable(event);
  if (text !== undefined && Buffer.byteLength(text) <= mostBytes) return text;
  const { detail: _, ...rest } = Object(event);
  const shortened = writable({ ...rest, detail: null });
  return shortened !== undefined && Buffer.byteLength(shortened) <= mostBytes ? shortened : 'null';
}

function writable(event: unknown): string | undefined {
  try {
    return JSON.stringify(event) ?? 'null';
  } catch (error) {
    // The only fault that what was JSON can have: it nests deeper than the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Problems quote what came in; SQS refuses control characters, halves of characters, and two that are none. */
const printable = (text: string) => text.toWellFormed().replace(/[\p{Cc}\uFFFE\uFFFF]/gu, '�');

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16)}`;
