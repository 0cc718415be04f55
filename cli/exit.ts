/** What the command line's exit codes mean. */
export const exitCodes = {
  /** The desired state is reached, or what was asked for is done. */
  reached: 0,
  failed: 1,
  usage: 2,
  /** `plan --detailed-exitcode`, as Terraform has it: there is something to change. */
  changes: 2,
  /** It was under way, or asked for approval, when the waiting ended. */
  underWay: 3,
  /** It was rejected, cancelled, or expired. */
  notWanted: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

const ofStates: Readonly<Record<string, number>> = {
  SUCCEEDED: exitCodes.reached,
  ROLLED_BACK: exitCodes.failed,
  FAILED: exitCodes.failed,
  REJECTED: exitCodes.notWanted,
  EXPIRED: exitCodes.notWanted,
  CANCELLED: exitCodes.notWanted,
};

/** The exit code for the state of an association or a batch. */
export const exitCodeOf = (state: string): number => ofStates[state] ?? exitCodes.underWay;

/** The exit code where it was cancelled: that nothing of it was made, or is there any more, is what was wanted. */
export const exitCodeOfCancelled = (state: string): number =>
  state === 'CANCELLED' || state === 'ROLLED_BACK' ? exitCodes.reached : exitCodeOf(state);

/** Nothing more happens to what is in this state. */
export const hasEnded = (state: string): boolean => Object.hasOwn(ofStates, state);
