import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { intent, midnight, plan, secondAttempt, undoIntent, words } from '../record.ts';
import { look, plan as planned } from '../statemachines/script.ts';
import { createStage } from './stage.ts';

const rollingBack = (more: Partial<Association> = {}): Partial<Association> => ({
  state: 'ROLLING_BACK',
  plan: plan(),
  intent: intent(),
  undoIntent: undoIntent(),
  ...more,
});
const answered = (type: string) => ({ type, handle: null, words: words() });

describe('an invocation whose record has moved on since it read it', () => {
  const { create, go, recordOf, store } = createStage();

  test('makes no call when another run speaks for it by then', async () => {
    const stale = await create({ plan: plan(), mayCall: true });
    await store.changeRecord(stale.id, () => ({ run: 2, mayCall: false, intent: intent({ run: 2 }) }));
    expect((await go('request', stale, { request: answered('ACCEPTED') })).asked).toEqual([]);
  });

  test('plans nothing when another run speaks for it by then', async () => {
    const stale = await create({ scopes: [] });
    await store.changeRecord(stale.id, () => ({ run: 2 }));
    const { answer, record } = await go('plan', stale, { plan: planned() });
    expect(answer).toEqual({ outcome: 'LOCK', waitSeconds: null, ending: null });
    expect(record).toMatchObject({ plan: null, mayCall: false });
  });

  test('plans nothing for the call that the plan of another invocation was carried out with', async () => {
    const { id } = await create({ scopes: ['domain'] });
    await store.changeLock('domain', () => ({ owner: id }));
    const [first, second] = [await recordOf({ id }), await recordOf({ id })];
    const made = { plan: planned({ scopes: ['domain'] }) };
    const busy = { request: answered('IN_PROGRESS') };
    expect(await go('plan', first, made)).toMatchObject({ answer: { outcome: 'REQUEST' } });
    expect((await go('request', await recordOf({ id }), busy)).asked).toHaveLength(1);
    // The plan that was made at the same time is written down only now; and later still somebody sends the step before once more.
    expect(await go('plan', second, made)).toMatchObject({ answer: { outcome: 'LOCK' } });
    expect((await go('request', await recordOf({ id }), busy)).asked).toEqual([]);
  });

  test('that sees gone what an earlier attempt left forgets nothing of what this one has made since', async () => {
    const tried = undoIntent({ run: 2, tries: 1, triedAt: midnight });
    const stale = await create(rollingBack({ ...secondAttempt, undoIntent: tried }));
    await store.changeRecord(stale.id, () => ({ intent: intent({ run: 2 }), undoIntent: { ...tried, since: midnight + 1 } }));
    const { record } = await go('observeUndo', stale, { observe: look('ABSENT', { asBefore: true }) });
    expect(record).toMatchObject({ intent: { run: 2 }, undoIntent: { since: midnight + 1 } });
  });

  test('takes nothing back while another try may be out, and again once that shows', async () => {
    const stale = await create(rollingBack());
    const tryAt = async (after: number, type: string) => go('undo', await recordOf(stale), { undo: answered(type) }, { after });
    const sent: number[] = [];
    for (const [after, type] of [
      [1, 'UNKNOWN'],
      [119, 'ACCEPTED'],
      [121, 'IN_PROGRESS'],
      [121, 'ACCEPTED'],
      [150, 'ACCEPTED'],
      [160, 'ACCEPTED'],
    ] as const) {
      const { asked, answer } = await tryAt(after, type);
      if (asked.length > 0) sent.push(after);
      else expect(answer.outcome).toBe('OBSERVE_UNDO');
    }
    // What AWS refused for the moment is not out, and no try.
    expect(sent).toEqual([1, 121, 150]);
    expect((await recordOf(stale)).undoIntent).toMatchObject({ tries: 2, isOut: true });
  });

  test('that took back slowly brings nothing back of what has been seen gone since', async () => {
    const stale = await create(rollingBack());
    const { record } = await go(
      'undo',
      stale,
      { undo: answered('IN_PROGRESS') },
      { meanwhile: (id) => store.changeRecord(id, () => ({ intent: null, undoIntent: null, state: 'RUNNING' })) },
    );
    expect(record).toMatchObject({ state: 'RUNNING', intent: null, undoIntent: null });
  });

  test('that took back slowly says nothing of another taking back that has begun since', async () => {
    const stale = await create(rollingBack());
    const other = undoIntent({ since: midnight + 1, triedAt: midnight + 30_000, tries: 1 });
    const { record } = await go(
      'undo',
      stale,
      { undo: answered('ACCEPTED') },
      { meanwhile: (id) => store.changeRecord(id, () => ({ undoIntent: other })) },
    );
    expect(record).toMatchObject({ undoIntent: other, step: null, history: stale.history });
  });

  test('takes nothing back when another run speaks for it by then', async () => {
    const stale = await create(rollingBack());
    await store.changeRecord(stale.id, () => ({ run: 2, undoIntent: undoIntent({ run: 2, tries: 1 }) }));
    expect((await go('undo', stale, { undo: answered('ACCEPTED') })).asked).toEqual([]);
  });
});
