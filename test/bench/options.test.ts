import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../bench/options.ts';
import { UsageError } from '../../local/options.ts';

const read = (...words: string[]) => readOptions(words, { kills: [200, 1], minutes: [0, 0] }, ['keep']);

describe('what a bench is told', () => {
  test('is what the words say, and the usual where they say nothing', () => {
    expect(read()).toEqual({ kills: 200, minutes: 0, keep: false });
    expect(read('--kills', '3', '--keep')).toEqual({ kills: 3, minutes: 0, keep: true });
    expect(read('--minutes=0')).toMatchObject({ minutes: 0 });
  });

  test('may be a wish for help', () => {
    expect(read('--help')).toBeNull();
  });

  test('is refused with every problem', () => {
    expect(() => read('--kills', '0', '--minutes', '1.5')).toThrow(
      new UsageError('--kills takes a whole number from 1, not "0".\n--minutes takes a whole number from 0, not "1.5".'),
    );
    for (const word of ['', ' ', 'many', '1e99']) expect(() => read('--kills', word)).toThrow(`from 1, not "${word}"`);
    expect(() => read('--kils', '3')).toThrow(UsageError);
    expect(() => read('three')).toThrow(UsageError);
  });
});
