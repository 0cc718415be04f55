import type { Actor, SideEffects, State } from '../src/association.ts';
import type { Call, Check, Desired, Impact, Words } from '../src/kinds/kind.ts';
import type { Problem } from '../src/request.ts';

/** What the API answers, as far as it is shown. Members that are not here are left as they are; times are ISO 8601. */

/** A refusal (RFC 9457). */
export interface ProblemDetails {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly retryable?: boolean;
  readonly errors?: readonly Problem[];
  readonly links?: Readonly<Record<string, string>>;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
}

/** A plan: of a record, or of POST /plans, which says more. */
export interface PlanView {
  readonly digest: string;
  readonly changed: boolean;
  readonly impact: Impact;
  readonly checks: readonly Check[];
  readonly calls: readonly Call[];
  readonly undo: readonly Call[];
  readonly reversible?: string;
  readonly approval?: string;
  readonly usualSeconds?: number;
  readonly estimate?: { readonly transitions: number; readonly usd: number };
}

export type Pair = Readonly<Record<string, unknown>>;

export interface PlanItem extends PlanView {
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
}

/** What POST /plans answers. */
export interface Plans {
  readonly summary: {
    readonly text: string;
    readonly change: number;
    readonly noChange: number;
    readonly blocked: number;
    readonly waiting: number;
    readonly interruptsTraffic: number;
    /** Of a batch: how many were too many to be planned at once. */
    readonly notPlanned?: number;
  };
  readonly digest: string;
  readonly checks: readonly Check[];
  readonly items: readonly PlanItem[];
}

/** How an ending is told. */
export type FiveLines = Readonly<Record<'what' | 'why' | 'inAwsNow' | 'next' | 'evidence', string>>;

export interface HistoryItem {
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly from: State | null;
  readonly to: State;
  readonly comment: string | null;
  readonly planDigest: string | null;
  readonly words: Words | null;
  readonly run: number;
}

/** An association in a list. */
export interface AssociationSummary {
  readonly id: string;
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
  readonly state: State;
  readonly sideEffects: SideEffects | null;
  readonly changed: boolean | null;
  readonly requestedBy: Actor;
  readonly requestedAt: string;
}

/** The whole of one. */
export interface Association extends AssociationSummary {
  readonly ending: FiveLines | null;
  readonly step: {
    readonly name: string;
    readonly observed: string | null;
    readonly looks: number;
    readonly nextLookAt: string | null;
  } | null;
  readonly plan: PlanView | null;
  readonly approvalRequest?: {
    readonly digest: string;
    readonly round: number;
    readonly askedAt: string;
    readonly expiresAt: string;
  } | null;
  readonly decision?: { readonly verdict: string; readonly actor: Actor; readonly at: string; readonly comment: string | null } | null;
  readonly batch?: { readonly id: string; readonly index: number } | null;
  readonly attempt?: { readonly number: number; readonly at: string };
  readonly usualSeconds?: number;
  readonly requestReason: string | null;
  readonly onFailure?: string;
  readonly approval?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As reconcile saw it last. */
  readonly inSync?: boolean | null;
  readonly drift?: { readonly type: string; readonly observed: string; readonly since: string } | null;
  readonly deadlineAt: string;
  readonly updatedAt: string;
  readonly settledAt: string | null;
  readonly executionArn: string;
  readonly version: number;
  readonly history: readonly HistoryItem[];
}

export interface Batch {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly total: number;
  readonly admitted: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly notStarted: number;
  readonly maxConcurrency: number;
  readonly canary: number;
  readonly stopAfterFailures: number | null;
  readonly label?: string | null;
  readonly ending?: FiveLines | null;
  readonly requestedBy: Actor;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export interface BatchItem {
  readonly index: number;
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
  readonly associationId: string | null;
  readonly state: State | null;
  readonly sideEffects: SideEffects | null;
  readonly reason: string | null;
}
