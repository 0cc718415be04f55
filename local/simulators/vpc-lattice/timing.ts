import type { Span } from '../timeline.ts';

/** How long VPC Lattice takes, in seconds, and how much it allows. */
export interface LatticeTiming {
  readonly creation: Span;
  readonly deletion: Span;
  /** How long a new association cannot be read yet. */
  readonly unseen: Span;
  /** How long a client token is remembered. */
  readonly tokenMemory: number;
  /** Service associations per service network. */
  readonly quota: number;
}

/**
 * Only the quota is published (source: VPC Lattice user guide, quotas). AWS gives no times: creation, deletion and the unseen time are
 * assumptions inside the five minutes that Terraform's provider allows and the early not-found that CloudFormation's handler tolerates;
 * so is the memory for tokens.
 */
export const latticeTiming: LatticeTiming = {
  creation: [25, 55],
  deletion: [15, 45],
  unseen: [0, 5],
  tokenMemory: 24 * 60 * 60,
  quota: 500,
};
