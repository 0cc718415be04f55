import { expect, test } from '@jest/globals';
import { createMakeBatchPlan } from '../../src/batches/plan.ts';
import type { Check } from '../../src/kinds/kind.ts';
import type { PlanItem } from '../../src/plans.ts';
import { requestOf } from '../asking.ts';
import { midnight } from '../record.ts';

const requests = (count: number) =>
  Array.from({ length: count }, (_, index) => requestOf({ pair: { packageId: 'F1', domainName: `domain-${index}` } }));

const planned = (more: Partial<PlanItem> = {}): PlanItem =>
  ({ kind: 'es-package', changed: true, impact: 'BACKGROUND', checks: [], digest: 'sha256:1', ...more }) as PlanItem;

function planner(check: Check[] = [], plan: (place: number) => PlanItem = () => planned()) {
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
  const made = await planner([], (place) => planned(place === 2 ? blocked : {})).make(requests(4));
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
  expect(made).toMatchObject({ summary: { change: 200, notPlanned: 3, text: expect.stringContaining('3 not looked at yet') } });
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
    await digestOf(requests(203), [], (place) => planned({ digest: `sha256:${place}` })),
  ];
  expect(new Set([first, ...others]).size).toBe(4);
});

test('an item that AWS cannot be read for is said, instead of a plan with a hole', async () => {
  const unread = { operation: 'Plan', status: null, error: 'ThrottlingException', message: 'Rate exceeded', requestId: null };
  const make = createMakeBatchPlan(
    async () => ({ unread }),
    async () => ({ checks: [] }),
  );
  expect(await make(requests(2), midnight)).toEqual({ unread });
});
