import { describe, expect, test } from '@jest/globals';
import type { PlanItem } from '../src/answers.ts';
import type { KeptPlan } from '../src/association.ts';
import { createMakePlan, summaryOf } from '../src/plans.ts';
import { requestOf } from './asking.ts';
import { checkOf, planItem } from './plan-items.ts';
import { midnight, plan as planOf, words } from './record.ts';

const dx = { kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-1', parentConnectionId: 'dxlag-2' } };

async function planned(
  plan: Partial<KeptPlan>,
  input: Record<string, unknown> = {},
  minimum: 'AUTO' | 'BY_IMPACT' | 'REQUIRED' = 'AUTO',
  usualSeconds: number | null = 30,
) {
  const asked: unknown[] = [];
  const makePlan = createMakePlan(
    async (kind, payload) => {
      asked.push({ kind, ...payload });
      return { plan: planOf(plan), usualSeconds };
    },
    () => minimum,
  );
  const item = (await makePlan(requestOf(input), midnight)) as PlanItem;
  return { item, asked };
}

describe('the plan of a request', () => {
  test("is made by the kind's own function, of what the request says", async () => {
    const { item, asked } = await planned({}, { onFailure: 'LEAVE' });
    expect(asked).toEqual([
      {
        kind: 'es-package',
        step: 'preview',
        pair: { packageId: 'F1', domainName: 'logs' },
        desired: 'ASSOCIATED',
        onFailure: 'LEAVE',
        now: midnight,
      },
    ]);
    expect(item).toMatchObject({
      kind: 'es-package',
      changed: true,
      impact: 'BACKGROUND',
      digest: planOf().digest,
      calls: planOf().calls,
      undo: planOf().undo,
    });
  });

  test.each([
    ['can be undone', {}, {}, 'YES'],
    ['has no undo', { undo: [] }, {}, 'NO'],
    ['changes nothing', { changed: false, undo: [] }, {}, 'YES'],
    ['is undone by another interruption', {}, dx, 'YES_WITH_SECOND_INTERRUPTION'],
  ])('that %s says whether it is reversible', async (_, plan, input, reversible) => {
    expect((await planned(plan, input)).item.reversible).toBe(reversible);
  });

  test.each([
    ['what interrupts traffic', { impact: 'INTERRUPTS_TRAFFIC' }, {}, 'AUTO', 'REQUIRED'],
    ['what interrupts traffic, and AUTO', { impact: 'INTERRUPTS_TRAFFIC' }, { approval: 'AUTO' }, 'AUTO', 'NOT_REQUIRED'],
    [
      'what interrupts traffic, and AUTO below the minimum',
      { impact: 'INTERRUPTS_TRAFFIC' },
      { approval: 'AUTO' },
      'BY_IMPACT',
      'REQUIRED',
    ],
    ['what changes nothing', { changed: false }, {}, 'REQUIRED', 'NOT_REQUIRED'],
    ['what works in the background', {}, {}, 'AUTO', 'NOT_REQUIRED'],
  ] as const)('says whether it would wait for a yes: %s', async (_, plan, input, minimum, approval) => {
    expect((await planned(plan as Partial<KeptPlan>, input, minimum)).item.approval).toBe(approval);
  });

  test("says how long it usually takes: the median of what it took, or the kind's default", async () => {
    expect((await planned({})).item.usualSeconds).toBe(30);
    expect((await planned({}, {}, 'AUTO', null)).item.usualSeconds).toBe(150);
  });

  test('costs nothing more for what changes nothing, and more where it waits for a yes', async () => {
    const [nothing, change, asks] = [await planned({ changed: false }), await planned({}), await planned({}, { approval: 'REQUIRED' })].map(
      ({ item }) => item.estimate,
    );
    expect(nothing?.transitions).toBeLessThan(change?.transitions ?? 0);
    expect(change?.transitions).toBeLessThan(asks?.transitions ?? 0);
    expect(change?.usd).toBeCloseTo((change?.transitions ?? 0) * 0.000025, 9);
  });

  test('that could not be made says what AWS answered', async () => {
    const unread = words({ error: 'AccessDeniedException' });
    expect(
      await createMakePlan(
        async () => ({ unread }),
        () => 'AUTO',
      )(requestOf(), midnight),
    ).toEqual({ unread });
  });
});

test('a plan for which its kind could not be reached says so; a fault of ours is thrown', async () => {
  const failing = (error: Error) =>
    createMakePlan(
      () => Promise.reject(error),
      () => 'AUTO',
    )(requestOf(), midnight);
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException', $metadata: {} });
  expect(await failing(throttled)).toMatchObject({ unread: { operation: 'Invoke', error: 'TooManyRequestsException' } });
  await expect(failing(new TypeError('ours'))).rejects.toThrow('ours');
});

describe('many plans', () => {
  const item = (digest: string, more: Partial<PlanItem>) => planItem({ digest, ...more });
  const items = [
    item('unchanged', { changed: false, impact: 'NONE' }),
    item('changes', {}),
    item('waits', { checks: [checkOf('WAIT')] }),
    item('interrupts', { impact: 'INTERRUPTS_TRAFFIC' }),
    item('blocked', { checks: [checkOf('FAIL'), checkOf('WAIT')] }),
  ];

  test('are counted, each once, and summed up in one line', () => {
    expect(summaryOf(items)).toMatchObject({
      text: '2 to change, 1 as desired already, 1 to wait for conditions, 1 blocked, 1 interrupts traffic',
      change: 2,
      noChange: 1,
      blocked: 1,
      waiting: 1,
      interruptsTraffic: 1,
    });
    expect(summaryOf([item('changes', {})]).text).toBe('1 to change, 0 as desired already, no traffic is interrupted');
    expect(summaryOf([item('changes', {})], 2).text).toBe('1 to change, 0 as desired already, 2 not planned');
  });
});
