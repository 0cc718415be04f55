import type { ParallelState } from '../definition.ts';
import type { Thread } from '../execution.ts';
import { bindingsOf, type Run, record, recordFor } from '../run.ts';
import { render } from '../template.ts';
import { type Branching, type Exit, exitOf } from './behaviour.ts';
import { abortBranches, noBranches, recordAborted, startBranch } from './branches.ts';

export const parallel: Branching<ParallelState> = {
  async begin(run, thread, state) {
    const input = state.arguments ? await render(state.arguments, bindingsOf(run, thread)) : thread.input;
    const started = recordFor(run, thread, 'ParallelStateStarted');
    const branches = noBranches(
      state.branches.map(() => input),
      started,
    );
    thread.branches = branches;
    thread.phase = 'branches';
    for (const first of state.branches) startBranch(run, thread, branches, { state: first, input, previous: started });
    return branches.running > 0 ? undefined : succeeded(run, thread, state);
  },

  async branchDone(run, thread, state, branch, output) {
    if (!thread.branches) return undefined;
    thread.branches.results[branch.index] = output;
    thread.branches.running -= 1;
    thread.branches.last = branch.previous;
    return thread.branches.running > 0 ? undefined : succeeded(run, thread, state);
  },

  async branchFailed(run, thread, _, branch, failure) {
    recordAbortedUnlessExited(run, branch);
    abortBranches(run, thread, branch.previous);
    thread.previous = branch.previous;
    throw failure;
  },
};

/** The branch whose own state failed: that state came to nothing as well. */
const recordAbortedUnlessExited = (run: Run, branch: Thread) => {
  if (branch.work) recordAborted(run, branch, branch.previous);
};

function succeeded(run: Run, thread: Thread, state: ParallelState): Exit {
  const { last, results } = thread.branches ?? { last: thread.previous, results: [] };
  record(run, 'ParallelStateSucceeded', last);
  thread.previous = last;
  return exitOf(state, results, { result: results });
}
