import { describe, expect, test } from '@jest/globals';
import type { Ending } from '../../src/association.ts';
import { settle } from '../../src/steps/answer.ts';

const ending = (text: string): Ending => ({
  state: 'FAILED',
  sideEffects: 'NONE',
  changed: false,
  reason: text,
  message: text,
  words: { operation: text, status: text, error: text, message: text, requestId: text },
});

describe('the answer that settles', () => {
  test.each(['x', '"', '\\', '\u0001', 'ß', '語', '🌍'])('is at most 4 KiB, however much AWS says in %j', (character) => {
    const answer = settle(ending(character.repeat(5_000)));
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    expect(bytes).toBeLessThanOrEqual(4_096);
    expect(bytes).toBeGreaterThan(3_000);
    expect(answer.ending?.message).toMatch(/^.+…$/su);
    expect(answer.ending?.message?.isWellFormed()).toBe(true);
  });

  test('keeps what is short as it is', () => {
    expect(settle(ending('AWS says "no".')).ending).toEqual(ending('AWS says "no".'));
  });
});
