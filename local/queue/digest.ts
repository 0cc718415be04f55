import { createHash, type Hash } from 'node:crypto';

/** One attribute of a message, in the SDK's own shape. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** By name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What MD5OfMessageBody carries, and clients compare. */
export const md5OfBody = (body: string): string => createHash('md5').update(body).digest('hex');

function part(hash: Hash, bytes: Uint8Array): void {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  hash.update(length).update(bytes);
}

/**
 * What MD5OfMessageAttributes carries: names in byte order; each name, type and value preceded by its length,
 * values also by one byte for text (1) or binary (2). Source: SQS developer guide, message metadata.
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    part(hash, Buffer.from(name));
    part(hash, Buffer.from(DataType));
    hash.update(Uint8Array.of(DataType.startsWith('Binary') ? 2 : 1));
    part(hash, BinaryValue ?? Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}
