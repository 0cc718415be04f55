import { expect, test } from '@jest/globals';
import { createLocks } from '../src/locks.ts';
import { createTurn } from '../src/turn.ts';
import { createMemoryTable } from './memory-table.ts';
import { createRecords, midnight } from './record.ts';

/** What becomes of so many that need the same lock for so long each, asked for a second apart. Seconds; `idle`: the lock was free, and wanted. */
async function lineOf(count: number, { bound, usual, holds }: { readonly bound: number; readonly usual: number; readonly holds: number }) {
  const { store } = createMemoryTable();
  const [turn, locks, create] = [createTurn(store), createLocks(store), createRecords(store)];
  const scopes = ['es:domain/logs'];
  const due: { readonly at: number; readonly id: string; readonly what: 'LOOK' | 'END' }[] = [];
  for (let place = 0; place < count; place += 1) {
    const at = midnight + place * 1_000;
    const attempt = { number: 1, by: { type: 'IAM', id: 'ann' }, firstRun: 1, at } as const;
    const { id } = await create({ scopes, usualSeconds: usual, requestedAt: at, deadlineAt: at + bound * 1_000, attempt });
    due.push({ at, id, what: 'LOOK' });
  }
  const told = { done: 0, late: 0, idle: 0, looks: 0 };
  let freeSince = midnight;
  for (let next = due.shift(); next; next = due.sort((one, other) => one.at - other.at).shift()) {
    const { at, id, what } = next;
    const end = async (state: 'SUCCEEDED' | 'FAILED') => {
      await store.changeRecord(id, () => ({ state }));
      await locks.release({ id, now: Number.POSITIVE_INFINITY }, scopes);
    };
    if (what === 'END') {
      await end('SUCCEEDED');
      freeSince = at;
      told.done += 1;
      continue;
    }
    const { outcome, waitSeconds } = await turn.lock({ id, run: 1, now: at });
    told.looks += 1;
    if (outcome === 'BUSY') due.push({ at: at + Number(waitSeconds) * 1_000, id, what: 'LOOK' });
    if (outcome === 'PLAN') {
      told.idle += (at - freeSince) / 1_000;
      due.push({ at: at + holds * 1_000, id, what: 'END' });
    }
    if (outcome === 'SETTLE') {
      await end('FAILED');
      told.late += 1;
    }
  }
  return told;
}

const [hours, days] = [3_600, 86_400];

test.each([
  ['packages of a domain', 20, { bound: 2 * hours, usual: 150, holds: 155 }],
  ['packages of a domain, with a day to wait', 40, { bound: days, usual: 150, holds: 155 }],
  ['connections into a LAG', 40, { bound: 3 * days, usual: 60, holds: 75 }],
  ['connections that take thrice as long as usual', 20, { bound: 3 * days, usual: 60, holds: 180 }],
])('a line of %s goes on without a break, however long it is', async (_, count, of) => {
  const { done, late, idle, looks } = await lineOf(count, of);
  expect([done, late]).toEqual([count, 0]);
  expect(idle).toBeLessThan(0.3 * count * of.holds);
  expect(looks).toBeLessThan(15 * count);
});

test('a line whose members need next to no time goes on far faster than they usually would', async () => {
  const { done, late } = await lineOf(20, { bound: 2 * hours, usual: 600, holds: 5 });
  expect([done, late]).toEqual([20, 0]);
});

test('who could not get their turn in time ends at the deadline, and holds nobody up', async () => {
  expect(await lineOf(20, { bound: hours, usual: 150, holds: 600 })).toMatchObject({ done: 6, late: 14 });
});
