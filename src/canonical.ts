import { createHash } from 'node:crypto';
import type { Json } from './kinds/kind.ts';

/** JSON with sorted members: the same text for equal values. Undefined members are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of the canonical JSON, in hex. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** The value as JSON keeps it: members that are undefined are gone. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
