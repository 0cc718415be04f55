import type { ProblemDetails } from '../src/problem.ts';

/** Why a command ends without having done what it was asked for. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number;
  /** What to do next; undefined when the message says it. */
  readonly advice: string | undefined;
  constructor(message: string, { exitCode = 1, advice }: { exitCode?: number; advice?: string | undefined } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** The words cannot be used. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  constructor(message: string, advice?: string) {
    super(message, { exitCode: 2, advice });
  }
}

/** The API cannot be reached, or does not let this principal in. */
export class Unreachable extends CommandError {
  override readonly name = 'Unreachable';
  /** The connection broke: whether the request arrived is not known. */
  readonly isLost: boolean;
  constructor(message: string, advice: string, isLost = false) {
    super(message, { exitCode: 5, advice });
    this.isLost = isLost;
  }
}

/** The API said no, with a problem. */
export class Refused extends CommandError {
  override readonly name = 'Refused';
  readonly problem: ProblemDetails;
  constructor(problem: ProblemDetails, { exitCode, advice }: { exitCode: number; advice: string | undefined }) {
    super(problem.title, { exitCode, advice });
    this.problem = problem;
  }
}

/** Whoever waits wants to stop waiting. The message says what goes on meanwhile. */
export class Interrupted extends CommandError {
  override readonly name = 'Interrupted';
  constructor(message = 'Interrupted.') {
    super(message, { exitCode: 130 });
  }
}
