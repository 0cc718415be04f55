import { describe, expect, test } from '@jest/globals';
import { type Interference, origin } from './rehearsal.ts';
import { check, look, plan } from './script.ts';
import type { Stage } from './stage.ts';

/** What no version of the workflow has a way for. */
const unknownAnswer = { outcome: 'NEW', waitSeconds: null, ending: null };

/** What comes of functions that fail and of runs that die. */
export function deathsAreFollowed({ stand, play, store }: Stage): void {
  describe('deaths', () => {
    test.each([
      ['plan', { sideEffects: 'NONE', endReason: 'PlanFailed' }],
      ['observe', { sideEffects: 'UNKNOWN', endReason: 'ObserveFailed' }],
      ['observeUndo', { sideEffects: 'UNKNOWN', endReason: 'ObserveUndoFailed' }],
    ])('a function that keeps failing at %s ends the association as what is certain', async (step, ending) => {
      const { record } = await play({ observe: [look('FAILED')] }, {}, [{ function: step, answer: new Error('broken') }]);
      expect(record).toMatchObject({ state: 'FAILED', ...ending });
    });

    test('a call that no function was there to make, nor to look at, was not made', async () => {
      const broken = new Error('broken');
      const { record } = await play({}, {}, [
        { function: 'request', answer: broken },
        { function: 'observe', answer: broken },
      ]);
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'RequestFailed', intent: null });
    });

    test.each(['lock', 'plan', 'observe'])('%s waits until Lambda has concurrency again', async (step) => {
      const throttled = Object.assign(new Error('Rate Exceeded.'), { name: 'Lambda.TooManyRequestsException' });
      const refusals = Array.from({ length: 15 }, (_, index) => ({ function: step, call: index + 1, answer: throttled }));
      const { record, duration } = await play({}, {}, refusals);
      expect(record.state).toBe('SUCCEEDED');
      expect(duration).toBeGreaterThan(10 * 60_000);
    });

    test.each(['lock', 'settle'])('a run that cannot go on at %s dies and is told as dead', async (step) => {
      const { record, status, error } = await play({}, {}, [{ function: step, answer: new Error('broken') }]);
      expect([status, error]).toEqual(['FAILED', 'Liaison.RunDied']);
      expect(record.settledAt).toBeNull();
    });

    test.each(['lock', 'plan', 'request', 'observe', 'undo', 'observeUndo'])(
      'an answer of %s that this workflow does not know ends the run, not the association',
      async (step) => {
        const { record, error } = await play({ observe: [look('FAILED')] }, {}, [{ function: step, answer: unknownAnswer }]);
        expect(error).toBe('Liaison.RunDied');
        expect(record.settledAt).toBeNull();
      },
    );

    test.each(['plan', 'unlock', 'request', 'observe', 'undo', 'observeUndo'])(
      'a run that another took over from stops at %s without an effect',
      async (step) => {
        const script = { plan: [plan({ checks: step === 'unlock' ? [check('WAIT', 'x')] : [] })], observe: [look('FAILED')] };
        const takeover: Interference = {
          function: step,
          before: async () => void (await store.changeRecord(association.id, ({ run }) => ({ run: run + 1 }))),
        };
        const { rehearsal, association } = await stand(script, {}, [takeover]);
        const { record, path } = await rehearsal.run(association);
        expect(path.at(-1)).toBe('Done');
        expect(record).toMatchObject({ settledAt: null, run: 2 });
      },
    );

    test('a run of an association that has ended has no effect', async () => {
      const { run, record, sent } = await play();
      const again = await run(record);
      expect(again).toMatchObject({ status: 'SUCCEEDED', path: ['Lock', 'AfterLock', 'Done'], record });
      expect(sent.made).toEqual(['Make']);
    });

    test.each([
      ['Observe', { observe: [look('SETTLED')] }, 'observe', { state: 'SUCCEEDED', changed: true }, ['Make']],
      ['Undo', { observe: [look('FAILED'), look('ABSENT', { asBefore: true })] }, 'undo', { state: 'ROLLED_BACK' }, ['Make', 'Unmake']],
      [
        'ObserveUndo',
        { observe: [look('FAILED'), look('ABSENT', { asBefore: true })] },
        'observeUndo',
        { state: 'ROLLED_BACK' },
        ['Make', 'Unmake'],
      ],
      ['Plan', {}, 'plan', { state: 'SUCCEEDED' }, ['Make']],
    ])('a run that died is followed by one that goes on at %s', async (state, script, step, ending, made) => {
      const { rehearsal, association } = await stand(script, {}, [{ function: step, call: 1, answer: unknownAnswer }]);
      const { id } = association;
      expect((await rehearsal.run({ id })).error).toBe('Liaison.RunDied');
      const death = { executionName: `${id}-1`, status: 'FAILED', at: 5 };
      await rehearsal.resume(death);
      await rehearsal.resume(death);
      expect(rehearsal.started).toEqual([`${id}-1`, `${id}-2`]);
      const { record, path } = await rehearsal.run({ id });
      expect(path[2]).toBe(state);
      expect(record).toMatchObject({ ...ending, run: 2 });
      expect(rehearsal.sent.made).toEqual(made);
    });

    test('after the third run that follows a dead one the association ends, saying what is not known', async () => {
      for (const [step, sideEffects] of [
        ['observe', 'UNKNOWN'],
        ['plan', 'NONE'],
      ] as const) {
        const { rehearsal, association } = await stand({}, {}, [{ function: step, answer: unknownAnswer }]);
        const { id } = association;
        for (let run = 1; run <= 4; run += 1) {
          await rehearsal.run({ id });
          await rehearsal.resume({ executionName: `${id}-${run}`, status: 'ABORTED', at: origin + run * 3_600_000 });
        }
        expect(rehearsal.started).toEqual([1, 2, 3, 4].map((run) => `${id}-${run}`));
        expect(await store.record(id)).toMatchObject({ state: 'FAILED', sideEffects, endReason: 'RunDied', outbox: null });
        expect(rehearsal.sent.alerted).toHaveLength(1);
      }
    });

    test('an ending whose notices were not sent is finished when the run is found dead', async () => {
      const { rehearsal, association } = await stand();
      const { id } = association;
      await rehearsal.run({ id });
      await store.changeRecord(id, () => ({ outbox: { event: true, alert: true } }));
      await rehearsal.resume({ executionName: `${id}-1`, status: 'FAILED', at: 9 });
      expect(rehearsal.sent.emitted).toHaveLength(2);
      expect(rehearsal.sent.alerted).toHaveLength(1);
      expect((await store.record(id))?.outbox).toBeNull();
    });

    test.each(['lock', 'plan', 'request', 'observe', 'undo', 'observeUndo', 'settle'])(
      'an answer of %s that is lost changes nothing about the ending',
      async (step) => {
        const { record, sent } = await play({ observe: [look('FAILED'), look('FAILED'), look('ABSENT', { asBefore: true })] }, {}, [
          { function: step, call: 1, lost: true },
        ]);
        expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', undoIntent: { tries: sent.made.length - 1 } });
        expect(sent.made.filter((call) => call === 'Make')).toHaveLength(1);
        expect(record.history.map(({ sequence }) => sequence)).toEqual(record.history.map((_, index) => index + 1));
      },
    );
  });
}
