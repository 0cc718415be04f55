import type { Random } from '../random.ts';

/** `length` characters out of the `alphabet`, the same for the same seed. */
export const identifier = (random: Random, length: number, alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'): string =>
  Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');

/** A version 4 UUID, the same for the same seed. */
export function uuid(random: Random): string {
  const hex = (length: number) => identifier(random, length, '0123456789abcdef');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${identifier(random, 1, '89ab')}${hex(3)}-${hex(12)}`;
}
