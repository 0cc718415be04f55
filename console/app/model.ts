/** What the API answers, as far as the page shows it. Times are ISO 8601; words that may become more are any text. */

export type Desired = 'ASSOCIATED' | 'DISSOCIATED';

/** Who asked, or who did it. */
interface Actor {
  readonly type: string;
  readonly id: string;
}

/** What AWS said, in its own words. */
export interface Words {
  readonly operation: string;
  readonly status: string | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** One AWS call. */
export interface Call {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One fact that a plan rests on. */
export interface Check {
  readonly name: string;
  readonly result: string;
  readonly message: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string | null;
}

export type Pair = Readonly<Record<string, unknown>>;

/** How an ending is told. */
export type FiveLines = Readonly<Record<'what' | 'why' | 'inAwsNow' | 'next' | 'evidence', string>>;

/** A plan: of a record, or of POST /plans, which says more. */
export interface PlanView {
  readonly digest: string;
  readonly changed: boolean;
  readonly impact: string;
  readonly checks: readonly Check[];
  readonly calls: readonly Call[];
  readonly undo: readonly Call[];
  readonly reversible?: string;
  readonly approval?: string;
  readonly usualSeconds?: number;
  readonly estimate?: { readonly transitions: number; readonly usd: number };
}

/** What POST /plans answers. */
export interface Plans {
  readonly summary: Readonly<Record<'change' | 'blocked' | 'waiting' | 'notPlanned', number>> & { readonly text: string };
  readonly digest: string;
  /** Of all of them together, such as quotas. */
  readonly checks: readonly Check[];
  readonly items: readonly PlanItem[];
}

/** The plan of one pair. */
export interface PlanItem extends PlanView {
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
}

export interface HistoryEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly from: string | null;
  readonly to: string;
  readonly comment: string | null;
  readonly words: Words | null;
  readonly run: number;
  readonly attempt: number;
}

/** Where it is: what was observed last, and when it looks again. */
export interface CurrentStep {
  readonly name: string;
  readonly since: string;
  readonly observed: string | null;
  readonly looks: number;
  readonly nextLookAt: string | null;
}

export interface Decision {
  readonly verdict: string;
  readonly actor: Actor;
  readonly at: string;
  readonly comment: string | null;
}

/** An association in a list. */
export interface Summary {
  readonly id: string;
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
  readonly state: string;
  readonly sideEffects: string | null;
  readonly changed: boolean | null;
  readonly reason: string | null;
  readonly problem: boolean;
  readonly drift: { readonly type: string; readonly observed: string; readonly since: string } | null;
  readonly inSync: boolean | null;
  readonly ending: FiveLines | null;
  readonly aws: Words | null;
  readonly step: CurrentStep | null;
  readonly approvalRequest: {
    readonly digest: string;
    readonly round: number;
    readonly askedAt: string;
    readonly expiresAt: string;
  } | null;
  readonly decision: Decision | null;
  readonly cancel: { readonly at: string; readonly actor: Actor; readonly message: string } | null;
  readonly onFailure: string;
  readonly approval: string;
  readonly usualSeconds: number;
  readonly deadlineAt: string;
  readonly run: number;
  readonly attempt: { readonly number: number; readonly by: Actor; readonly at: string };
  readonly batch: { readonly id: string; readonly index: number } | null;
  readonly executionArn: string;
  readonly version: number;
  readonly requestedBy: Actor;
  readonly requestReason: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly requestedAt: string;
  readonly updatedAt: string;
  readonly settledAt: string | null;
}

/** The whole of one. */
export interface Association extends Summary {
  readonly plan: PlanView | null;
  readonly intent: { readonly call: Call; readonly at: string; readonly handle: string | null; readonly adopted: boolean } | null;
  readonly history: readonly HistoryEntry[];
}

export interface Batch {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly ending: FiveLines | null;
  readonly label: string | null;
  readonly total: number;
  readonly notStarted: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly maxConcurrency: number;
  readonly canary: number;
  readonly stopAfterFailures: number | null;
  readonly attempt: { readonly number: number };
  readonly cancel: { readonly at: string; readonly actor: Actor; readonly comment: string | null } | null;
  readonly requestedBy: Actor;
  readonly requestedAt: string;
  readonly settledAt: string | null;
  readonly version: number;
}

export interface BatchItem {
  readonly index: number;
  readonly kind: string;
  readonly pair: Pair;
  readonly desired: Desired;
  readonly associationId: string | null;
  readonly state: string | null;
  readonly sideEffects: string | null;
  readonly reason: string | null;
}
