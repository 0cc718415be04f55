import { expect, test } from '@jest/globals';
import { durationText, milliseconds } from '../src/duration.ts';

test.each([
  ['PT1S', 1_000],
  ['PT90M', 5_400_000],
  ['PT24H', 86_400_000],
  ['P7D', 604_800_000],
  ['P1DT2H3M4S', 93_784_000],
  ['PT0S', 0],
])('%s is %d milliseconds', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  '1h',
  'pt1h',
  'PT1.5H',
  '-PT1H',
  'P1M',
  'P1Y',
  'P1W',
  'PT1S1M',
  ' PT1S',
  'PT1S ',
  'PT1S\n',
  'PT99999999S',
])('%j is no duration here', (text) => {
  expect(milliseconds(text)).toBeUndefined();
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [84, '1 min 24 s'],
  [3_600, '1 h'],
  [90_061, '1 d 1 h'],
])('%i seconds are told as %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
