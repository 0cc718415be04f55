import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Run, Step } from '../../protocol.ts';

/** Characters of a cause that are shown: a function's may hold its whole stack. */
const longestCause = 2_000;

/** What a run did, without its number. */
export type History = Pick<Run, 'status' | 'startedAt' | 'endedAt'> & { readonly steps: readonly OpenStep[] };

/** A step, and when an attempt of it failed last, if nothing followed. */
export type OpenStep = Omit<Step, 'retryAt'> & { readonly failedAt: number | null };

type Writable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** By the type of a history's last event, how the run ended. */
const endings: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
};

/** The states that a run was in, by its history. Events of a type that is not known here are passed over. */
export function historyOf(events: readonly HistoryEvent[]): History {
  const steps: Writable<OpenStep>[] = [];
  /** By the id of an event, the step that it belongs to: states of branches come interleaved. */
  const stepOf = new Map<number, Writable<OpenStep>>();
  for (const event of events) {
    const step = entered(event) ?? owner(event, steps, stepOf.get(event.previousEventId ?? 0));
    if (!step) continue;
    if (entered(event)) steps.push(step);
    else note(step, event);
    stepOf.set(event.id ?? 0, step);
  }
  return closed(events, steps);
}

const timeOf = ({ timestamp }: Partial<HistoryEvent>) => (timestamp ?? new Date(0)).toISOString();

/** The step that begins with the event; undefined when none does. */
function entered(event: HistoryEvent): Writable<OpenStep> | undefined {
  const [, type] = /^(\w+)StateEntered$/.exec(event.type ?? '') ?? [];
  const state = event.stateEnteredEventDetails?.name;
  if (type === undefined || state === undefined) return undefined;
  return { state, type, enteredAt: timeOf(event), exitedAt: null, attempts: 0, error: null, cause: null, failedAt: null };
}

/** Whose event it is: of the state it names and leaves, else of the one that the event before it belongs to. */
function owner(event: HistoryEvent, steps: readonly Writable<OpenStep>[], before: Writable<OpenStep> | undefined) {
  const name = event.stateExitedEventDetails?.name;
  if (name === undefined || before?.state === name) return before;
  return steps.findLast(({ state, exitedAt }) => state === name && exitedAt === null) ?? before;
}

function note(step: Writable<OpenStep>, event: HistoryEvent): void {
  const type = event.type ?? '';
  if (/StateExited$/.test(type)) step.exitedAt = timeOf(event);
  if (/Scheduled$/.test(type)) step.attempts += 1;
  const failure = failureIn(event);
  step.failedAt = failure && !endings[type] ? Date.parse(timeOf(event)) : null;
  // An attempt's own words say more than those the run ends with.
  if (failure && (step.error === null || !endings[type])) Object.assign(step, failure);
}

/** Error and cause, which every event of a failure has in the details that are called after its type. */
function failureIn(event: HistoryEvent): Pick<Step, 'error' | 'cause'> | undefined {
  for (const details of Object.values(event)) {
    if (typeof details !== 'object' || details === null) continue;
    const { error, cause } = details as { error?: unknown; cause?: unknown };
    if (typeof error === 'string' || typeof cause === 'string')
      return { error: typeof error === 'string' ? error : null, cause: typeof cause === 'string' ? cause.slice(0, longestCause) : null };
  }
  return undefined;
}

/** With the end of the run everything in it has ended. */
function closed(events: readonly HistoryEvent[], steps: readonly Writable<OpenStep>[]): History {
  const last = events.at(-1);
  const status = endings[last?.type ?? ''] ?? 'RUNNING';
  const endedAt = status === 'RUNNING' || !last ? null : timeOf(last);
  for (const step of steps) step.exitedAt ??= endedAt;
  return { status, startedAt: timeOf(events[0] ?? {}), endedAt, steps };
}
