import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRandom } from '../../../local/random.ts';
import { createEngine, type Engine } from '../../../local/stepfunctions/engine.ts';
import type { Invoke } from '../../../local/stepfunctions/invoke.ts';
import { createJournal, type ExecutionRecord, type Journal } from '../../../local/stepfunctions/journal.ts';
import { loadDefinition } from '../../../local/stepfunctions/load.ts';
import { createVirtualClock, type VirtualClock } from '../../../local/stepfunctions/virtual-clock.ts';
import { callback, machineOf, task } from './machine.ts';

const machine = {
  arn: 'arn:aws:states:us-east-1:111111111111:stateMachine:m',
  name: 'm',
  roleArn: 'arn:aws:iam::111111111111:role/m',
  definition: '{}',
  revision: 'one',
  creationDate: 0,
  updateDate: 0,
};

describe('the engine', () => {
  let clock: VirtualClock;
  let journal: Journal;
  let announced: { status: string; written: string | undefined }[];
  let invoke: Invoke;
  let engines: Engine[];
  beforeEach(() => {
    clock = createVirtualClock(Date.parse('2026-01-01T00:00:00Z'));
    journal = createJournal();
    [announced, engines] = [[], []];
    invoke = async (_, input) => input;
  });
  afterEach(() => {
    for (const engine of engines) engine.close();
    journal.close();
  });

  function create(): Engine {
    const engine = createEngine({
      clock,
      random: createRandom(1),
      region: 'us-east-1',
      journal,
      invoke: (...given) => invoke(...given),
      announce: ({ arn, status }) => void announced.push({ status, written: journal.find(arn)?.status }),
    });
    engines.push(engine);
    return engine;
  }
  const definitionOf = (states: Parameters<typeof machineOf>[0], more = {}) => loadDefinition(machineOf(states, more), { trusted: true });
  const start = (engine: Engine, states: Parameters<typeof machineOf>[0], name = 'a', text = '{}') =>
    engine.start(machine, definitionOf(states), name, text);
  const typesOf = ({ id }: ExecutionRecord) => journal.events(id).map(({ type }) => type);
  const found = ({ arn }: ExecutionRecord) => journal.find(arn);
  /** Waits until the condition holds, by turns of the event loop. */
  const until = async (condition: () => boolean) => {
    for (let turns = 0; !condition(); turns += 1) {
      if (turns > 1_000) throw new Error('It did not come to that.');
      await new Promise(setImmediate);
    }
  };

  test('calls a task after its start is written down, and goes on after its outcome is', async () => {
    const seen: string[][] = [];
    invoke = async (_, __, { executionArn }) => {
      const record = journal.find(executionArn);
      seen.push(record ? typesOf(record) : []);
      return 1;
    };
    const engine = create();
    const record = start(engine, { First: task({ Next: 'Second' }), Second: task() });
    await engine.idle();
    await until(() => found(record)?.status === 'SUCCEEDED');
    expect(seen.map((types) => types.slice(-2))).toEqual([
      ['LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ['LambdaFunctionScheduled', 'LambdaFunctionStarted'],
    ]);
    expect(seen[1]).toContain('LambdaFunctionSucceeded');
  });

  test('tells of a start and of an end when each is written down', async () => {
    const engine = create();
    start(engine, { Only: { Type: 'Pass', End: true } });
    expect(announced).toEqual([]);
    await engine.idle();
    expect(announced).toEqual([
      { status: 'RUNNING', written: expect.any(String) },
      { status: 'SUCCEEDED', written: 'SUCCEEDED' },
    ]);
  });

  test('does the work of one execution one piece after the other, and of many side by side', async () => {
    const release: (() => void)[] = [];
    invoke = () => new Promise((resolve) => release.push(() => resolve(null)));
    const engine = create();
    const records = ['a', 'b', 'c'].map((name) => start(engine, { Work: task() }, name));
    await until(() => release.length === 3);
    for (const answer of release.reverse()) answer();
    await until(() => records.every((record) => found(record)?.status === 'SUCCEEDED'));
  });

  test('stopping ends the execution, lets its call go, and cannot be done twice', async () => {
    let aborted = false;
    invoke = (_, __, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    const engine = create();
    const record = start(engine, { Work: task() });
    await engine.idle();
    expect(await engine.stop(record.arn, { error: 'E', cause: 'enough' })).toBe(clock.now());
    expect(aborted).toBe(true);
    expect(found(record)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'enough' });
    expect(typesOf(record).at(-1)).toBe('ExecutionAborted');
    expect(await engine.stop(record.arn, {})).toBeUndefined();
    expect(await engine.stop('arn:of:nothing', {})).toBeUndefined();
  });

  test('an answer is taken once, by the task whose token it has', async () => {
    const tokens: string[] = [];
    invoke = async (_, __, { taskToken }) => void tokens.push(taskToken);
    const engine = create();
    const record = start(engine, { Ask: callback() });
    await until(() => tokens.length === 1);
    const [token = ''] = tokens;
    const success = { type: 'success', output: 7 } as const;
    expect(await engine.answer(record.arn, 0, `${token}x`, success)).toBe(false);
    expect(await engine.answer(record.arn, 1, token, success)).toBe(false);
    expect(await engine.answer('arn:of:nothing', 0, token, success)).toBe(false);
    expect(await Promise.all([engine.answer(record.arn, 0, token, success), engine.answer(record.arn, 0, token, success)])).toEqual([
      true,
      false,
    ]);
    expect(found(record)).toMatchObject({ status: 'SUCCEEDED', output: '7' });
  });

  test('a result that comes after the time-out belongs to nobody, and changes nothing', async () => {
    let late: ((value: unknown) => void) | undefined;
    invoke = () =>
      new Promise((resolve) => {
        late = resolve;
      });
    const engine = create();
    const record = start(engine, { Work: task({ TimeoutSeconds: 5 }) });
    await until(() => late !== undefined);
    expect(clock.jump()).toBe(true);
    await engine.idle();
    expect(found(record)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    const types = typesOf(record);
    late?.('too late');
    await engine.idle();
    expect(typesOf(record)).toEqual(types);
  });

  test('that is closed does nothing more, and the next one goes on with the same token', async () => {
    const tokens: string[] = [];
    invoke = (_, __, { taskToken }) => {
      tokens.push(taskToken);
      return tokens.length === 1 ? new Promise(() => undefined) : Promise.resolve('done');
    };
    const states = { Pause: { Type: 'Wait', Seconds: 60, Next: 'Work' }, Work: task() };
    const first = create();
    const record = start(first, states);
    await first.idle();
    clock.jump();
    await until(() => tokens.length === 1);
    first.close();
    expect(clock.jump()).toBe(false);
    const second = create();
    second.resume(found(record) as ExecutionRecord, machine, definitionOf(states));
    await until(() => found(record)?.status === 'SUCCEEDED');
    expect(tokens).toEqual([tokens[0], tokens[0]]);
    expect(typesOf(record).filter((type) => type === 'WaitStateExited')).toHaveLength(1);
  });

  test('is idle when all there is to do is to wait', async () => {
    const engine = create();
    const record = start(engine, { Pause: { Type: 'Wait', Seconds: 60, End: true } });
    await engine.idle();
    expect(found(record)?.status).toBe('RUNNING');
    const before = clock.now();
    expect(clock.jump()).toBe(true);
    await engine.idle();
    expect(clock.now() - before).toBe(60_000);
    expect(found(record)?.status).toBe('SUCCEEDED');
  });

  test('ends an execution whose machine has run out of time, whatever it waits for', async () => {
    const engine = create();
    const definition = definitionOf({ Pause: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 10 });
    const record = engine.start(machine, definition, 'a', '{}');
    await engine.idle();
    clock.jump();
    await engine.idle();
    expect(found(record)).toMatchObject({ status: 'TIMED_OUT', stopDate: record.startDate + 10_000 });
    expect(clock.jump()).toBe(false);
  });
});
