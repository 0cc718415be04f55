import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { ask } from '../../cli/ask.ts';

/** Asks at a terminal, where somebody presses these keys once the question is there. */
async function answerTo(keys: string, signal = new AbortController().signal): Promise<string | undefined> {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const answer = ask('Go on? ', { input, output, signal });
  await once(output, 'readable');
  input.write(keys);
  return answer;
}

test('a question has one line of an answer', async () => {
  expect(await answerTo('dxcon-a\r')).toBe('dxcon-a');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('whoever presses %s gives no answer', async (_, key) => {
  expect(await answerTo(key)).toBeUndefined();
});

test('a signal takes the question back', async () => {
  expect(await answerTo('', AbortSignal.timeout(20))).toBeUndefined();
});
