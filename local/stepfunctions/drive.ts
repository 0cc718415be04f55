import { isTooMuch } from './assignment.ts';
import type { State } from './definition.ts';
import type { Status, Thread } from './execution.ts';
import { errorOutput, Failure, isFatal, matches, tooLarge } from './failure.ts';
import { longestHistory, output, type RecordedEvent, reason, stateEntered, stateExited } from './history.ts';
import { isTooLarge, type Json, type JsonObject } from './json.ts';
import { type Attempt, delayOf, nextAttempt } from './retry.ts';
import { bindingsOf, parentOf, type Run, record, recordFor, schedule } from './run.ts';
import type { Exit } from './states/behaviour.ts';
import { abortBranches, removeThreads } from './states/branches.ts';
import { behaviourOf, branchingOf } from './states/registry.ts';
import { expired, start } from './states/task.ts';
import { render } from './template.ts';

/** Most events between two commits, so that a long way through states that wait for nothing is written down too. */
const stride = 64;

/** Events kept free for the step that is one too many, and the end. */
const roomToEnd = 4;

/** Takes every thread that can go on as far as it goes. `commit` writes down what happened and lets others have a turn. */
export async function drive(run: Run, commit: () => Promise<void>): Promise<void> {
  for (let thread = run.runnable.shift(); thread; thread = run.runnable.shift()) {
    if (run.execution.status !== 'RUNNING') return;
    if (!run.execution.threads.includes(thread)) continue;
    await step(run, thread);
    if (run.execution.events > longestHistory - roomToEnd) endTooLong(run);
    if (run.events.length >= stride) await commit();
  }
}

/** The threads of an execution that had not come to rest when it was last written down, in order. */
export const unrested = (threads: readonly Thread[]): Thread[] =>
  threads.filter(({ phase }) => phase === 'enter' || phase === 'begin' || phase === 'scheduled' || phase === 'failing');

async function step(run: Run, thread: Thread): Promise<void> {
  const state = stateOf(run, thread);
  if (thread.phase === 'enter') enter(run, thread, state);
  if (thread.phase === 'begin') await attempt(run, thread, () => behaviourOf(state).begin(run, thread, state));
  else if (thread.phase === 'scheduled' && state.type === 'Task' && thread.work) start(run, thread, state, thread.work);
  else if (thread.phase === 'failing') await attempt(run, thread, () => Promise.reject(failureOf(thread)));
}

/** Where a thread is. */
export function stateOf(run: Run, { state }: Thread): State {
  const found = run.definition.states.get(state);
  if (!found) throw new Error(`No state '${state}' in ${run.execution.machine.name}`);
  return found;
}

function failureOf({ failure }: Thread): Failure {
  return new Failure(failure?.error, failure?.cause, { heartbeat: failure?.heartbeat ?? false });
}

function enter(run: Run, thread: Thread, state: State): void {
  thread.enteredAt = run.clock.now();
  thread.enteredEvent = recordFor(run, thread, `${state.type}StateEntered`, stateEntered(state.name, thread.input));
  thread.phase = 'begin';
}

/** Does a piece of a state's work and what follows from it: the way out, or Retry, Catch and failure. */
export async function attempt(run: Run, thread: Thread, work: () => Promise<Exit | undefined>): Promise<void> {
  try {
    const exit = await work();
    if (exit) await leave(run, thread, exit);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await fail(run, thread, error);
  }
}

async function leave(run: Run, thread: Thread, exit: Exit): Promise<void> {
  thread.phase = 'leave';
  const state = stateOf(run, thread);
  const bindings = bindingsOf(run, thread, exit.states);
  const assigned = exit.assign && ((await render(exit.assign, bindings)) as JsonObject);
  const value = exit.output ? await render(exit.output, bindings) : exit.otherwise;
  const text = JSON.stringify(value);
  const texts = assigned && Object.fromEntries(Object.entries(assigned).map(([name, variable]) => [name, JSON.stringify(variable)]));
  if (isTooLarge(text) || (texts && isTooMuch(texts, thread, run.execution.threads)))
    throw tooLarge(state.name).in(state.name, thread.enteredEvent);
  if (state.type !== 'Fail') recordFor(run, thread, `${state.type}StateExited`, stateExited(state.name, text, texts));
  Object.assign(thread.variables, assigned);
  Object.assign(thread, { due: undefined, work: undefined, branches: undefined, failure: undefined, attempts: [] });
  if (exit.next === undefined) return finish(run, thread, value, text);
  thread.state = exit.next;
  thread.input = value;
  thread.phase = 'enter';
  run.runnable.unshift(thread);
}

async function finish(run: Run, thread: Thread, value: Json, text: string): Promise<void> {
  const parent = parentOf(run, thread);
  if (!parent) {
    end(run, 'SUCCEEDED', 'ExecutionSucceeded', { executionSucceededEventDetails: output(text) }, thread.previous);
    run.execution.output = text;
    return;
  }
  removeThreads(run, [thread]);
  const state = stateOf(run, parent);
  await attempt(run, parent, () => branchingOf(state).branchDone(run, parent, state, thread, value));
}

async function fail(run: Run, thread: Thread, failure: Failure): Promise<void> {
  const state = stateOf(run, thread);
  const told = evaluated(run, thread, state, failure);
  if (isFatal(told)) return endFailed(run, told, thread.previous);
  abortBranches(run, thread, thread.previous);
  if ((state.type === 'Map' || state.type === 'Parallel') && thread.phase !== 'leave') recordFor(run, thread, `${state.type}StateFailed`);
  Object.assign(thread, { due: undefined, branches: undefined, failure: undefined });
  if (!('retry' in state)) return failThread(run, thread, told);
  const next = nextAttempt(state.retry, told, thread.attempts);
  if (next) return retry(run, thread, next);
  const catcher = state.catch.find(({ errorEquals }) => matches(errorEquals, told));
  if (!catcher) return failThread(run, thread, told);
  try {
    await leave(run, thread, { ...catcher, states: { errorOutput: errorOutput(told) }, otherwise: errorOutput(told) });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // What goes wrong in a Catch is not caught by the same state again.
    await failThread(run, thread, evaluated(run, thread, state, error));
  }
}

/** Records a JSONata failure, and words it with its state as AWS does. */
function evaluated(run: Run, thread: Thread, { name }: State, failure: Failure): Failure {
  if (!failure.evaluation) return failure;
  const { location } = failure.evaluation;
  const details = { state: name, ...reason(failure), ...(location !== undefined && { location }) };
  recordFor(run, thread, 'EvaluationFailed', { evaluationFailedEventDetails: details });
  return failure.in(name, thread.enteredEvent);
}

function retry(run: Run, thread: Thread, next: Attempt): void {
  const length = Math.max(thread.attempts.length, next.index + 1);
  thread.attempts = Array.from({ length }, (_, index) => (index === next.index ? next.made + 1 : (thread.attempts[index] ?? 0)));
  thread.work = undefined;
  thread.due = run.clock.now() + delayOf(next, run.random);
  thread.phase = 'retry';
}

async function failThread(run: Run, thread: Thread, failure: Failure): Promise<void> {
  const parent = parentOf(run, thread);
  if (!parent) return endFailed(run, failure, thread.previous);
  removeThreads(run, [thread]);
  const state = stateOf(run, parent);
  await attempt(run, parent, () => branchingOf(state).branchFailed(run, parent, state, thread, failure));
}

function endFailed(run: Run, failure: Failure, previous: number): void {
  const why = reason(failure);
  end(run, 'FAILED', 'ExecutionFailed', { executionFailedEventDetails: why }, previous);
  Object.assign(run.execution, why);
}

/** Ends the execution, whatever its threads were at. */
export function end(run: Run, status: Status, type: RecordedEvent['type'], details: Parameters<typeof record>[3], previous: number): void {
  record(run, type, previous, details);
  run.execution.status = status;
  run.execution.stopDate = run.clock.now();
  run.execution.threads = [];
  run.runnable.length = 0;
}

function endTooLong(run: Run): void {
  if (run.execution.status !== 'RUNNING') return;
  const cause = `The execution reached the maximum number of history events (${longestHistory}).`;
  endFailed(run, new Failure('States.Runtime', cause), run.execution.events);
}

/** The clock has reached what this thread waits for. A task that is too late fails only after all that are due are recorded. */
export async function wake(run: Run, thread: Thread): Promise<void> {
  const state = stateOf(run, thread);
  thread.due = undefined;
  if (thread.phase === 'retry') schedule(run, thread, 'begin');
  else if (state.type === 'Wait') await attempt(run, thread, async () => ({ ...state, states: {}, otherwise: thread.input }));
  else if (state.type === 'Task' && thread.work) {
    const { error, cause, heartbeat } = expired(run, thread, state, thread.work);
    thread.failure = { error, cause, heartbeat };
    schedule(run, thread, 'failing');
  }
}
