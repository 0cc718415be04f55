import type { Span } from '../timeline.ts';

/** How long things take, in seconds from least to most, and how likely they fail, from 0 to 1. */
export interface Timing {
  /** From ASSOCIATING to ACTIVE. */
  readonly associate: Span;
  /** From ASSOCIATING to ASSOCIATION_FAILED. */
  readonly associateFailure: Span;
  /** From DISSOCIATING until the association is gone or DISSOCIATION_FAILED. */
  readonly dissociate: Span;
  /** How long a package is COPYING. */
  readonly copy: Span;
  /** How long it is VALIDATING after that. */
  readonly validate: Span;
  /** How long after a call reads go on to show what was there before. */
  readonly lag: Span;
  /** How long a domain that has just become Active still counts as fresh. */
  readonly fresh: number;
  /** How likely an accepted association fails for where the domain or package stands at the call. */
  readonly failure: { readonly packageNotReady: number; readonly domainProcessing: number; readonly domainFresh: number };
}

/**
 * What users and AWS report. Two to three minutes to ACTIVE, five to ten to a failure: issue 4099 of aws/aws-sdk-js.
 * Associating while the package is COPYING fails sometimes: pull request 1109 of trade-tariff/trade-tariff-backend.
 * Associating while the domain is processing, and in some regions for two minutes after that, fails: pull request 3 of
 * aws-samples/opensearch-intelligent-search-jp; the two minutes are harmless here unless asked for. The lag follows from
 * Terraform's provider, which does not look in the first 30 seconds. For the rest no figures are published.
 */
export const usualTiming: Timing = {
  associate: [120, 180],
  associateFailure: [300, 600],
  dissociate: [40, 80],
  copy: [15, 25],
  validate: [10, 20],
  lag: [0, 10],
  fresh: 120,
  failure: { packageNotReady: 0.5, domainProcessing: 1, domainFresh: 0 },
};
