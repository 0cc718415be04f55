import type { JsonObject } from './json.ts';

/** Where and that a JSONata field went wrong: recorded as EvaluationFailed before anything else happens. */
interface Evaluation {
  readonly location: string | undefined;
}

/** What makes a state fail: an error name of the Amazon States Language (or the task's own) and a cause. */
export class Failure extends Error {
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  readonly evaluation: Evaluation | undefined;
  readonly heartbeat: boolean;
  constructor(
    error: string | undefined,
    cause?: string,
    { evaluation, heartbeat = false }: { evaluation?: Evaluation; heartbeat?: boolean } = {},
  ) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.evaluation = evaluation;
    this.heartbeat = heartbeat;
  }

  /** The same failure, told with the state it happened in, as AWS words a cause. */
  in(state: string, enteredEvent: number): Failure {
    const cause = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${this.cause}`;
    return new Failure(this.error, cause, { ...(this.evaluation && { evaluation: this.evaluation }), heartbeat: this.heartbeat });
  }
}

/** A field whose JSONata could not be evaluated or gave what the field cannot take. */
export const queryFailure = (cause: string, location?: string): Failure =>
  new Failure('States.QueryEvaluationError', cause, { evaluation: { location } });

/** More than 256 KiB out of a state or a task. */
export const tooLarge = (what: string): Failure =>
  new Failure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

/** What cannot be caught and ends the whole execution. */
export const isFatal = (failure: Failure): boolean => failure.error === 'States.Runtime';

/** `$states.errorOutput`. */
export const errorOutput = ({ error, cause }: Failure): JsonObject => ({ Error: error ?? '', Cause: cause ?? '' });

/**
 * Does an ErrorEquals list name this failure? States.ALL takes everything but States.Runtime, States.DataLimitExceeded too
 * (source: LocalStack's executions recorded on AWS, where the developer guide says otherwise); States.TaskFailed everything
 * but time-outs; a missed heartbeat is States.Timeout and answers to States.HeartbeatTimeout as well.
 */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  if (isFatal(failure)) return false;
  return errorEquals.some(
    (name) =>
      name === failure.error ||
      name === 'States.ALL' ||
      (name === 'States.TaskFailed' && failure.error !== 'States.Timeout') ||
      (name === 'States.HeartbeatTimeout' && failure.heartbeat),
  );
}
