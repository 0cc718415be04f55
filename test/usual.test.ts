import { describe, expect, test } from '@jest/globals';
import type { Association } from '../src/association.ts';
import { remember, secondsToSettle } from '../src/usual.ts';
import { createMemoryTable } from './memory-table.ts';
import { association, intent, midnight, secondAttempt } from './record.ts';

const settled = { state: 'SUCCEEDED', changed: true, intent: intent({ at: midnight }), settledAt: midnight + 61_400 } as const;
const others = [{ state: 'FAILED' }, { changed: false }, { intent: null }, { settledAt: null }, secondAttempt] as const;

test('how long it took is known of a call of its own that came about', () => {
  expect(secondsToSettle(association(settled))).toBe(61.4);
  for (const more of others) expect(secondsToSettle(association({ ...settled, ...more }))).toBeNull();
});

describe('what it took', () => {
  const table = createMemoryTable();

  /** What is remembered of its kind after the association. */
  async function rememberedAfter(kind: string, more: Partial<Association> = {}) {
    await remember(table.store, association({ ...settled, kind, ...more }));
    return (await table.store.changeUsual({ kind, desired: 'ASSOCIATED' }, () => undefined)).successes;
  }
  const { id } = association();

  test('counts once for what is usual, in whole seconds and at least one', async () => {
    expect(await rememberedAfter('a')).toEqual([{ id, seconds: 61 }]);
    expect(await rememberedAfter('a', { settledAt: midnight + 900_000 })).toEqual([{ id, seconds: 61 }]);
    expect(await rememberedAfter('at-once', { settledAt: midnight })).toEqual([{ id, seconds: 1 }]);
  });

  test('counts for nothing where it is not known', async () => {
    for (const more of others) expect(await rememberedAfter('unknown', more)).toEqual([]);
  });

  test('is forgotten after twenty-one more', async () => {
    const past = Array.from({ length: 21 }, (_, index) => ({ id: `past-${index}`, seconds: index }));
    await table.store.changeUsual({ kind: 'b', desired: 'ASSOCIATED' }, () => ({ successes: past }));
    expect(await rememberedAfter('b')).toEqual([...past.slice(1), { id, seconds: 61 }]);
  });
});
