import type { Json } from '../../../local/stepfunctions/json.ts';
import { type SimulatedCall, simulate } from '../../../local/stepfunctions/simulate.ts';

/** A machine of these states, in JSONata, that starts at the first. */
export const machineOf = (states: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0] ?? '',
  States: states,
  ...more,
});

type Task = (input: Json, call: SimulatedCall) => Promise<unknown>;

/** Runs these states with `task` behind every Task. Their structure is right: what checks it is slow and has tests of its own. */
export const run = (states: Record<string, Json>, input: Json = {}, task: Task = async (given) => given, more: Record<string, Json> = {}) =>
  simulate(machineOf(states, more), input, {
    invoke: (_, given, call) => task(given, call),
    startTime: new Date('2026-01-01T00:00:00Z'),
    trusted: true,
  });

/** A Task on a function, with these fields. */
export const task = (fields: Record<string, Json> = {}): Json => ({
  Type: 'Task',
  Resource: 'arn:aws:lambda:us-east-1:111111111111:function:work',
  ...('Next' in fields ? {} : { End: true }),
  ...fields,
});

/** A Task that waits for its token, with these fields. */
export const callback = (fields: Record<string, Json> = {}): Json =>
  task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'work', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...fields,
  });

/** Fails with this error name and cause, as a task's call does. */
export const failure = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

/** A task that fails with each of these in turn, and then gives `result`. */
export function failing(errors: readonly string[], result: Json = 'done'): Task {
  const left = [...errors];
  return async () => {
    const next = left.shift();
    if (next) throw failure(next, 'it went wrong');
    return result;
  };
}
