import { expect, test } from '@jest/globals';
import { cut, cutWords, mostOfName } from '../src/bounded.ts';
import { words } from './record.ts';

const bytes = (text: string | null) => Buffer.byteLength(JSON.stringify(text));

test('what is short enough stays as it is', () => {
  expect([cut('', 2), cut('abc', 5), cut(null, 1)]).toEqual(['', 'abc', null]);
});

test.each(['a'.repeat(400), 'é'.repeat(400), '\u0000'.repeat(400), '😀'.repeat(400), '"\\'.repeat(200)])(
  'what is longer is cut between characters, to as much as may be, and says so: %#',
  (text) => {
    const short = cut(text, 100);
    expect(short.endsWith('…')).toBe(true);
    expect(text.startsWith(short.slice(0, -1))).toBe(true);
    expect(bytes(short)).toBeLessThanOrEqual(100);
    expect(bytes(short)).toBeGreaterThan(80);
    expect([...short].join('')).toBe(short.toWellFormed());
  },
);

test('of what AWS said names are as short as names are, and the message as is wanted', () => {
  const long = 'x'.repeat(5_000);
  const said = cutWords(words({ operation: long, status: long, error: long, message: long, requestId: long }), 700);
  const { message, ...names } = said;
  expect(bytes(message)).toBe(700);
  expect(Object.values(names).map(bytes)).toEqual(Array(4).fill(mostOfName));
  expect(cutWords(words({ message: 'So it is.' }), 700)).toEqual(words({ message: 'So it is.' }));
});
