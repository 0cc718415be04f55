import type { MapState } from '../definition.ts';
import type { Branches, Thread } from '../execution.ts';
import { Failure, queryFailure } from '../failure.ts';
import type { Json } from '../json.ts';
import { bindingsOf, type Run, record, recordFor } from '../run.ts';
import { render, renderAs, renderInteger } from '../template.ts';
import { type Branching, type Exit, exitOf } from './behaviour.ts';
import { abortBranches, noBranches, recordAborted, startBranch } from './branches.ts';

/** Most iterations at a time in inline mode. Source: Step Functions developer guide, Map state processing modes. */
const mostIterations = 40;

export const map: Branching<MapState> = {
  async begin(run, thread, state) {
    const items = await itemsOf(run, thread, state);
    const limits = await limitsOf(run, thread, state, items.length);
    const started = recordFor(run, thread, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
    thread.branches = noBranches(items, started, limits);
    thread.phase = 'branches';
    return startIterations(run, thread, state, thread.branches, started);
  },

  async branchDone(run, thread, state, branch, output) {
    if (!thread.branches) return undefined;
    thread.branches.results[branch.index] = output;
    thread.branches.last = record(run, 'MapIterationSucceeded', branch.previous, {
      mapIterationSucceededEventDetails: { name: state.name, index: branch.index },
    });
    thread.branches.running -= 1;
    return startIterations(run, thread, state, thread.branches, branch.previous);
  },

  async branchFailed(run, thread, state, branch, failure) {
    if (!thread.branches) return undefined;
    const details = { mapIterationFailedEventDetails: { name: state.name, index: branch.index } };
    thread.branches.last = record(run, 'MapIterationFailed', branch.previous, details);
    if (branch.work) recordAborted(run, branch, branch.previous);
    thread.branches.running -= 1;
    thread.branches.failed += 1;
    return tolerate(run, thread, state, thread.branches, branch, failure);
  },
};

async function tolerate(run: Run, thread: Thread, state: MapState, branches: Branches, branch: Thread, failure: Failure) {
  const { tolerated, failed, inputs } = branches;
  if (tolerated !== null && failed <= tolerated) {
    branches.results[branch.index] = { Error: failure.error ?? '', Cause: failure.cause ?? '' };
    return startIterations(run, thread, state, branches, branch.previous);
  }
  abortBranches(run, thread, branch.previous);
  thread.previous = branch.previous;
  if (tolerated === null) throw failure;
  throw new Failure(
    'States.ExceedToleratedFailureThreshold',
    `${failed} of ${inputs.length} items failed, more than the specified tolerance`,
  );
}

async function startIterations(run: Run, thread: Thread, state: MapState, branches: Branches, previous: number): Promise<Exit | undefined> {
  while (branches.next < branches.inputs.length && branches.running < branches.limit) {
    const item = { Index: branches.next, Value: branches.inputs[branches.next] ?? null };
    const input = state.itemSelector ? await render(state.itemSelector, bindingsOf(run, thread, {}, { Map: { Item: item } })) : item.Value;
    const started = record(run, 'MapIterationStarted', previous, {
      mapIterationStartedEventDetails: { name: state.name, index: item.Index },
    });
    startBranch(run, thread, branches, { state: state.startAt, input, previous: started, item });
  }
  return branches.running > 0 ? undefined : succeeded(run, thread, state, branches);
}

function succeeded(run: Run, thread: Thread, state: MapState, { last, results }: Branches): Exit {
  record(run, 'MapStateSucceeded', last);
  thread.previous = last;
  return exitOf(state, results, { result: results });
}

async function itemsOf(run: Run, thread: Thread, { items }: MapState): Promise<readonly Json[]> {
  if (items) return renderAs(items, 'array', bindingsOf(run, thread));
  if (Array.isArray(thread.input)) return thread.input;
  throw queryFailure(`Map state input must be an array but was: ${JSON.stringify(thread.input)}`, 'Items');
}

async function limitsOf(run: Run, thread: Thread, state: MapState, items: number) {
  const bindings = bindingsOf(run, thread);
  const concurrency = state.maxConcurrency ? await renderInteger(state.maxConcurrency, 'MaxConcurrency', { bindings }) : 0;
  const count = state.toleratedFailureCount && (await renderInteger(state.toleratedFailureCount, 'ToleratedFailureCount', { bindings }));
  const percentage = state.toleratedFailurePercentage && (await percentageOf(state.toleratedFailurePercentage, bindings));
  const allowed = [count, percentage === undefined ? undefined : Math.floor((items * percentage) / 100)].filter(
    (most) => most !== undefined,
  );
  return {
    limit: Math.min(concurrency || mostIterations, mostIterations),
    // The state fails as soon as either threshold is passed.
    tolerated: allowed.length > 0 ? Math.min(...allowed) : null,
  };
}

async function percentageOf(template: NonNullable<MapState['toleratedFailurePercentage']>, bindings: ReturnType<typeof bindingsOf>) {
  const percentage = await renderAs(template, 'number', bindings);
  if (percentage >= 0 && percentage <= 100) return percentage;
  throw queryFailure('ToleratedFailurePercentage must be between 0 and 100.', 'ToleratedFailurePercentage');
}
