import { expect, test } from '@jest/globals';
import { cleaned, table } from '../../cli/text.ts';

test('nothing from outside can play with a terminal', () => {
  const said = { 'a\u001b[0m': ['\u001b]0;title\u0007', { deep: 'one\r\ntwo\u009b2J\u202ethree' }], count: 3, none: null };
  expect(cleaned(said)).toEqual({ 'a[0m': [']0;title', { deep: 'one two2Jthree' }], count: 3, none: null });
});

test('columns stand under each other', () => {
  const rows = [
    ['a', 'bb', 'c'],
    ['aaa', 'b', 'cc'],
  ];
  expect(table(rows).map((row) => row.join('|'))).toEqual(['a  |bb|c', 'aaa|b |cc']);
});
