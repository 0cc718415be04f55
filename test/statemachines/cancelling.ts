import { describe, expect, test } from '@jest/globals';
import { asked, failing, interrupting, type People } from './people.ts';
import { look, plan, type Script, words } from './script.ts';

/** How giving a request up leads through the workflow. */
export function cancellingIsFollowed({ begin }: People): void {
  describe('cancel', () => {
    test('before the call ends it CANCELLED with nothing done', async () => {
      const { run, rehearsal, answers } = await begin({}, {}, ({ say }) => [
        { function: 'plan', before: () => say('cancel', { comment: 'wrong one' }) },
      ]);
      const { record } = await run();
      expect(answers).toMatchObject([{ status: 202 }]);
      expect(record).toMatchObject({
        state: 'CANCELLED',
        sideEffects: 'NONE',
        endReason: 'Cancelled',
        endMessage: 'arn:aws:iam::1:user/decider cancelled it: wrong one',
      });
      expect(rehearsal.sent.made).toEqual([]);
    });

    test('while it waits for an approval wakes it, and it ends at once', async () => {
      const { run } = await begin({ plan: [interrupting] }, {}, ({ say }) => [asked(() => say('cancel', {}))]);
      const { record, duration } = await run();
      expect([record.state, duration]).toEqual(['CANCELLED', 60_000]);
    });

    test.each([
      ['on its way', [look('PENDING'), look('PENDING'), look('ABSENT', { asBefore: true })]],
      ['through', [look('PENDING'), look('SETTLED'), look('ABSENT', { asBefore: true })]],
    ])('after the call, which is %s, takes it back', async (_, observe) => {
      const { run, rehearsal } = await begin({ observe }, {}, ({ say }) => [
        { function: 'observe', call: 2, before: () => say('cancel', {}) },
      ]);
      const { record } = await run();
      expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', endReason: 'Cancelled' });
      expect(rehearsal.sent.made).toEqual(['Make', 'Unmake']);
    });

    test('that comes once it was found settled is too late, though that is not written yet', async () => {
      const { run, rehearsal, answers } = await begin({}, {}, ({ say }) => [{ function: 'settle', before: () => say('cancel', {}) }]);
      const { record } = await run();
      expect(answers).toMatchObject([{ status: 409, body: { code: 'too-late' } }]);
      expect([record.state, rehearsal.sent.made]).toEqual(['SUCCEEDED', ['Make']]);
    });

    test('that comes while AWS is being looked at counts: it is looked at again, and taken back', async () => {
      const found = [look('SETTLED'), look('SETTLED'), look('ABSENT', { asBefore: true })];
      const { run, rehearsal } = await begin({ observe: found }, {}, ({ say }) => [
        { function: 'look', call: 1, before: () => say('cancel', {}) },
      ]);
      const { record } = await run();
      expect([record.state, rehearsal.sent.made]).toEqual(['ROLLED_BACK', ['Make', 'Unmake']]);
    });

    test('during a call that finds it done by another hand ends it CANCELLED', async () => {
      const { run } = await begin({ request: [{ type: 'ALREADY', handle: null, words: words() }] }, {}, ({ say }) => [
        { function: 'make', call: 1, before: () => say('cancel', {}) },
      ]);
      expect((await run()).record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE' });
    });

    test.each([
      ['UNKNOWN', { state: 'FAILED', sideEffects: 'UNKNOWN', endReason: 'CancelledTooLate' }],
      ['NO', { state: 'CANCELLED', sideEffects: 'NONE' }],
    ] as const)('of what has come about, and is ours: %s, never ends as a success', async (ours, ending) => {
      const { run, rehearsal } = await begin({ observe: [look('PENDING', { ours }), look('SETTLED', { ours })] }, {}, ({ say }) => [
        { function: 'observe', call: 1, before: () => say('cancel', {}) },
      ]);
      expect((await run()).record).toMatchObject(ending);
      expect(rehearsal.sent.made).toEqual(['Make']);
    });

    test('once more is answered as before, unless it ended otherwise', async () => {
      const cancelled = await begin({}, {}, ({ say }) => [{ function: 'plan', before: () => say('cancel', {}) }]);
      await cancelled.run();
      await cancelled.say('cancel', {});
      expect(cancelled.answers.map(({ status }) => status)).toEqual([202, 202]);
    });

    test('of a call that was never made ends it CANCELLED once that is certain', async () => {
      const { run } = await begin(
        { request: [{ type: 'UNKNOWN', words: words() }], observe: [look('ABSENT', { asBefore: true })] },
        {},
        ({ say }) => [{ function: 'observe', call: 1, before: () => say('cancel', {}) }],
      );
      expect((await run()).record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE' });
    });

    test.each([
      ['what has ended', 'settle', {}, {}],
      ['what is being taken back', 'undo', failing, {}],
      ['what cannot be taken back', 'observe', { plan: [plan({ undo: [] })] }, {}],
      ['what was found done by another hand', 'observe', { request: [{ type: 'ALREADY', handle: null, words: words() }] }, {}],
    ] as [string, string, Script, object][])('of %s is too late, and says so', async (_, step, script) => {
      const { run, answers, recordNow } = await begin(script, {}, ({ say }) => [
        { function: step, call: 1, before: () => say('cancel', {}) },
      ]);
      await run();
      expect(answers).toMatchObject([{ status: 409, body: { code: 'too-late' } }]);
      expect((await recordNow()).cancel).toBeNull();
    });
  });
}
