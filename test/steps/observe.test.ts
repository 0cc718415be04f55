import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { cancel, idOf, intent as intentOf, midnight, plan, secondAttempt, undoIntent, words } from '../record.ts';
import { awsError, look } from '../statemachines/script.ts';
import { createStage, durations, wait } from './stage.ts';

const { create, go, take, store } = createStage();

const said = words({ operation: 'ListPackagesForDomain', status: 'ASSOCIATING' });
const sent = (more: Partial<Association> = {}): Partial<Association> => ({ plan: plan(), intent: intentOf(), ...more });
const next = (elapsed: number) => wait({ elapsed, bound: durations.settle, guessed: true });

describe('a look', () => {
  test('of what is on its way says so on the record, and when the next one is', async () => {
    const { answer, record, before, asked, notes } = await take('observe', sent(), { observe: look('PENDING', { words: said }) });
    expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: next(30), ending: null });
    const context = expect.objectContaining({ associationId: before.id, run: 1, takingBack: false });
    expect(asked).toEqual([[before.pair, 'ASSOCIATED', before.intent, context]]);
    expect(record.step).toEqual({
      name: 'Observe',
      since: midnight + 30_000,
      observed: 'ASSOCIATING',
      looks: 1,
      nextLookAt: midnight + 30_000 + next(30) * 1_000,
    });
    expect(notes).toEqual([]);
  });

  test('counts how often it was looked, as long as that is the step', async () => {
    const step = { name: 'Observe', since: midnight + 5_000, observed: null, looks: 3, nextLookAt: null };
    const again = await take('observe', sent({ step }), { observe: look('PENDING') });
    expect(again.record.step).toMatchObject({ since: midnight + 5_000, looks: 4 });
    const first = await take('observe', sent({ step: { ...step, name: 'Request' } }), { observe: look('PENDING') });
    expect(first.record.step).toMatchObject({ since: midnight + 30_000, looks: 1 });
  });

  test('comes as experience says, where there is some', async () => {
    const { answer } = await take('observe', sent({ usualSeconds: 200 }), { observe: look('PENDING') });
    expect(answer.waitSeconds).toBe(wait({ elapsed: 30, bound: durations.settle, usual: 200, guessed: false }));
  });

  test('that finds out how it ends shows that it is about to', async () => {
    const { answer, record } = await take('observe', sent(), { observe: look('SETTLED') });
    expect(answer).toMatchObject({ outcome: 'SETTLE', ending: { state: 'SUCCEEDED' } });
    expect(record.step).toMatchObject({ name: 'Settle', observed: 'SETTLED', nextLookAt: null });
  });

  test('writes down with it what follows from it', async () => {
    const { answer, record } = await take('observe', sent(), { observe: look('FAILED') });
    expect(answer.outcome).toBe('UNDO');
    expect(record).toMatchObject({ state: 'ROLLING_BACK', undoIntent: { tries: 0 }, step: { name: 'Observe' } });
  });

  test('that finds nothing sent sees to it that nothing is any more, unless it just was', async () => {
    const before = await create({ plan: plan(), mayCall: true });
    expect((await go('observe', before, {})).record).toMatchObject({ intent: null, mayCall: false });
    const late = await create({ plan: plan(), mayCall: true });
    await store.changeRecord(late.id, () => ({ intent: intentOf(), mayCall: false }));
    expect((await go('observe', late, {})).answer).toEqual({ outcome: 'PENDING', waitSeconds: 1, ending: null });
  });

  test('is not taken where nothing was sent, or where it was decided already', async () => {
    const nothing = await take('observe', {}, { observe: look('SETTLED') });
    expect(nothing.answer).toEqual({ outcome: 'LOCK', waitSeconds: wait({ elapsed: 30, bound: 3_600, asked: null }), ending: null });
    const decided = await take('observe', sent({ state: 'ROLLING_BACK', undoIntent: undoIntent() }), { observe: look('SETTLED') });
    expect(decided.answer).toEqual({ outcome: 'UNDO', waitSeconds: null, ending: null });
    expect([...nothing.asked, ...decided.asked]).toEqual([]);
  });

  test('tells of a status that is not known', async () => {
    const { notes } = await take('observe', sent(), { observe: look('PENDING', { unknownStatus: true, words: said }) });
    expect(notes).toEqual([['AWS answers a status that is not known yet', { operation: 'ListPackagesForDomain', status: 'ASSOCIATING' }]]);
  });

  test('that AWS refuses for the moment, or does not answer, is taken again', async () => {
    const busy = await take('observe', sent(), { observe: Object.assign(awsError('ThrottlingException', 400), { retryAfterSeconds: 90 }) });
    expect(busy).toMatchObject({ answer: { outcome: 'PENDING', waitSeconds: 90 }, throttled: 1 });
    expect(busy.record.step?.observed).toBe('ThrottlingException');
    const silent = await take('observe', sent(), { observe: awsError('TimeoutError') });
    expect(silent).toMatchObject({ answer: { outcome: 'PENDING', waitSeconds: next(30) }, throttled: 0 });
    const refused = await take('observe', sent(), { observe: awsError('AccessDenied', 403) }, { after: durations.settle });
    expect(refused.answer.ending).toMatchObject({
      sideEffects: 'UNKNOWN',
      reason: 'Unreadable',
      words: { operation: 'Observe', error: 'AccessDenied' },
    });
  });

  test('that fails by a fault of ours fails the step', async () => {
    await expect(take('observe', sent(), { observe: new TypeError('ours') })).rejects.toThrow('ours');
  });
});

describe('what is concluded from a look', () => {
  test('no longer counts when it was given up meanwhile', async () => {
    const meanwhile = (id: string) => store.changeRecord(id, () => ({ cancel }));
    const { answer, record } = await take('observe', sent(), { observe: look('SETTLED') }, { meanwhile });
    expect(answer).toEqual({ outcome: 'PENDING', waitSeconds: 1, ending: null });
    expect(record.step).toBeNull();
  });

  test('counts when it had been given up before', async () => {
    const { answer, record } = await take('observe', sent({ cancel }), { observe: look('SETTLED') });
    expect(answer.outcome).toBe('UNDO');
    expect(record.state).toBe('ROLLING_BACK');
  });

  test('is not written over what came of another look meanwhile', async () => {
    for (const change of [{ intent: null }, { intent: intentOf({ at: midnight + 1 }) }]) {
      const meanwhile = (id: string) => store.changeRecord(id, () => change);
      const { record } = await take('observe', sent(), { observe: look('FAILED') }, { meanwhile });
      expect(record).toMatchObject({ ...change, state: 'RUNNING', undoIntent: null, step: null });
    }
  });
});

describe('whose it is that an earlier attempt sent', () => {
  const other = idOf(999_999);
  const leftover = { intent: intentOf(), undo: plan().undo, sideEffects: 'UNKNOWN' } as const;
  let count = 0;

  /** The ending of a second attempt that finds it settled, where somebody has settled last. */
  async function found(settled: object | null | 'ITSELF', more: Partial<Association> = {}, ours: 'YES' | 'NO' | 'UNKNOWN' = 'YES') {
    count += 1;
    const pairKey = `es-package#F1|settled-${count}`;
    const record = await create({ ...sent({ plan: null }), ...secondAttempt, leftover, pairKey, ...more });
    const itself = { id: record.id, at: midnight + 1, maker: null, isUnclear: true };
    await store.changePair(more.rivalKey ?? pairKey, () => ({ settled: (settled === 'ITSELF' ? itself : settled) as never }));
    const { answer } = await go('observe', record, { observe: look('SETTLED', { ours }) });
    return answer.ending?.changed;
  }

  test('is its own where nobody came after, or only before', async () => {
    expect(await found(null)).toBe(true);
    expect(await found({ id: other, at: midnight, maker: other })).toBe(true);
    expect(await found('ITSELF')).toBe(true);
  });

  test('is another’s that has brought it about since, or may have', async () => {
    expect(await found({ id: other, at: midnight + 1, maker: other })).toBe(false);
    expect(await found({ id: other, at: midnight + 1, maker: null, isUnclear: true })).toBe(false);
    expect(await found({ id: other, at: midnight + 1, maker: other }, { rivalKey: 'dx#dxcon-1' })).toBe(false);
  });

  test('is asked only of an earlier attempt’s call', async () => {
    const own = { intent: intentOf({ run: 2 }), leftover: null };
    expect(await found({ id: other, at: midnight + 1, maker: other }, own)).toBe(true);
  });

  test('that others may have changed is not taken back, and given up where it failed', async () => {
    const unclear = { id: other, at: midnight + 1, maker: null, isUnclear: true } as never;
    const pairKey = 'es-package#F1|contested';
    await store.changePair(pairKey, () => ({ settled: unclear }));
    const of = async (ours: 'YES' | 'NO') =>
      (await take('observe', { ...sent({ plan: null }), ...secondAttempt, leftover, pairKey }, { observe: look('FAILED', { ours }) }))
        .record;
    expect(await of('YES')).toMatchObject({ state: 'RUNNING', intent: null, leftover: null, abandoned: leftover });
    // What is certainly not its own is not so because another came since.
    expect(await of('NO')).toMatchObject({ leftover: null, abandoned: null });
  });
});
