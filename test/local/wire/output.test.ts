import { expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';
import { assertOutput } from '../../../local/wire/output.ts';

const inner: StaticStructureSchema = [3, 'test', 'Inner', 0, ['at'], [4]];
const schema = NormalizedSchema.of([
  3,
  'test',
  'Output',
  0,
  ['text', 'number', 'yes', 'list', 'map', 'inner', 'bytes', 'anything'],
  [0, 1, 2, [1, 'test', 'Inners', 0, inner], 128, inner, 21, 15],
]);

test('what the schema knows passes, and what is undefined or null is left out', () => {
  const output = {
    text: 'a',
    number: 1,
    yes: false,
    list: [{ at: new Date(0) }],
    map: { a: 'b' },
    inner: {},
    bytes: Buffer.of(1),
    anything: [{ a: 1 }],
  };
  expect(() => assertOutput(schema, output, 'Get')).not.toThrow();
  expect(() => assertOutput(schema, { text: undefined, inner: null }, 'Get')).not.toThrow();
  expect(() => assertOutput(NormalizedSchema.of('unit'), undefined, 'Get')).not.toThrow();
  expect(() => assertOutput(NormalizedSchema.of([3, 'test', 'Nothing', 0, [], []]), undefined, 'Get')).not.toThrow();
});

test.each<[unknown, string]>([
  [undefined, 'Get returned undefined where its schema has a structure'],
  [{ more: 1 }, "Get has the member 'more', which its schema does not know"],
  [{ list: [{}, { more: 1 }] }, "Get.list[1] has the member 'more', which its schema does not know"],
  [{ text: 1 }, 'Get.text is number where its schema has a string'],
  [{ number: '1' }, 'Get.number is string where its schema has a number'],
  [{ yes: 'yes' }, 'Get.yes is string where its schema has a boolean'],
  [{ list: {} }, 'Get.list is object where its schema has a list or a map'],
  [{ map: { a: 1 } }, 'Get.map[a] is number where its schema has a string'],
  [{ inner: { at: '2029-05-06' } }, 'Get.inner.at is string where its schema has a date'],
  [{ inner: { at: new Date(Number.NaN) } }, 'Get.inner.at is object where its schema has a date'],
  [{ inner: [] }, 'Get.inner is a list where its schema has a structure'],
  [{ bytes: 7 }, 'Get.bytes is number where its schema has bytes'],
])('%j throws', (output, message) => {
  expect(() => assertOutput(schema, output, 'Get')).toThrow(message);
});
