import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import type { Call, Desired, PairRules, Plan } from '../../src/kinds/kind.ts';
import { intentOf } from './kind-world.ts';
import { stage, type Trial, type World } from './stage.ts';

/** What a kind brings to the contract. */
export interface Harness<Pair> extends Trial<Pair> {
  readonly schema: z.ZodType<Pair>;
  /** A pair as a request spells it. */
  readonly spelled: { readonly [member: string]: unknown };
  /** The relations to try. */
  readonly desired: readonly Desired[];
  /** A fresh world where the pair is not as desired, nothing is under way and no one else interferes. */
  world(desired: Desired): Promise<World<Pair>>;
}

/** Says what every kind must honour; called once at the top of a kind's own contract test. */
export function honoursTheContract<Pair>({ schema, spelled, desired, world, ...trial }: Harness<Pair>): void {
  const { pair: tried, rules } = trial;
  describe(`${rules.name} as a pair`, () => {
    test('a pair read and written reads the same', () => {
      const pair = schema.parse(spelled);
      expect(schema.parse(JSON.parse(JSON.stringify(pair)))).toEqual(pair);
      expect(rules.key(schema.parse(spelled))).toBe(rules.key(pair));
    });
    test('every member that is not optional is demanded', () => {
      expect(schema.safeParse({}).success).toBe(false);
    });
    test('a member nobody knows is refused by name', () => {
      const { error } = schema.safeParse({ ...spelled, surprise: 1 });
      expect(JSON.stringify(error?.issues)).toContain('surprise');
    });
    test('members of another type are refused', () => {
      for (const member of Object.keys(spelled)) {
        expect(schema.safeParse({ ...spelled, [member]: 7 }).success).toBe(false);
      }
    });
    test('it has a scope to lock, and the same one every time', () => {
      const pair = schema.parse(spelled);
      expect(rules.scopes(pair).length).toBeGreaterThan(0);
      expect(rules.scopes(pair)).toEqual(rules.scopes(pair));
    });
    test('what cannot be asked for says what to ask instead', () => {
      for (const answer of Object.values(rules.desired)) expect(answer.allowed || answer.why.length > 20).toBe(true);
    });
  });

  describe.each(desired.map((each) => ({ desired: each })))(`${rules.name} to be $desired`, (row) => {
    let here: ReturnType<typeof stage<Pair>>;
    beforeEach(async () => {
      here = stage(await world(row.desired), row.desired, trial);
    });
    afterEach(() => here.world.close());

    test('a plan only reads, and names its calls and scopes', async () => {
      const plan = await here.plan();
      expect(plan).toMatchObject({ changed: true, outOfDate: false, impact: impactOf(rules, row.desired) });
      expect(plan.calls.length).toBeGreaterThan(0);
      expect(plan.checks.filter(({ result }) => result === 'FAIL' || result === 'WAIT')).toEqual([]);
      expect(plan.scopes).toEqual(expect.arrayContaining(rules.scopes(tried)));
      expect(here.world.sent).toEqual([]);
    });

    test('checks have names of their own, reasons for programs and sentences for people', async () => {
      const { checks } = await here.plan();
      expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
      for (const { reason, message } of checks) {
        expect(reason).toMatch(/^([A-Z][a-z0-9]*)+$/);
        expect(message).toMatch(/\S \S.*\.$/);
      }
    });

    test('two plans without a change between them have the same digest', async () => {
      const first = digested(await here.plan());
      here.world.pass(3600);
      expect(digested(await here.plan())).toEqual(first);
    });

    test('request, then looking, comes to SETTLED', async () => {
      const { intent, outcome } = await here.request();
      expect(outcome.type).toBe('ACCEPTED');
      expect(await here.settle(intent)).toMatchObject({ type: 'SETTLED', unknownStatus: false });
    });

    test('the call that is made is the one that the plan shows, with its very parameters', async () => {
      const { plan } = await here.request();
      expect(here.world.sent).toMatchObject(plan.calls);
    });

    test('the calls that undo are those that the plan shows, with their very parameters', async () => {
      const { plan, intent } = await here.request();
      await here.settle(intent);
      await here.expectUndone(plan, intent);
      expect(here.world.sent.slice(plan.calls.length)).toMatchObject(plan.undo.map(known));
      expect(here.world.sent).toHaveLength(plan.calls.length + plan.undo.length);
    });

    test('the look needs no handle', async () => {
      const { intent } = await here.request();
      expect(await here.settle({ ...intent, handle: null })).toMatchObject({ type: 'SETTLED' });
    });

    test('what already is as desired needs no call', async () => {
      await here.settle((await here.request()).intent);
      const before = here.world.sent.length;
      expect(await here.plan()).toMatchObject({ changed: false, outOfDate: false, calls: [], undo: [] });
      expect(here.world.sent).toHaveLength(before);
    });

    test('the same request again changes nothing', async () => {
      const { plan, intent } = await here.request();
      await here.settle(intent);
      const settled = digested(await here.plan());
      expect(['ALREADY', 'ACCEPTED']).toContain((await here.send(plan)).type);
      expect(await here.settle(intent)).toMatchObject({ type: 'SETTLED' });
      expect(digested(await here.plan())).toEqual(settled);
    });

    test('a refused request makes nothing', async () => {
      const before = digested(await here.plan());
      const { intent, outcome } = await here.request('REFUSED');
      expect(outcome.type).toBe('REFUSED');
      expect(outcome.words.error).toEqual(expect.any(String));
      expect(await here.look(intent)).toMatchObject({ asBefore: true });
      expect(digested(await here.plan())).toEqual(before);
    });

    test('a throttled request makes nothing and may be sent again', async () => {
      const { plan, intent, outcome } = await here.request('THROTTLED');
      expect(outcome.type).toBe('THROTTLED');
      expect(await here.look(intent)).toMatchObject({ asBefore: true });
      expect(await here.send(plan)).toMatchObject({ type: 'ACCEPTED' });
      expect(await here.settle(intent)).toMatchObject({ type: 'SETTLED' });
    });

    test('a lost answer leaves the outcome unknown, and looking tells it', async () => {
      const { intent, outcome } = await here.request('ANSWER_LOST');
      expect(outcome).toMatchObject({ type: 'UNKNOWN', words: { requestId: null } });
      expect(await here.settle(intent)).toMatchObject({ type: 'SETTLED' });
    });

    test('what AWS gives up is seen as FAILED, in its words', async () => {
      const found = await here.settle((await here.request('FAILS_LATER')).intent);
      expect(found.type).toBe('FAILED');
      expect(found.words.status ?? found.words.error).toEqual(expect.any(String));
    });

    test('undo after a failure brings back what was there, or says that it cannot', async () => {
      const { plan, intent } = await here.request('FAILS_LATER');
      await here.settle(intent);
      await here.expectUndone(plan, intent);
    });

    test('undo while it is still being made comes to the same', async () => {
      const { plan, intent } = await here.request();
      await here.expectUndone(plan, intent);
    });

    test('undo of what was made brings back what was there, or says that it cannot', async () => {
      const { plan, intent } = await here.request();
      await here.settle(intent);
      await here.expectUndone(plan, intent);
    });

    test('an undo whose answer is lost can be looked for', async () => {
      const { plan, intent } = await here.request();
      await here.settle(intent);
      for (const { operation } of plan.undo) here.next(operation, 'ANSWER_LOST');
      await here.expectUndone(plan, intent);
    });

    test('what somebody else had made is never undone', async () => {
      const { intent } = await here.request();
      await here.settle(intent);
      const before = here.world.sent.length;
      expect(await here.undo({ ...intent, adopted: true })).toMatchObject({ type: 'NOTHING_TO_UNDO' });
      expect(here.world.sent).toHaveLength(before);
    });

    test('undo of what never came about is harmless', async () => {
      const plan = await here.plan();
      const intent = intentOf(plan, here.world.now());
      await here.expectUndone(plan, intent);
      expect(here.world.sent).toEqual([]);
      expect(await here.look(intent)).toMatchObject({ asBefore: true });
    });
  });
}

/** The call without the parameters that are not known before something is made. */
const known = ({ operation, parameters }: Call) => ({
  operation,
  parameters: Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null)),
});

/** What of a plan goes into its digest. */
const digested = ({ calls, undo, impact, targetVersion, before, scopes, changed, checks }: Plan) => ({
  calls,
  undo,
  impact,
  targetVersion,
  before,
  scopes,
  changed,
  checks: checks.map(({ name, result }) => ({ name, result })),
});

function impactOf(rules: PairRules, desired: Desired) {
  const asked = rules.desired[desired];
  return asked.allowed ? asked.impact : 'NONE';
}
