import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asJson, canonical, hashOf } from '../src/canonical.ts';

/** The same value with its members in another order, all the way down. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
}

test('members in any order are the same text, and the text says the same as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(turned(value))).toBe(canonical(value));
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 1 },
  );
});

test('elements keep their order: a list in another order is another value', () => {
  expect(canonical([2, 1])).not.toBe(canonical([1, 2]));
});

test('a member that is undefined is as good as absent, and one that is null is not', () => {
  expect(canonical({ a: 1, b: undefined })).toBe('{"a":1}');
  expect(canonical({ a: 1, b: null })).toBe('{"a":1,"b":null}');
});

test('what only looks alike differs', () => {
  const texts = [{ a: '1' }, { a: 1 }, { a: [1] }, { a: { 1: 1 } }, { 'a":1,"b': 1 }, { a: 1, b: 1 }].map(canonical);
  expect(new Set(texts).size).toBe(texts.length);
});

test('the hash is SHA-256 of that text', () => {
  // printf '{"a":[true,"x"],"b":null}' | sha256sum
  expect(hashOf({ b: null, a: [true, 'x'] })).toBe('404bf874e5d6429a1b30b9fb60adbf75ff325a347be785ee4b867a89f9bfe7ef');
});

test('as JSON a value loses what JSON cannot say', () => {
  expect(asJson({ at: new Date(0), none: undefined, list: [undefined] })).toEqual({ at: '1970-01-01T00:00:00.000Z', list: [null] });
});
