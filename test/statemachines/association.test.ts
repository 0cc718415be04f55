import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDefinition } from '../../local/stepfunctions/load.ts';
import { createMemoryTable, type MemoryTable } from '../memory-table.ts';
import { intent as intentOf } from '../record.ts';
import { approvalsAreFollowed } from './approvals.ts';
import { cancellingIsFollowed } from './cancelling.ts';
import { othersAreLeft } from './others.ts';
import { createPeople } from './people.ts';
import { createRehearsal, definition, type Interference, origin } from './rehearsal.ts';
import { retryingIsFollowed } from './retrying.ts';
import { awsError, check, look, plan, type Script, words } from './script.ts';

/** Every way from one state to another that the definition has. */
const edgesOf = (states: Record<string, { Next?: string; Default?: string; Choices?: { Next: string }[]; Catch?: { Next: string }[] }>) =>
  Object.entries(states).flatMap(([name, { Next, Default, Choices = [], Catch = [] }]) =>
    [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)]
      .filter((next) => next !== undefined)
      .map((next) => `${name} → ${next}`),
  );

describe('the association workflow', () => {
  const taken = new Set<string>();
  let table: MemoryTable;
  let count = 0;
  beforeAll(() => {
    table = createMemoryTable();
  });
  afterAll(() => table.close());

  const rehearse = (script: Script = {}, interferences: Interference[] = []) => createRehearsal(table, taken, script, interferences);

  /** One request for a pair of its own, run to its end. */
  async function play(script: Script = {}, input: Record<string, unknown> = {}, interferences: Interference[] = []) {
    count += 1;
    const rehearsal = rehearse(script, interferences);
    const association = await rehearsal.accept(`key-${count}`, { pair: { packageId: 'F1', domainName: `domain-${count}` }, ...input });
    return { ...(await rehearsal.run(association)), ...rehearsal };
  }

  test('the definition can be loaded', () => {
    expect(() => loadDefinition(definition)).not.toThrow();
  });

  test('what is asked for is made, waited for and found settled', async () => {
    const { record, path, status, sent } = await play({ observe: [look('PENDING'), look('PENDING'), look('SETTLED')] });
    expect(record).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, endReason: null, outbox: null, step: null });
    expect(path.slice(0, 7)).toEqual(['Lock', 'AfterLock', 'Plan', 'AfterPlan', 'Request', 'AfterRequest', 'WaitForSettled']);
    expect(status).toBe('SUCCEEDED');
    expect(sent).toMatchObject({ made: ['Make'], alerted: [], emitted: [{ state: 'SUCCEEDED' }] });
  });

  test('the history tells every change, without a gap', async () => {
    const { record } = await play();
    expect(record.history.map(({ sequence }) => sequence)).toEqual(record.history.map((_, index) => index + 1));
    expect(record.history.map(({ action }) => action)).toEqual(['Requested', 'Started', 'AWS accepted the call', 'Settled']);
    expect(record.history.at(-1)).toMatchObject({ from: 'RUNNING', to: 'SUCCEEDED', planDigest: record.plan?.digest });
  });

  test('what is so already is a success without a call', async () => {
    const { record, sent } = await play({ plan: [plan({ changed: false, calls: [] })] });
    expect(record).toMatchObject({ state: 'SUCCEEDED', changed: false, sideEffects: 'NONE' });
    expect(sent.made).toEqual([]);
  });

  test('a check that fails ends it before anything is touched, with every reason', async () => {
    const { record, status, error, sent } = await play({ plan: [plan({ checks: [check('FAIL', 'Full'), check('FAIL', 'Closed')] })] });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'Full', endMessage: 'It is Full. It is Closed.' });
    expect([status, error]).toEqual(['FAILED', 'FAILED.Full']);
    expect(sent).toMatchObject({ made: [], alerted: [{ state: 'FAILED' }] });
  });

  test('what no longer holds is given up', async () => {
    const { record, status } = await play({ plan: [plan({ outOfDate: true })] });
    expect(record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE', endReason: 'TriggerOutOfDate' });
    expect(status).toBe('SUCCEEDED');
  });

  test('what is asked for on a plan that no longer holds is not done', async () => {
    const { record, sent } = await play({}, { planDigest: `sha256:${'0'.repeat(64)}` });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'PlanStale' });
    expect(sent.made).toEqual([]);
  });

  test('conditions that can pass are waited for with the locks free', async () => {
    const { record, path } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] }), plan()] });
    expect(record.state).toBe('SUCCEEDED');
    expect(path).toEqual(expect.arrayContaining(['Unlock', 'AfterUnlock', 'WaitForConditions']));
  });

  test('conditions that do not pass end it at the deadline', async () => {
    const { record, duration } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] })] }, { deadline: 'PT10M' });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
    expect(record.endMessage).toContain('It is Copying.');
    expect(duration).toBe(600_000);
  });

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

  test('a plan that AWS throttles is made again later', async () => {
    const { record, path } = await play({ plan: [awsError('ThrottlingException', 429), plan()] });
    expect(record.state).toBe('SUCCEEDED');
    expect(path).toContain('WaitToRequest');
  });

  test('a plan that AWS does not answer is made again under a lock taken anew', async () => {
    const { record, path } = await play({ plan: [awsError('TimeoutError'), plan()] });
    expect(record.state).toBe('SUCCEEDED');
    expect(path).toContain('WaitForConditions');
  });

  test('a plan that AWS forbids ends with its words', async () => {
    const { record } = await play({ plan: [awsError('AccessDeniedException', 403)] });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'AccessDeniedException', words: { requestId: 'r-2' } });
  });

  test('a plan that needs another lock is made again once it has it', async () => {
    const { record, path } = await play({ plan: [plan({ scopes: ['another'] })] });
    expect(record.state).toBe('SUCCEEDED');
    expect(path.slice(0, 8)).toEqual(['Lock', 'AfterLock', 'Plan', 'AfterPlan', 'Lock', 'AfterLock', 'Plan', 'AfterPlan']);
    expect(record.scopes).toContain('another');
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
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', intent: null, removed: { call: { operation: 'Clear' } } });
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

  test('what fails in AWS is taken back, and both are told', async () => {
    const failed = look('FAILED', { words: words({ error: 'CREATE_FAILED', message: 'quota' }) });
    const { record, sent, error, path } = await play({ observe: [failed, look('PENDING'), look('ABSENT', { asBefore: true })] });
    expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', endReason: 'CREATE_FAILED', endMessage: 'quota' });
    expect(sent).toMatchObject({ made: ['Make', 'Unmake'], alerted: [{ state: 'ROLLED_BACK' }] });
    expect(error).toBe('ROLLED_BACK.CREATE_FAILED');
    expect(record.history.map(({ to }) => to)).toContain('ROLLING_BACK');
    expect(path).toContain('WaitForUndone');
  });

  test('what does not settle in time is taken back', async () => {
    const { record } = await play(
      { observe: [...Array.from({ length: 200 }, () => look('PENDING'))], undo: [{ type: 'NOTHING_TO_UNDO', words: words() }] },
      {},
      [
        {
          function: 'observeUndo',
          answer: {
            outcome: 'SETTLE',
            waitSeconds: null,
            ending: { state: 'FAILED', sideEffects: 'LEFT_BEHIND', changed: false, reason: 'x', message: null, words: null },
          },
        },
      ],
    );
    expect(record.undoIntent?.because.reason).toBe('NotSettledInTime');
  });

  test('what fails stays when the request says so', async () => {
    const { record, sent } = await play({ observe: [look('FAILED')] }, { onFailure: 'LEAVE' });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
    expect(sent.made).toEqual(['Make']);
  });

  test('what cannot be undone is left and named', async () => {
    const { record } = await play({ plan: [plan({ undo: [] })], observe: [look('FAILED')] });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND' });
  });

  test('what is not certainly ours is never taken back', async () => {
    for (const ours of ['NO', 'UNKNOWN'] as const) {
      const { record, sent } = await play({ observe: [look('FAILED', { ours })] });
      expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
      expect(sent.made).toEqual(['Make']);
    }
  });

  test('taking back waits while AWS is at work, and throttles are waited for', async () => {
    const { record, sent, path } = await play({
      observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
      undo: [
        { type: 'IN_PROGRESS', words: words() },
        { type: 'THROTTLED', retryAfterSeconds: 2, words: words() },
        { type: 'ACCEPTED', handle: null, words: words() },
      ],
    });
    expect(record).toMatchObject({ state: 'ROLLED_BACK', undoIntent: { tries: 1 } });
    expect(sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Unmake']);
    expect(path).toContain('WaitToUndo');
  });

  test.each(['SETTLED', 'FAILED'] as const)('what is shown as %s right after it was taken back may only be shown still', async (shown) => {
    const { record, sent } = await play({
      undo: [{ type: 'UNKNOWN', words: words() }],
      observe: [look('FAILED'), look(shown), look('ABSENT', { asBefore: true })],
    });
    expect(record).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED', undoIntent: { tries: 1 } });
    expect(sent.made).toEqual(['Make', 'Unmake']);
  });

  test('an undo that does not show is tried three times, then what is left is named', async () => {
    const { record, sent } = await play({ observe: [look('FAILED')] });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', undoIntent: { tries: 3 } });
    expect(sent.made).toEqual(['Make', 'Unmake', 'Unmake', 'Unmake']);
  });

  test('an undo that AWS refuses leaves it behind, with both reasons', async () => {
    const failed = look('FAILED', { words: words({ error: 'CREATE_FAILED', message: 'quota.' }) });
    const { record } = await play({
      observe: [failed],
      undo: [{ type: 'REFUSED', words: words({ error: 'AccessDeniedException', message: 'no' }) }],
    });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'LEFT_BEHIND', endReason: 'CREATE_FAILED' });
    expect(record.endMessage).toMatch(/quota\..*could not be taken back.*no/);
  });

  test('an undo function that dies is followed by a look', async () => {
    const { record, path } = await play({
      observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
      undo: [new Error('out of memory')],
    });
    expect(record.state).toBe('ROLLED_BACK');
    expect(path.join()).toContain('Undo,ObserveUndo');
  });

  test('an undo that cannot be seen in time is not known', async () => {
    const { record } = await play({ observe: [look('FAILED'), awsError('AccessDeniedException', 403)] });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'UNKNOWN' });
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

  test.each([
    ['plan', { sideEffects: 'NONE', endReason: 'PlanFailed' }],
    ['observe', { sideEffects: 'UNKNOWN', endReason: 'ObserveFailed' }],
    ['observeUndo', { sideEffects: 'UNKNOWN', endReason: 'ObserveUndoFailed' }],
  ])('a function that keeps failing at %s ends the association as what is certain', async (step, ending) => {
    const { record } = await play({ observe: [look('FAILED')] }, {}, [{ function: step, answer: new Error('broken') }]);
    expect(record).toMatchObject({ state: 'FAILED', ...ending });
  });

  test('a lock that cannot be given up does not stop the waiting', async () => {
    const { record } = await play({ plan: [plan({ checks: [check('WAIT', 'Copying')] }), plan()] }, {}, [
      { function: 'unlock', answer: new Error('broken') },
    ]);
    expect(record.state).toBe('SUCCEEDED');
  });

  test.each(['lock', 'settle'])('a run that cannot go on at %s dies and is told as dead', async (step) => {
    const { record, status, error } = await play({}, {}, [{ function: step, answer: new Error('broken') }]);
    expect([status, error]).toEqual(['FAILED', 'Liaison.RunDied']);
    expect(record.settledAt).toBeNull();
  });

  test.each(['lock', 'plan', 'request', 'observe', 'undo', 'observeUndo'])(
    'an answer of %s that this workflow does not know ends the run, not the association',
    async (step) => {
      const { record, error } = await play({ observe: [look('FAILED')] }, {}, [
        { function: step, answer: { outcome: 'NEW', waitSeconds: null, ending: null } },
      ]);
      expect(error).toBe('Liaison.RunDied');
      expect(record.settledAt).toBeNull();
    },
  );

  test('two for the same domain go one after the other, and the second waits visibly', async () => {
    const rehearsal = rehearse();
    const first = await rehearsal.accept('one', { pair: { packageId: 'F1', domainName: 'shared' } });
    const second = await rehearsal.accept('two', { pair: { packageId: 'F2', domainName: 'shared' } });
    await table.store.changeLock(first.scopes[0] as string, () => ({ owner: first.id }));
    const waiting = rehearse({}, [
      {
        function: 'lock',
        call: 3,
        before: async () => {
          expect((await table.store.record(second.id))?.step).toMatchObject({
            name: 'WaitForLock',
            observed: `waits for ${first.id}`,
            looks: 2,
          });
          await rehearsal.run(first);
        },
      },
    ]);
    const { record, path } = await waiting.run(second);
    expect(record.state).toBe('SUCCEEDED');
    expect(path.filter((state) => state === 'WaitForLock')).toHaveLength(2);
  });

  test('what never gets its turn ends at the deadline and says who had it', async () => {
    const rehearsal = rehearse();
    const first = await rehearsal.accept('never-1', { pair: { packageId: 'F1', domainName: 'stuck' } });
    const second = await rehearsal.accept('never-2', { pair: { packageId: 'F2', domainName: 'stuck' }, deadline: 'PT5M' });
    await table.store.changeLock(first.scopes[0] as string, () => ({ owner: first.id }));
    const { record } = await rehearsal.run(second);
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
    expect(record.endMessage).toContain(first.id);
  });

  test('every ending frees the locks, and the next request for the pair is started', async () => {
    const rehearsal = rehearse();
    const first = await rehearsal.accept('first', { pair: { packageId: 'F1', domainName: 'queue' } });
    const next = await rehearsal.accept('second', { pair: { packageId: 'F1', domainName: 'queue' }, reason: 'again' });
    expect(rehearsal.started).toEqual([`${first.id}-1`]);
    await rehearsal.run(first);
    expect(rehearsal.started).toEqual([`${first.id}-1`, `${next.id}-1`]);
    expect((await table.store.lock(first.scopes[0] as string)).owner).toBeNull();
  });

  test('a request that another took the place of is told in a run of its own', async () => {
    const rehearsal = rehearse();
    const pair = { packageId: 'F1', domainName: 'busy' };
    await rehearsal.accept('s1', { pair });
    const second = await rehearsal.accept('s2', { pair, reason: 'b' });
    await rehearsal.accept('s3', { pair, reason: 'c' });
    const { record, sent } = { ...(await rehearsal.run(second)), sent: rehearsal.sent };
    expect(record).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE', endReason: 'Superseded' });
    expect(sent.alerted.map(({ id }) => id)).toEqual([second.id]);
  });

  test.each(['plan', 'unlock', 'request', 'observe', 'undo', 'observeUndo'])(
    'a run that another took over from stops at %s without an effect',
    async (step) => {
      count += 1;
      const script = { plan: [plan({ checks: step === 'unlock' ? [check('WAIT', 'x')] : [] })], observe: [look('FAILED')] };
      const takeover: Interference = {
        function: step,
        before: async () => void (await table.store.changeRecord(id, ({ run }) => ({ run: run + 1 }))),
      };
      const rehearsal = rehearse(script, [takeover]);
      const { id } = await rehearsal.accept(`over-${count}`, { pair: { packageId: 'F1', domainName: `over-${count}` } });
      const { record, path } = await rehearsal.run({ id });
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

  test('a request that is given up between plan and call makes no call', async () => {
    count += 1;
    const cancel = { at: 0, actor: { type: 'IAM' as const, id: 'x' }, reason: 'Superseded', message: 'm' };
    const rehearsal = rehearse({}, [
      { function: 'request', before: async () => void (await table.store.changeRecord(id, () => ({ cancel }))) },
    ]);
    const { id } = await rehearsal.accept(`cancel-${count}`, { pair: { packageId: 'F1', domainName: `cancel-${count}` } });
    const { record } = await rehearsal.run({ id });
    expect(record.state).toBe('CANCELLED');
    expect(rehearsal.sent.made).toEqual([]);
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
    count += 1;
    const rehearsal = rehearse(script, [{ function: step, call: 1, answer: { outcome: 'NEW', waitSeconds: null, ending: null } }]);
    const { id } = await rehearsal.accept(`dies-${count}`, { pair: { packageId: 'F1', domainName: `dies-${count}` } });
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
      count += 1;
      const rehearsal = rehearse({}, [{ function: step, answer: { outcome: 'NEW', waitSeconds: null, ending: null } }]);
      const { id } = await rehearsal.accept(`third-${count}`, { pair: { packageId: 'F1', domainName: `third-${count}` } });
      for (let run = 1; run <= 4; run += 1) {
        await rehearsal.run({ id });
        await rehearsal.resume({ executionName: `${id}-${run}`, status: 'ABORTED', at: origin + run * 3_600_000 });
      }
      expect(rehearsal.started).toEqual([1, 2, 3, 4].map((run) => `${id}-${run}`));
      expect(await table.store.record(id)).toMatchObject({ state: 'FAILED', sideEffects, endReason: 'RunDied', outbox: null });
      expect(rehearsal.sent.alerted).toHaveLength(1);
    }
  });

  test('an ending whose notices were not sent is finished when the run is found dead', async () => {
    count += 1;
    const rehearsal = rehearse();
    const { id } = await rehearsal.accept(`outbox-${count}`, { pair: { packageId: 'F1', domainName: `outbox-${count}` } });
    await rehearsal.run({ id });
    await table.store.changeRecord(id, () => ({ outbox: { event: true, alert: true, hold: true } }));
    await rehearsal.resume({ executionName: `${id}-1`, status: 'FAILED', at: 9 });
    expect(rehearsal.sent.emitted).toHaveLength(2);
    expect(rehearsal.sent.alerted).toHaveLength(1);
    expect((await table.store.record(id))?.outbox).toBeNull();
  });

  test('what it took is remembered as usual, and the next first look goes by it', async () => {
    const key = { kind: 'es-package', desired: 'DISSOCIATED' } as const;
    const { record } = await play({ observe: [look('PENDING'), look('SETTLED')] }, { desired: 'DISSOCIATED' });
    expect((await table.store.changeUsual(key, () => undefined)).successes).toEqual([
      { id: record.id, seconds: Math.round(((record.settledAt ?? 0) - (record.intent?.at ?? 0)) / 1_000) },
    ]);
    await table.store.changeUsual(key, () => ({ successes: ['a', 'b', 'c'].map((id) => ({ id, seconds: 1_000 })) }));
    const { record: next } = await play({}, { desired: 'DISSOCIATED' });
    expect((next.settledAt ?? 0) - (next.intent?.at ?? 0)).toBe(750_000);
  });

  test('a call step that is invoked twice at once makes one call', async () => {
    const { record, sent } = await play({}, {}, [{ function: 'request', twice: true }]);
    expect(record.state).toBe('SUCCEEDED');
    expect(sent.made).toEqual(['Make']);
  });

  test('an undo step that is invoked twice at once makes one call', async () => {
    const { record, sent } = await play({ observe: [look('FAILED'), look('ABSENT', { asBefore: true })] }, {}, [
      { function: 'undo', twice: true },
    ]);
    expect(record.state).toBe('ROLLED_BACK');
    expect(sent.made).toEqual(['Make', 'Unmake']);
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

  test('a lock that a plan found to be needed is had before the call, also when the answer of that plan is lost', async () => {
    const rehearsal = rehearse();
    const holder = await rehearsal.accept('scope-holder', { pair: { packageId: 'F1', domainName: 'scope-holder' } });
    await table.store.changeLock('wanted-later', () => ({ owner: holder.id }));
    const { record, sent } = await play({ plan: [plan({ scopes: ['wanted-later'] })] }, { deadline: 'PT5M' }, [
      { function: 'plan', call: 1, lost: true },
    ]);
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
    expect(sent.made).toEqual([]);
  });

  test.each([
    ['observe', 1, true],
    ['lock', 2, true],
    ['plan', 2, false],
    ['settle', 1, false],
  ] as const)('a call step that begins only when %s comes for the %d. time is told truly', async (step, call, made) => {
    count += 1;
    const script = { plan: [plan(), plan({ checks: [check('FAIL', 'Full')] })] };
    const rehearsal = rehearse(script, [
      { function: 'request', call: 1, answer: new Error('States.Timeout') },
      { function: step, call, before: () => rehearsal.late('request', association) },
    ]);
    const association = await rehearsal.accept(`late-${count}`, { pair: { packageId: 'F1', domainName: `late-${count}` } });
    const { record } = await rehearsal.run(association);
    expect(rehearsal.sent.made).toEqual(made ? ['Make'] : []);
    expect(record).toMatchObject(
      made ? { state: 'SUCCEEDED', changed: true } : { state: 'FAILED', sideEffects: 'NONE', endReason: 'Full' },
    );
  });

  test('a call step that begins only after the locks were given up makes no call', async () => {
    count += 1;
    const script = { plan: [plan(), plan({ checks: [check('WAIT', 'Copying')] })] };
    const rehearsal = rehearse(script, [
      { function: 'request', call: 1, answer: new Error('States.Timeout') },
      { function: 'lock', call: 3, before: () => rehearsal.late('request', association) },
    ]);
    const input = { pair: { packageId: 'F1', domainName: `late-${count}` }, deadline: 'PT5M' };
    const association = await rehearsal.accept(`late-${count}`, input);
    const { record } = await rehearsal.run(association);
    expect(rehearsal.sent.made).toEqual([]);
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
  });

  test('however short AWS asks to wait, the waits grow: no service is called every second until the deadline', async () => {
    const throttled = { type: 'THROTTLED', retryAfterSeconds: 1, words: words({ error: 'ThrottlingException' }) } as const;
    const { record, path } = await play({ request: [throttled] }, { deadline: 'PT5M' });
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'DeadlinePassed' });
    expect(path.filter((state) => state === 'Request').length).toBeLessThan(50);
    count += 1;
    const rehearsal = rehearse({ undo: [throttled] });
    const association = await rehearsal.accept(`undo-${count}`, { pair: { packageId: 'F1', domainName: `undo-${count}` } });
    const because = { reason: 'X', message: null, words: null };
    await table.store.changeRecord(association.id, () => ({
      state: 'ROLLING_BACK',
      intent: intentOf({ at: association.requestedAt }),
      undoIntent: { run: 1, since: association.requestedAt, tries: 0, triedAt: null, because },
    }));
    expect(await rehearsal.late('undo', association)).toMatchObject({ outcome: 'NOT_YET', waitSeconds: 113 });
  });

  test('however long AWS asks to wait, the deadline is the end of it', async () => {
    const throttled = { type: 'THROTTLED', retryAfterSeconds: 1e9, words: words({ error: 'ThrottlingException' }) } as const;
    const { record, duration } = await play({ request: [throttled] }, { deadline: 'PT1H' });
    expect(record).toMatchObject({ state: 'FAILED', endReason: 'DeadlinePassed' });
    expect(duration).toBe(3_600_000);
  });

  test('a request from the future ends at once: its deadline would never come', async () => {
    count += 1;
    const rehearsal = rehearse({ plan: [plan({ checks: [check('WAIT', 'Copying')] })] });
    const pair = { packageId: 'F1', domainName: `future-${count}` };
    const { record, duration } = await rehearsal.run(await rehearsal.accept('future', { pair }, Date.parse('2096-01-01T00:00:00Z')));
    expect(record).toMatchObject({ state: 'FAILED', sideEffects: 'NONE', endReason: 'TimeInFuture' });
    expect([duration, rehearsal.sent.made]).toEqual([0, []]);
  });

  const people = createPeople(
    () => rehearse,
    () => table,
  );
  approvalsAreFollowed(people);
  cancellingIsFollowed(people);
  retryingIsFollowed(people);
  othersAreLeft(people);

  test('every way through the definition has been taken', () => {
    expect(edgesOf(definition.States).filter((edge) => !taken.has(edge))).toEqual([]);
  });
});
