import { determineTimestampFormat } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { parseEpochTimestamp, parseRfc3339DateTimeWithOffset, parseRfc7231DateTime } from '@smithy/core/serde';
import type { CodecSettings } from '@smithy/types';
import { AwsError } from './service.ts';

/** The error of a request that cannot be read as the operation's input. */
export const unreadable = (message: string) => new AwsError('SerializationException', message);

const timestampParsers = { 5: parseRfc3339DateTimeWithOffset, 6: parseRfc7231DateTime, 7: parseEpochTimestamp } as const;

/** A moment, in the format its place and its traits ask for. */
export function readTimestamp(schema: NormalizedSchema, value: unknown, at: string, settings: CodecSettings): Date {
  const format = determineTimestampFormat(schema, settings) as keyof typeof timestampParsers;
  try {
    const moment = timestampParsers[format](value);
    if (moment && !Number.isNaN(moment.getTime())) return moment;
  } catch {
    // The parsers throw errors of several kinds; all of them mean the same.
  }
  throw unreadable(`The value at '${at}' is not a timestamp in the expected format`);
}

/** Reads what a label, a query string, a header or a form holds: text that stands for a simple value. */
export function readText(schema: NormalizedSchema, text: string, at: string, settings: CodecSettings): unknown {
  if (schema.isStringSchema()) return text;
  if (schema.isTimestampSchema()) return readTimestamp(schema, /^\d+(\.\d+)?$/.test(text) ? Number(text) : text, at, settings);
  if (schema.isBlobSchema()) return readBase64(text, at);
  if (schema.isBooleanSchema()) {
    if (text === 'true' || text === 'false') return text === 'true';
    throw unreadable(`'${text}' can not be converted to a Boolean at '${at}'`);
  }
  if (schema.isNumericSchema()) {
    if (/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return Number(text);
    throw unreadable(`'${text}' can not be converted to a Number at '${at}'`);
  }
  throw new Error(`${schema.getName(true)} has a type that this server does not read from text`);
}

/** Bytes out of base64; Node would skip what is not base64. */
export function readBase64(text: string, at: string): Buffer {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw unreadable(`The value at '${at}' is not base64`);
  return Buffer.from(text, 'base64');
}
