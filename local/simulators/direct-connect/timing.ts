import type { Span } from '../timeline.ts';

/** How long Direct Connect takes, in seconds. */
export interface DirectConnectTiming {
  /** How long traffic is interrupted by a move. */
  readonly interruption: Span;
  /** How long a move cannot be seen yet, in the half of the cases in which it cannot be seen at once. */
  readonly unseen: Span;
}

/**
 * Assumptions all: the API reference says that AssociateHostedConnection interrupts connectivity for a time, not for how long,
 * and nothing about when other calls see the move.
 */
export const directConnectTiming: DirectConnectTiming = { interruption: [30, 90], unseen: [1, 6] };
