import { describe, expect, test } from '@jest/globals';
import type { PlanItem } from '../../src/answers.ts';
import { createMakeBatchPlan } from '../../src/batches/plan.ts';
import type { Check } from '../../src/kinds/kind.ts';
import { requestOf } from '../asking.ts';
import { planItem } from '../plan-items.ts';
import { midnight, words } from '../record.ts';

const requests = (count: number) =>
  Array.from({ length: count }, (_, index) => requestOf({ pair: { packageId: 'F1', domainName: `domain-${index}` } }));

function planner(check: Check[] = [], plan: (place: number) => PlanItem = () => planItem()) {
  const asks: unknown[] = [];
  let count = -1;
  const make = createMakeBatchPlan(
    async () => {
      count += 1;
      return plan(count);
    },
    async (kind, payload) => {
      asks.push({ kind, ...payload });
      return { checks: check };
    },
  );
  return { asks, make: async (many: ReturnType<typeof requests>) => make(many, midnight) };
}

test('the plan of many is in one answer, the worst first', async () => {
  const blocked = { checks: [{ name: 'c', result: 'FAIL', reason: 'R', message: 'm' }] } as const;
  const made = await planner([], (place) => planItem(place === 2 ? blocked : {})).make(requests(4));
  expect(made).toMatchObject({ summary: { change: 3, blocked: 1, notPlanned: 0 }, items: [blocked, {}, {}, {}] });
});

test('what all of them need together is looked at once for each kind', async () => {
  const { asks, make } = planner([{ name: 'quota n', result: 'FAIL', reason: 'QuotaExceeded', message: 'They are too many.' }]);
  const made = await make(requests(3));
  expect(asks).toEqual([{ kind: 'es-package', step: 'quotas', desired: 'ASSOCIATED', pairs: requests(3).map(({ pair }) => pair) }]);
  expect(made).toMatchObject({ checks: [{ result: 'FAIL' }], summary: { text: expect.stringContaining('They are too many.') } });
});

test('of very many the first are planned, the rest is counted, and all of them are looked at together', async () => {
  const { asks, make } = planner();
  const made = await make(requests(203));
  expect(made).toMatchObject({ summary: { change: 200, notPlanned: 3, text: expect.stringContaining('3 not planned') } });
  expect((asks[0] as { pairs: unknown[] }).pairs).toHaveLength(203);
});

test('the digest changes with any plan, with what is asked for, and with what all of them need together', async () => {
  const digestOf = async (many: ReturnType<typeof requests>, ...how: Parameters<typeof planner>) => {
    const made = await planner(...how).make(many);
    return 'digest' in made ? made.digest : '';
  };
  const first = await digestOf(requests(203));
  expect(await digestOf(requests(203))).toBe(first);
  const check = { name: 'quota', result: 'FAIL', reason: 'R', message: 'm' } as const;
  const others = [
    await digestOf(requests(202)),
    await digestOf(requests(203), [check]),
    await digestOf(requests(203), [], (place) => planItem({ digest: `sha256:${place}` })),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
});

describe('what AWS cannot be read for', () => {
  const unread = words({ error: 'ThrottlingException', message: 'Rate exceeded' });
  const noQuotas = async () => ({ checks: [] });

  /** Plans of which those of some places cannot be read the first so many times. */
  function reading(places: readonly number[], times: number) {
    const asked = new Map<string, number>();
    return createMakeBatchPlan(async ({ pair }) => {
      const name = JSON.stringify(pair);
      asked.set(name, (asked.get(name) ?? 0) + 1);
      const isUnread = places.some((place) => name.includes(`domain-${place}"`)) && (asked.get(name) ?? 0) <= times;
      return isUnread ? { unread } : planItem({ pair: pair as never });
    }, noQuotas);
  }

  test('is tried once more, and planned in its place', async () => {
    const whole = await reading([], 0)(requests(4), midnight);
    expect(await reading([0, 2], 1)(requests(4), midnight)).toEqual(whole);
  });

  test('counts as not planned, with the reason beside it, and no traffic is promised', async () => {
    const made = await reading([0, 2], 2)(requests(4), midnight);
    expect(made).toMatchObject({
      summary: { change: 2, notPlanned: 2, text: '2 to change, 0 as desired already, 2 not planned' },
      checks: [
        {
          name: 'plans',
          result: 'UNKNOWN',
          reason: 'NotAllPlanned',
          message: '2 could not be planned. The first: ThrottlingException: Rate exceeded.',
        },
      ],
      items: [{ pair: { domainName: 'domain-1' } }, { pair: { domainName: 'domain-3' } }],
    });
  });

  test('makes no plan when it is all', async () => {
    expect(await reading([0, 1], 2)(requests(2), midnight)).toEqual({ unread });
  });

  test.each([
    ['could not read it', async () => ({ unread })],
    [
      'could not be reached',
      () => Promise.reject(Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException', $metadata: {} })),
    ],
  ])('leaves the quotas unknown when the kind %s', async (_, invoke) => {
    const made = await createMakeBatchPlan(async () => planItem(), invoke)(requests(2), midnight);
    expect(made).toMatchObject({
      summary: { change: 2 },
      checks: [
        {
          name: 'quotas es-package',
          result: 'UNKNOWN',
          message: 'Whether all of them fit is not known: ThrottlingException: Rate exceeded.',
        },
      ],
    });
  });

  test('is everything once there is no time any more, what was begun by then included', async () => {
    const time = new AbortController();
    const never = new Promise<never>(() => undefined);
    let count = 0;
    const make = createMakeBatchPlan(
      async () => {
        count += 1;
        if (count === 15) time.abort();
        return count < 15 ? planItem() : never;
      },
      () => never,
      () => time.signal,
    );
    expect(await make(requests(50), midnight)).toMatchObject({
      summary: { change: 14, notPlanned: 36 },
      checks: [
        { name: 'quotas es-package', result: 'UNKNOWN' },
        { name: 'plans', result: 'UNKNOWN', message: expect.stringContaining('plan fewer at once') },
      ],
    });
    expect(count).toBe(15);
  });
});
