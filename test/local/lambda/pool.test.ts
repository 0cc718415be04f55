import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Instance } from '../../../local/lambda/instance.ts';
import { createPool, type PoolLimits } from '../../../local/lambda/pool.ts';
import { until } from './manual-clock.ts';

/** A pool whose environments run each call until the test ends it, with how many there are and what runs. */
function createWorld(limits: Partial<PoolLimits>) {
  const running = new Map<string, () => void>();
  const open = new Set<number>();
  let started = 0;
  const start = (): Instance => {
    started += 1;
    const number = started;
    open.add(number);
    return {
      ready: Promise.resolve(),
      alive: () => open.has(number),
      run: (requestId) =>
        new Promise((resolve) => {
          running.set(requestId, () => resolve({ type: 'RESULT', payload: String(number) }));
        }),
      async close() {
        open.delete(number);
      },
    };
  };
  const pool = createPool(start, { working: 2, longAfter: 60_000, most: 10, patience: 0, idleFor: 60_000, ...limits });
  const call = (id: string) => pool.run(id, '{}', 1);
  const end = (id: string) => {
    running.get(id)?.();
    running.delete(id);
  };
  return { pool, call, end, running, open };
}

test('calls that wait for something make room for others, up to the most there may be', async () => {
  const { call, end, running, open } = createWorld({ working: 1, longAfter: 10, most: 3 });
  const calls = ['a', 'b', 'c', 'd'].map(call);
  await sleep(0);
  expect([...running.keys()]).toEqual(['a']);
  await until(() => running.size === 3);
  await sleep(30);
  expect([...running.keys()]).toEqual(['a', 'b', 'c']);
  end('b');
  await until(() => running.has('d'));
  expect(open.size).toBe(3);
  for (const id of ['a', 'c', 'd']) end(id);
  await Promise.all(calls);
});

test('a call waits for the environment that is there rather than have one started', async () => {
  const { call, end, running, open } = createWorld({ patience: 60_000 });
  const calls = ['a', 'b'].map(call);
  await sleep(0);
  expect([...running.keys()]).toEqual(['a']);
  end('a');
  await until(() => running.has('b'));
  end('b');
  await Promise.all(calls);
  expect(open.size).toBe(1);
});

test('a call that has waited for long gets an environment of its own, which calls after it use at once', async () => {
  const { pool, call, end, running, open } = createWorld({ patience: 20 });
  const calls = ['a', 'b', 'c'].map(call);
  await until(() => running.size === 2);
  await sleep(40);
  expect([...running.keys()]).toEqual(['a', 'b']);
  end('a');
  await until(() => running.has('c'));
  for (const id of ['b', 'c']) end(id);
  await Promise.all(calls);
  const later = ['d', 'e'].map(call);
  await sleep(0);
  expect([...running.keys()]).toEqual(['d', 'e']);
  expect(open.size).toBe(2);
  for (const id of ['d', 'e']) end(id);
  await Promise.all(later);
  await pool.close();
});

test('what waits when the pool is closed is turned away', async () => {
  const { pool, call, end, running, open } = createWorld({ working: 1 });
  const [first, second] = ['a', 'b'].map(call);
  await until(() => running.has('a'));
  await pool.close();
  await expect(second).rejects.toThrow('The functions are closed');
  await expect(call('c')).rejects.toThrow('The functions are closed');
  end('a');
  await first;
  expect(open.size).toBe(0);
});

test('what has nothing to do is ended, and the next call starts another', async () => {
  const { call, end, running, open } = createWorld({ idleFor: 10 });
  const calls = ['a', 'b'].map(call);
  await until(() => running.size === 2);
  expect(open.size).toBe(2);
  for (const id of ['a', 'b']) end(id);
  await Promise.all(calls);
  await until(() => open.size === 0);
  const next = call('c');
  await until(() => running.has('c'));
  expect(open.size).toBe(1);
  end('c');
  await next;
});

test('a call goes to the environment that was used last', async () => {
  const { call, end, running } = createWorld({});
  const calls = ['a', 'b'].map(call);
  await until(() => running.size === 2);
  end('b');
  await calls[1];
  end('a');
  const last = await calls[0];
  const again = call('c');
  await until(() => running.has('c'));
  end('c');
  expect(await again).toEqual(last);
});
