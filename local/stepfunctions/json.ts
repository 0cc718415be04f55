import type { Json } from '../../src/kinds/kind.ts';

export type { Json };

/** An object of JSON. */
export type JsonObject = { readonly [member: string]: Json };

/** Largest input or output of a state, a task or an execution, in bytes of UTF-8. Source: Step Functions service quotas. */
export const largestPayload = 262_144;

/** True when `text` is more than a payload may be. */
export const isTooLarge = (text: string): boolean => text.length > largestPayload || Buffer.byteLength(text) > largestPayload;

/** The JSON name of what a value is, as JSONata's `$type` says it. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** True for an object that is neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject => typeOf(value) === 'object';
