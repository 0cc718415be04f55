import { expect, test } from '@jest/globals';
import { durationOf, isoDuration } from '../../cli/duration.ts';

test.each([
  ['90s', 'PT90S', 90_000],
  ['30m', 'PT30M', 1_800_000],
  ['2h', 'PT2H', 7_200_000],
  ['7d', 'P7D', 604_800_000],
  ['PT1H30M', 'PT1H30M', 5_400_000],
])('%s is %s, %i milliseconds', (text, iso, milliseconds) => {
  expect([isoDuration(text), durationOf(text)]).toEqual([iso, milliseconds]);
});

test.each(['', 'soon', '5', '1.5h', '1w', '-1s'])('"%s" is no duration', (text) => {
  expect(() => isoDuration(text)).toThrow('is no duration');
});
