import type {
  ApprovalRequest,
  Association,
  Attempt,
  Cancel,
  Decision,
  Entry,
  KeptPlan,
  KnownDrift,
  SideEffects,
  State,
  Step,
} from './association.ts';
import type { Batch, BatchAttempt, BatchCancel, Limits } from './batches/batch.ts';
import type { Check, Desired, Intent, Json, Words } from './kinds/kind.ts';

/**
 * What the API answers, as types for whoever makes an answer or reads one. Whoever reads may be of an earlier release than the stage that
 * answers: there may be more members, and more words for a state.
 */

/** The same, told in ISO 8601 where the record has epoch milliseconds. */
type Told<Kept, Times extends keyof Kept> = Omit<Kept, Times> & {
  readonly [Name in Times]: null extends Kept[Name] ? string | null : string;
};

/** A pair, by the service's own names. */
export type PairView = { readonly [name: string]: Json };

/** How an ending is told: always the same five lines, so that they can be read at three in the morning. */
export interface FiveLines {
  readonly what: string;
  readonly why: string;
  readonly inAwsNow: string;
  readonly next: string;
  readonly evidence: string;
}

/** One line of a history. */
export type EntryView = Told<Entry, 'at'>;

/** One line of a history that is read by itself, with the id AWS gave the request that it is about. */
export interface HistoryEntry extends EntryView {
  readonly requestId: string | null;
}

type AsKept = Pick<
  Association,
  | 'id'
  | 'kind'
  | 'desired'
  | 'state'
  | 'sideEffects'
  | 'changed'
  | 'inSync'
  | 'onFailure'
  | 'approval'
  | 'usualSeconds'
  | 'run'
  | 'batch'
  | 'requestedBy'
  | 'labels'
  | 'version'
>;

/** An association in a list. */
export interface AssociationSummary extends AsKept, Told<Pick<Association, Times>, Times> {
  readonly pair: PairView;
  /** Why it ended so, for programs and for people. */
  readonly reason: string | null;
  readonly message: string | null;
  /** What AWS said of the call, or of the failure, that made it end so. */
  readonly aws: Words | null;
  /** Somebody should look at it. */
  readonly problem: boolean;
  readonly drift: Told<Omit<KnownDrift, 'told'>, 'since' | 'seenAt'> | null;
  /** Whether event and alert have gone out; null until there is an ending to tell. */
  readonly noticesSent: boolean | null;
  readonly ending: FiveLines | null;
  readonly step: Told<Step, 'since' | 'nextLookAt'> | null;
  readonly approvalRequest: Told<Omit<ApprovalRequest, 'token' | 'told'>, 'askedAt' | 'expiresAt'> | null;
  readonly decision: Told<Decision, 'at'> | null;
  readonly cancel: Told<Cancel, 'at'> | null;
  readonly attempt: Told<Attempt, 'at'>;
  readonly executionArn: string;
  readonly requestReason: string | null;
}

type Times = 'deadlineAt' | 'requestedAt' | 'updatedAt' | 'settledAt';

/** The whole of one. */
export interface AssociationView extends AssociationSummary {
  readonly plan: KeptPlan | null;
  readonly intent: Told<Pick<Intent, 'call' | 'at' | 'handle' | 'adopted'>, 'at'> | null;
  readonly history: readonly EntryView[];
}

/** A plan wherever one is shown: of a record, or one that was asked for, which says more. */
export type PlanView = Planned & Partial<Outlook>;

type Planned = Pick<KeptPlan, 'changed' | 'checks' | 'calls' | 'undo' | 'impact' | 'digest'>;

/** What would be done for one request. Nothing has been written, and nothing in AWS was changed to make it. */
export interface PlanItem extends Planned, Outlook {
  readonly kind: string;
  readonly pair: PairView;
  readonly desired: Desired;
}

/** What a plan that is asked for says beside the plan. */
export interface Outlook {
  readonly reversible: 'YES' | 'YES_WITH_SECOND_INTERRUPTION' | 'NO';
  /** Whether it would wait for somebody's yes. */
  readonly approval: 'REQUIRED' | 'NOT_REQUIRED';
  readonly usualSeconds: number;
  readonly estimate: Estimate;
}

/** What carrying a plan out takes of Step Functions. */
export interface Estimate {
  readonly transitions: number;
  /** United States dollars. */
  readonly usd: number;
}

/** One line to read first, and what it counts. */
export interface PlanSummary {
  readonly text: string;
  readonly change: number;
  readonly noChange: number;
  readonly blocked: number;
  readonly waiting: number;
  readonly interruptsTraffic: number;
  /** Of a batch: how many were not planned, because they were too many, or AWS could not be read for them. */
  readonly notPlanned: number;
}

/** What would be done for one request, or for many. */
export interface Plans {
  readonly summary: PlanSummary;
  readonly digest: string;
  /** What holds for all of them together. */
  readonly checks: readonly Check[];
  /** Worst first. */
  readonly items: readonly PlanItem[];
}

/** A batch, without its items. */
export interface BatchView
  extends Pick<Batch, 'id' | 'state' | 'label' | 'selector' | 'total' | 'sideEffects' | 'requestedBy' | 'run' | 'version'>,
    Told<Pick<Batch, 'requestedAt' | 'updatedAt' | 'settledAt'>, 'requestedAt' | 'updatedAt' | 'settledAt'>,
    Limits {
  readonly reason: string | null;
  readonly message: string | null;
  /** Whether event and alert have gone out; null until there is an ending to tell. */
  readonly noticesSent: boolean | null;
  readonly ending: FiveLines | null;
  readonly admitted: number;
  readonly notStarted: number;
  /** How many items are in which state. */
  readonly counts: Readonly<Partial<Record<State, number>>>;
  readonly attempt: Told<BatchAttempt, 'at'>;
  readonly cancel: Told<BatchCancel, 'at'> | null;
  readonly executionArn: string;
}

/** One item of a batch, as far as it has come. */
export interface BatchItemView {
  readonly index: number;
  readonly kind: string;
  readonly pair: PairView;
  readonly desired: Desired;
  readonly associationId: string | null;
  readonly state: State | null;
  readonly sideEffects: SideEffects | null;
  readonly reason: string | null;
}

/** One page of a list. A page may be short: only null ends the list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
}
