import type { Call, Desired, Drift, Intent, Json, Plan, Trigger, Words } from './kinds/kind.ts';

/** The states an association passes through. The first row is on the way, the second is where it ends. */
export const activeStates = ['PENDING', 'AWAITING_APPROVAL', 'RUNNING', 'ROLLING_BACK'] as const;
export const terminalStates = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'REJECTED', 'EXPIRED', 'CANCELLED'] as const;

export type TerminalState = (typeof terminalStates)[number];
export type State = (typeof activeStates)[number] | TerminalState;

/** What is in AWS beyond what was asked. */
export type SideEffects = 'NONE' | 'REVERTED' | 'LEFT_BEHIND' | 'UNKNOWN';

/** Whether something of a request may be in AWS that nobody asked for, or be gone from there. */
export const isUnclear = (sideEffects: SideEffects | null): sideEffects is 'LEFT_BEHIND' | 'UNKNOWN' =>
  sideEffects === 'LEFT_BEHIND' || sideEffects === 'UNKNOWN';

/** Who asked, or who did it: the authenticated principal, the source of an event, or Liaison itself. */
export interface Actor {
  readonly type: 'IAM' | 'EVENT' | 'LIAISON';
  readonly id: string;
}

/** A request that has been read: the pair is one of the kind's own, in its one spelling. */
export interface Request {
  readonly kind: string;
  readonly pair: Json;
  readonly desired: Desired;
  readonly onFailure: 'ROLL_BACK' | 'LEAVE';
  readonly approval: 'AUTO' | 'REQUIRED' | 'BY_IMPACT';
  /** ISO 8601 duration from the request's own time. */
  readonly deadline: string;
  readonly reason: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * The digest of the plan this request was made on: a precondition. Null once the attempt has waited for conditions, or has made room for its
   * call, which make another plan of the same.
   */
  readonly planDigest: string | null;
}

/** How an association ended, or is to end. */
export interface Ending {
  readonly state: TerminalState;
  readonly sideEffects: SideEffects;
  /** False when AWS already was as desired. */
  readonly changed: boolean;
  /** CamelCase and stable, for programs; null for a plain success. */
  readonly reason: string | null;
  /** For people: what happened, in AWS's words where AWS said something. */
  readonly message: string | null;
  readonly words: Words | null;
}

/** One line of the append-only history. */
export interface Entry {
  readonly sequence: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  readonly action: string;
  readonly from: State | null;
  readonly to: State;
  readonly comment: string | null;
  readonly planDigest: string | null;
  readonly words: Words | null;
  readonly run: number;
  readonly attempt: number;
}

/** The plan as the record keeps it. */
export interface KeptPlan extends Omit<Plan, 'outOfDate' | 'scopes'> {
  readonly digest: string;
}

/** An undo that was sent, or is about to be. */
export interface UndoIntent {
  readonly run: number;
  /** When undoing began: what its bound counts from. */
  readonly since: number;
  readonly tries: number;
  /** The workflow's time of the last try, also of one that AWS refused for the moment; null before the first. What comes with no later one is a repeat. */
  readonly triedAt: number | null;
  /** Whether that call may be out: not when AWS refused it for the moment. */
  readonly isOut?: boolean;
  /** Why the association is taken back: the ending's reason once it is. */
  readonly because: { readonly reason: string; readonly message: string | null; readonly words: Words | null };
}

/** Where it is, for whoever watches. */
export interface Step {
  readonly name: string;
  readonly since: number;
  /** What AWS, or what stands in the way, said last. */
  readonly observed: string | null;
  readonly looks: number;
  readonly nextLookAt: number | null;
}

/** What is still to be sent of an ending; each is cleared once it has been sent. While there is one, the locks and the pair are still held. */
export interface Outbox {
  readonly event: boolean;
  readonly alert: boolean;
}

/** One go at what was asked: the request's own is the first, each retry is another. What is waited for counts from `at`. */
export interface Attempt {
  readonly number: number;
  /** Who wants it: the requester, or who retries it. */
  readonly by: Actor;
  readonly firstRun: number;
  readonly at: number;
}

/** What an earlier attempt did and may have left, with what takes it back. */
export interface Leftover {
  readonly intent: Intent;
  readonly undo: readonly Call[];
  readonly sideEffects: SideEffects;
}

/** The call that made room, by taking away what was worth something. */
export interface Removal extends Intent {
  /** False where an earlier attempt sent it and others came between: it may have been theirs that took. */
  readonly isCertain: boolean;
}

/** That an approval is asked for. */
export interface ApprovalRequest {
  /** The digest of the plan that is to be approved: what is approved is this plan and no other. */
  readonly digest: string;
  /** How many plans have been asked for in this attempt. */
  readonly round: number;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Wakes the run that waits. It never leaves the table. */
  readonly token: string;
  /** Event and alert have gone out. */
  readonly told: boolean;
}

/** What was decided about a plan. EXPIRED is nobody's decision, and never a yes. */
export interface Decision {
  readonly verdict: 'APPROVED' | 'REJECTED' | 'EXPIRED';
  readonly digest: string;
  readonly actor: Actor;
  readonly at: number;
  readonly comment: string | null;
}

/** That a request is given up: before its call it ends, after it what was made is taken back. */
export interface Cancel {
  readonly at: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly message: string;
}

/** Reconcile found AWS not as the association left it, and nobody has asked Liaison for that. Times are epoch milliseconds. */
export interface KnownDrift extends Drift {
  /** When it was seen first, and last. */
  readonly since: number;
  readonly seenAt: number;
  /** Event and alert have gone out, or are not due yet. */
  readonly told: boolean;
}

/** One request to bring one pair to a desired relation, with its runs and its history: the record that holds the truth. Times are epoch milliseconds. */
export interface Association extends Request {
  readonly id: string;
  readonly pairKey: string;
  /** Where bringing one pair about ends another: what all of those share; null where no pair ends another. */
  readonly rivalKey: string | null;
  readonly state: State;
  readonly sideEffects: SideEffects | null;
  readonly changed: boolean | null;
  readonly endReason: string | null;
  readonly endMessage: string | null;
  readonly words: Words | null;
  readonly requestedBy: Actor;
  readonly trigger: Trigger | null;
  /** The time of the request itself: the event's, not its delivery's. */
  readonly requestedAt: number;
  readonly updatedAt: number;
  readonly settledAt: number | null;
  readonly deadlineAt: number;
  readonly run: number;
  readonly attempt: Attempt;
  /** The item of a batch that this is. */
  readonly batch: { readonly id: string; readonly index: number } | null;
  readonly approvalRequest: ApprovalRequest | null;
  readonly decision: Decision | null;
  /** Set when it is not to be carried out after all. */
  readonly cancel: Cancel | null;
  readonly step: Step | null;
  readonly usualSeconds: number;
  readonly plan: KeptPlan | null;
  /** The last plan allows its one call, and nobody has set out to make it yet. Whoever writes the intent takes this. */
  readonly mayCall: boolean;
  readonly intent: Intent | null;
  readonly undoIntent: UndoIntent | null;
  /** When a call that changes AWS may have gone out last, in any attempt; null before the first. */
  readonly lastCallAt: number | null;
  /**
   * What an earlier attempt may have left in AWS; null once AWS has been seen as it was before. Its before-image, and what restores that, count
   * for every attempt after it.
   */
  readonly leftover: Leftover | null;
  /**
   * What an earlier attempt may have left and nobody takes back any more: another has ended there since, and nobody knows what it did. What is
   * there before the next call may be its, and is what undo restores.
   */
  readonly abandoned: Leftover | null;
  /** The call that took away what stood in the way and was worth something; it is not made again. Null while none did. */
  readonly removed: Removal | null;
  /** Lock scopes wanted or held. */
  readonly scopes: readonly string[];
  readonly outbox: Outbox | null;
  /** Whether AWS was as this association left it when reconcile looked last; null: it has not, or a later one speaks for the pair. */
  readonly inSync: boolean | null;
  readonly drift: KnownDrift | null;
  readonly history: readonly Entry[];
  /** Grows by one with every change of the record: what the API's ETag says, and what a write is conditional on. */
  readonly version: number;
}

const terminal: ReadonlySet<string> = new Set(terminalStates);
export const isTerminal = (association: Pick<Association, 'state'>): boolean => terminal.has(association.state);
