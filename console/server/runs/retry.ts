import type { Step } from '../../protocol.ts';
import type { OpenStep } from './steps.ts';

/** A rule of a state for repeating what failed, as ASL has it. */
interface Retrier {
  readonly ErrorEquals?: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
}

/** What ASL takes where a rule says nothing. Source: Amazon States Language, retrying after an error. */
const usual = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2, MaxDelaySeconds: Number.POSITIVE_INFINITY };

/** Names that stand for more than one error. Source: as above. */
const wildcards: ReadonlyMap<string, (error: string) => boolean> = new Map([
  ['States.ALL', (error) => error !== 'States.DataLimitExceeded' && error !== 'States.Runtime'],
  ['States.TaskFailed', (error) => error !== 'States.Timeout'],
]);

/**
 * When a step that failed is repeated at the latest: a rule's jitter can only shorten the wait. Null when no rule repeats it, when it is
 * at work, or when the definition cannot be read. All attempts are taken for failures of the same rule.
 */
export function retryAt({ state, exitedAt, attempts, error, failedAt }: OpenStep, definition: unknown): Step['retryAt'] {
  if (exitedAt !== null || failedAt === null || error === null) return null;
  const rule = retriersOf(definition, state).find(({ ErrorEquals = [] }) =>
    ErrorEquals.some((name) => name === error || wildcards.get(name)?.(error)),
  );
  if (!rule) return null;
  const { IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds } = { ...usual, ...rule };
  if (attempts > MaxAttempts) return null;
  const seconds = Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** Math.max(0, attempts - 1));
  return new Date(failedAt + seconds * 1_000).toISOString();
}

function retriersOf(definition: unknown, state: string): readonly Retrier[] {
  const found = (definition as { States?: Record<string, { Retry?: unknown }> } | null)?.States?.[state]?.Retry;
  return Array.isArray(found) ? (found as readonly Retrier[]) : [];
}
