import { describe, expect, test } from '@jest/globals';
import { patienceOf, readOptions, UsageError } from '../../local/options.ts';

const problemsOf = (...words: string[]) => {
  try {
    readOptions(words);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message.split('\n');
  }
};

describe('the options of npm start', () => {
  test('have defaults', () => {
    expect(readOptions([])).toEqual({
      once: false,
      apiPort: 3000,
      awsPort: 4566,
      consolePort: 3100,
      stateDirectory: undefined,
      reset: false,
      speed: 100,
      json: false,
    });
  });

  test('are read', () => {
    const words = [
      '--once',
      '--json',
      '--reset',
      '--port',
      '0',
      '--aws-port=65535',
      '--console-port',
      '0',
      '--state-dir',
      'here',
      '--speed',
      '2.5',
    ];
    expect(readOptions(words)).toEqual({
      once: true,
      apiPort: 0,
      awsPort: 65_535,
      consolePort: 0,
      stateDirectory: 'here',
      reset: true,
      speed: 2.5,
      json: true,
    });
    expect(readOptions(['--help', '--port', 'x'])).toBeUndefined();
  });

  test('are refused with every problem named', () => {
    expect(problemsOf('--port', '1.5', '--aws-port', '65536', '--console-port=-1', '--speed', '', '--state-dir', '')).toEqual([
      '--port takes a whole number from 0 to 65535, not "1.5".',
      '--aws-port takes a whole number from 0 to 65535, not "65536".',
      '--console-port takes a whole number from 0 to 65535, not "-1".',
      '--speed takes a number from 1 to 100000, not "".',
      '--state-dir takes the name of a directory.',
    ]);
  });

  test.each([['--ports', '1'], ['here'], ['--once=yes'], ['--speed']])('are refused when they are none: %s', (...words) => {
    expect(problemsOf(...words)).not.toEqual([]);
  });
});

test('whoever looks on is not cut off, and --once waits for half an hour of the world at any speed', () => {
  expect(patienceOf({ once: false, speed: 1 })).toBe(Number.POSITIVE_INFINITY);
  for (const speed of [1, 7, 100, 100_000]) {
    const milliseconds = patienceOf({ once: true, speed });
    expect(milliseconds * speed).toBeGreaterThanOrEqual(30 * 60_000);
    expect(milliseconds).toBeGreaterThanOrEqual(60_000);
    expect(milliseconds).toBeLessThan(32 * 60_000);
  }
});
