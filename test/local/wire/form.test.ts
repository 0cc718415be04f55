import { expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import { createForm } from '../../../local/wire/form.ts';

const input = NormalizedSchema.of([
  3,
  'test',
  'Input',
  0,
  ['name', 'when', 'count', 'on', 'inner', 'flat', 'named', 'map'],
  [
    0,
    4,
    1,
    2,
    [3, 'test', 'Inner', 0, ['list'], [64]],
    [64, { xmlFlattened: 1, xmlName: 'Item' }],
    [1, 'test', 'Named', 0, [0, { xmlName: 'entry' }]],
    [128, { xmlFlattened: 1 }],
  ],
]);

const read = (form: Record<string, string>) => createForm(new URLSearchParams(form)).read(input);

test('flat names become structures, lists and maps', () => {
  const form = {
    Action: 'Do',
    name: '',
    when: '2029-05-06T07:08:09Z',
    count: '-1.5',
    on: 'true',
    'inner.list.member.1': 'a',
    'inner.list.member.2': 'b',
    'Item.1': 'c',
    'named.entry.1': 'd',
    'map.1.key': '__proto__',
    'map.1.value': 'e',
  };
  expect(read(form)).toEqual({
    name: '',
    when: new Date('2029-05-06T07:08:09Z'),
    count: -1.5,
    on: true,
    inner: { list: ['a', 'b'] },
    flat: ['c'],
    named: ['d'],
    map: Object.fromEntries([['__proto__', 'e']]),
  });
});

test('what is not there is left out', () => {
  expect(read({ 'inner.list.member.2': 'no first' })).toEqual({ inner: { list: [] } });
});

test.each([
  ['count', '1x'],
  ['on', 'yes'],
  ['when', 'today'],
])('a %s of %s is a SerializationException', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(expect.objectContaining({ name: 'SerializationException' }));
});

test('a name of a million parts is read in no time', () => {
  expect(read({ name: 'a', [`inner${'.x'.repeat(1_000_000)}`]: '' })).toEqual({ name: 'a', inner: {} });
});
