/** What something becomes, and when. `null`: it is not there. Times are epoch milliseconds of the world's clock. */
export interface Step<Value> {
  readonly at: number;
  readonly value: Value | null;
}

/**
 * The last change of something, kept as the times at which it becomes what. Where it stands follows from the clock alone,
 * so there are no timers and a restart loses nothing.
 */
export interface Change<Value> {
  readonly before: Step<Value>;
  /** Until then reads show what was before. */
  readonly seenFrom: number;
  /** In order of time; never empty. */
  readonly steps: readonly Step<Value>[];
}

/** What is there since `at` and not about to change. */
export const settled = <Value>(value: Value, at: number): Change<Value> => ({
  before: { at, value },
  seenFrom: at,
  steps: [{ at, value }],
});

/** Where it really stands: what the service itself goes by when it decides about a call. */
export const truth = <Value>({ before, steps }: Change<Value>, now: number): Step<Value> => steps.findLast(({ at }) => at <= now) ?? before;

/** What a read shows: the truth, or what was before the change for as long as the read is behind. */
export const seen = <Value>(change: Change<Value>, now: number, stale: boolean): Step<Value> =>
  stale || now < change.seenFrom ? change.before : truth(change, now);
