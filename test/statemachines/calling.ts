import { describe, expect, test } from '@jest/globals';
import { awsError, check, look, plan, words } from './script.ts';
import type { Stage } from './stage.ts';

/** What comes of the call: refused, throttled, unknown, made for room, made by a function that died or came late. */
export function callsAreFollowed({ stand, play, store }: Stage): void {
  describe('calling', () => {
    test('AWS being busy with another change is waited for like any condition', async () => {
      const { record, sent } = await play({
        request: [
          { type: 'IN_PROGRESS', words: words({ error: 'ConflictException' }) },
          { type: 'ACCEPTED', handle: 'h', words: words() },
        ],
      });
      expect(record).toMatchObject({ state: 'SUCCEEDED', intent: { handle: 'h' } });
      expect(sent.made).toHaveLength(2);
    });

    test('a throttled call is made again after a new plan, and waits as long as AWS says', async () => {
      const { record, path, duration } = await play({
        request: [
          { type: 'THROTTLED', retryAfterSeconds: 300, words: words({ error: 'ThrottlingException' }) },
          { type: 'ACCEPTED', handle: null, words: words() },
        ],
      });
      expect(record.state).toBe('SUCCEEDED');
      expect(path.filter((state) => state === 'Plan')).toHaveLength(2);
      expect(duration).toBeGreaterThanOrEqual(300_000);
    });

    test('calls that stay throttled end at the deadline', async () => {
      const { record } = await play(
        { request: [{ type: 'THROTTLED', retryAfterSeconds: null, words: words({ error: 'ThrottlingException' }) }] },
        { deadline: 'PT5M' },
      );
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed', intent: null });
    });

    test('a call that AWS refuses ends it with nothing made', async () => {
      const refused = words({ error: 'AccessDeniedException', message: 'no' });
      const { record } = await play({ request: [{ type: 'REFUSED', words: refused }] });
      expect(record).toMatchObject({
        state: 'FAILED',
        sideEffects: 'NONE',
        endReason: 'AccessDeniedException',
        endMessage: 'no',
        intent: null,
      });
    });

    test('a call that finds it done by another hand is a success that changed nothing', async () => {
      const { record } = await play({ request: [{ type: 'ALREADY', handle: 'theirs', words: words() }] });
      expect(record).toMatchObject({ state: 'SUCCEEDED', changed: false, intent: { adopted: true } });
    });

    test('a call whose outcome is unknown is looked for, never repeated', async () => {
      const { record, sent } = await play({ request: [{ type: 'UNKNOWN', words: words() }], observe: [look('ABSENT'), look('SETTLED')] });
      expect(record).toMatchObject({ state: 'SUCCEEDED', changed: true });
      expect(sent.made).toEqual(['Make']);
    });

    test('what stays absent for ten minutes was never made', async () => {
      const { record, duration } = await play({ request: [{ type: 'UNKNOWN', words: words() }], observe: [look('ABSENT')] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'NotMade' });
      expect(duration).toBeGreaterThanOrEqual(600_000);
    });

    test('a call whose result cannot be read in time is not known', async () => {
      const { record } = await play({ observe: [awsError('ThrottlingException', 429), awsError('AccessDeniedException', 403)] });
      expect(record).toMatchObject({
        state: 'FAILED',
        sideEffects: 'UNKNOWN',
        endReason: 'Unreadable',
        words: { error: 'AccessDeniedException' },
      });
    });

    test('a function that dies in the middle of the call is followed by a look', async () => {
      const { record, sent, path } = await play({ request: [new Error('out of memory')] });
      expect(record.state).toBe('SUCCEEDED');
      expect(sent.made).toEqual(['Make']);
      expect(path.join()).toContain('Request,Observe');
    });

    test('a function that dies before it wrote its intent is planned again', async () => {
      const { record, sent, path } = await play({}, {}, [{ function: 'request', call: 1, answer: new Error('throttled by Lambda') }]);
      expect(record.state).toBe('SUCCEEDED');
      expect(sent.made).toEqual(['Make']);
      expect(path.join()).toContain('AfterObserve,WaitForConditions,Lock');
    });

    test('a call that only makes room is followed by a new plan and the real one', async () => {
      const room = plan({ calls: [{ operation: 'Clear', parameters: {} }, ...plan().calls] });
      const { record, sent } = await play({ plan: [room, plan()], observe: [look('READY'), look('SETTLED')] });
      expect(record).toMatchObject({ state: 'SUCCEEDED', intent: { preparatory: false, call: { operation: 'Make' } } });
      expect(sent.made).toHaveLength(2);
    });

    test.each([
      [
        'could not be made after all',
        { observe: [look('READY', { ours: 'YES' }), look('FAILED'), look('ABSENT', { asBefore: true })] },
        'Unmake',
      ],
      ['is refused after all', { observe: [look('READY', { ours: 'UNKNOWN' })], refused: true }, 'Make'],
    ] as const)('what was removed to make room for what %s is not told as if it were there', async (_, { observe, ...more }, last) => {
      const room = plan({ calls: [{ operation: 'Clear', parameters: {} }, ...plan().calls] });
      const accepted = { type: 'ACCEPTED', handle: null, words: words() } as const;
      const refused = { type: 'REFUSED', words: words({ error: 'Denied', message: 'Not yours.' }) } as const;
      const { record, sent } = await play({
        plan: [room, plan()],
        observe: [...observe],
        ...('refused' in more && { request: [accepted, refused] }),
      });
      expect(record).toMatchObject({
        state: 'FAILED',
        sideEffects: 'LEFT_BEHIND',
        intent: null,
        removed: { call: { operation: 'Clear' } },
      });
      expect(record.endMessage).toContain('What Clear removed to make room for it is gone, and is not made again.');
      expect(sent).toMatchObject({ made: expect.arrayContaining([last]), alerted: [{ sideEffects: 'LEFT_BEHIND' }] });
    });

    test('what was nothing, or was removed by another hand, is not missed', async () => {
      const room = plan({ calls: [{ operation: 'Clear', parameters: {} }, ...plan().calls] });
      for (const ready of [look('READY', { asBefore: true, ours: 'YES' }), look('READY', { ours: 'NO' })]) {
        const { record } = await play({ plan: [room, plan()], observe: [ready, look('FAILED'), look('ABSENT', { asBefore: true })] });
        expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', removed: null });
      }
    });

    test('a request that is given up between plan and call makes no call', async () => {
      const cancel = { at: 0, actor: { type: 'IAM' as const, id: 'x' }, reason: 'Superseded', message: 'm' };
      const { rehearsal, association } = await stand({}, {}, [
        { function: 'request', before: async () => void (await store.changeRecord(association.id, () => ({ cancel }))) },
      ]);
      const { record } = await rehearsal.run(association);
      expect(record.state).toBe('CANCELLED');
      expect(rehearsal.sent.made).toEqual([]);
    });

    test('a call step that is invoked twice at once makes one call', async () => {
      const { record, sent } = await play({}, {}, [{ function: 'request', twice: true }]);
      expect(record.state).toBe('SUCCEEDED');
      expect(sent.made).toEqual(['Make']);
    });

    test.each([
      ['observe', 1, true],
      ['lock', 2, false],
      ['plan', 2, false],
      ['settle', 1, false],
    ] as const)('a call step that begins only when %s comes for the %d. time is told truly', async (step, call, made) => {
      const script = { plan: [plan(), plan({ checks: [check('FAIL', 'Full')] })] };
      const { rehearsal, association } = await stand(script, {}, [
        { function: 'request', call: 1, answer: new Error('States.Timeout') },
        { function: step, call, before: () => rehearsal.late('request', association) },
      ]);
      const { record } = await rehearsal.run(association);
      expect(rehearsal.sent.made).toEqual(made ? ['Make'] : []);
      expect(record).toMatchObject(
        made ? { state: 'SUCCEEDED', changed: true } : { state: 'FAILED', sideEffects: 'NONE', endReason: 'Full' },
      );
    });

    test('a call step that begins only after the locks were given up makes no call', async () => {
      const script = { plan: [plan(), plan({ checks: [check('WAIT', 'Copying')] })] };
      const { rehearsal, association } = await stand(script, { deadline: 'PT5M' }, [
        { function: 'request', call: 1, answer: new Error('States.Timeout') },
        { function: 'lock', call: 3, before: () => rehearsal.late('request', association) },
      ]);
      const { record } = await rehearsal.run(association);
      expect(rehearsal.sent.made).toEqual([]);
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
    });
  });
}
