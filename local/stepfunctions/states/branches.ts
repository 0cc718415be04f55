import type { Branches, Thread } from '../execution.ts';
import { newThread } from '../execution.ts';
import type { RecordedEvent } from '../history.ts';
import type { Json } from '../json.ts';
import { childrenOf, type Run, record, schedule } from '../run.ts';

/** What a Parallel's branches or a Map's iterations begin with: nothing started, nothing ended. */
export const noBranches = (
  inputs: readonly Json[],
  last: number,
  { limit = Number.MAX_SAFE_INTEGER, tolerated = null as number | null } = {},
): Branches => ({
  inputs,
  results: inputs.map(() => null),
  next: 0,
  running: 0,
  failed: 0,
  limit,
  tolerated,
  last,
});

/** Adds a thread for the next branch and lets it begin after those before it. */
export function startBranch(
  run: Run,
  parent: Thread,
  branches: Branches,
  thread: Pick<Thread, 'state' | 'input' | 'previous' | 'item'>,
): void {
  const branch = newThread({ ...thread, id: run.execution.nextThread, parent: parent.id, index: branches.next });
  run.execution.nextThread += 1;
  run.execution.threads.push(branch);
  branches.next += 1;
  branches.running += 1;
  schedule(run, branch, 'enter');
}

/** Takes threads out of the execution. */
export function removeThreads(run: Run, gone: readonly Thread[]): void {
  run.execution.threads = run.execution.threads.filter((thread) => !gone.includes(thread));
}

const aborted: Readonly<Record<string, RecordedEvent['type']>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Map: 'MapStateAborted',
  Parallel: 'ParallelStateAborted',
};

/** Records that the state a thread was in came to nothing. Choice, Pass, Succeed and Fail have no such event. */
export function recordAborted(run: Run, thread: Thread, previous: number): void {
  const type = aborted[run.definition.states.get(thread.state)?.type ?? ''];
  if (type && thread.phase !== 'enter') record(run, type, previous);
}

/** Cuts all branches that are still there, and theirs, as the one that ended at `previous` has failed the state. */
export function abortBranches(run: Run, parent: Thread, previous: number): void {
  const state = run.definition.states.get(parent.state);
  for (const branch of childrenOf(run, parent)) {
    if (state?.type === 'Map')
      record(run, 'MapIterationAborted', previous, { mapIterationAbortedEventDetails: { name: state.name, index: branch.index } });
    recordAborted(run, branch, previous);
    abortBranches(run, branch, previous);
    removeThreads(run, [branch]);
  }
}
