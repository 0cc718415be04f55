/** What a request asks for. */
export type Desired = 'ASSOCIATED' | 'DISSOCIATED';

/** What carrying a plan out does to traffic. */
export type Impact = 'NONE' | 'BACKGROUND' | 'INTERRUPTS_TRAFFIC';

/** Anything JSON can say: what a record can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

/**
 * The pure half of a kind: what a pair is and what may be asked of it. No SDK, no clock, no settings,
 * so that the functions which accept requests can know every kind without carrying any AWS client.
 */
export interface PairRules<Pair = unknown> {
  readonly name: string;
  /** What can be asked for, and for what cannot: the sentence that says what to ask instead. */
  readonly desired: Readonly<Record<Desired, Possible | { readonly allowed: false; readonly why: string }>>;
  /** The natural key: equal for two pairs exactly when at most one association of them may be active. */
  key(pair: Pair): string;
  /** Where bringing one pair about ends another: equal for all of those. Left out where no pair ends another. */
  rival?(pair: Pair): string;
  /** How AWS is not as an association to ASSOCIATED left it, by a plan of the same that waits for nothing; null where that plan does not tell. */
  drift(plan: Pick<Plan, 'checks' | 'before' | 'targetVersion'>): Drift | null;
  /** The ids of the two: what is associated, and with what. Lists are searched by them. */
  ends(pair: Pair): { readonly source: string; readonly target: string };
  /** Names of what must not be changed by two associations at once, as far as the pair alone tells. */
  scopes(pair: Pair): string[];
  readonly defaults: { readonly onFailure: 'ROLL_BACK' | 'LEAVE'; readonly deadline: string };
  readonly durations: Durations;
}

/**
 * Lists follow a change late: for so many milliseconds after a call, what it changes may be shown as it was before. An assumption: AWS does not
 * say. Terraform's provider does not look in the first 30 seconds after an association; this is on the safe side of it.
 */
export const unseenFor = 120_000;

/** What bringing a pair to a relation does; `undoInterrupts` where taking it back interrupts traffic once more. */
export interface Possible {
  readonly allowed: true;
  readonly impact: Impact;
  readonly undoInterrupts?: true;
}

/** How AWS is not as an association left it: gone, there at another version than the newest, or there with something else. */
export type DriftType = 'Missing' | 'VersionBehind' | 'MovedElsewhere';

export interface Drift {
  readonly type: DriftType;
  /** For people: what there is instead. */
  readonly observed: string;
}

/** Seconds. `usual` is what AWS takes when no history is known yet; the others bound the waiting after the call. */
export interface Durations {
  readonly usual: number;
  readonly settle: number;
  readonly undo: number;
}

/**
 * Why an event asked, as far as the plan must check that it still holds. `at`: when what it tells of happened, in epoch milliseconds.
 * `version`: the only one that it still speaks for, once a canary has tried it.
 */
export type Trigger =
  | { readonly type: 'TAG'; readonly key: string; readonly value: string | null; readonly at: number }
  | { readonly type: 'PACKAGE_UPDATED'; readonly at: number; readonly version?: string };

/** What a step knows beyond the pair. Times are epoch milliseconds of the workflow's clock. */
export interface Context {
  readonly now: number;
  readonly associationId: string;
  readonly run: number;
  /** For APIs that take an idempotency token: the same for every repeat of this run's call. 1 to 64 characters. */
  readonly token: string;
  readonly account: string;
  readonly region: string;
  readonly trigger: Trigger | null;
  /** Whether what was sent is being taken back: a look is then to tell whether it is again as it was, not whether the call took. */
  readonly takingBack: boolean;
}

/** What AWS said, in its own words. `status` is the service's own status value, when it gave one. */
export interface Words {
  readonly operation: string;
  readonly status: string | null;
  readonly error: string | null;
  readonly message: string | null;
  readonly requestId: string | null;
}

/** Whether AWS's message says it: many an error tells nowhere else what is the matter. */
export const says = ({ message }: Words, what: RegExp): boolean => what.test(message ?? '');

/** One fact a plan rests on. WAIT: not yet, but it can become true by itself. UNKNOWN: could not be found out; does not stop. */
export interface Check {
  readonly name: string;
  readonly result: 'PASS' | 'FAIL' | 'WAIT' | 'UNKNOWN';
  /** CamelCase and stable, for programs. */
  readonly reason: string;
  /** A sentence for people. */
  readonly message: string;
}

/** What a check found. */
export type Verdict = Omit<Check, 'name'>;

export const pass = (reason: string, message: string): Verdict => ({ result: 'PASS', reason, message });
export const wait = (reason: string, message: string): Verdict => ({ result: 'WAIT', reason, message });
export const fail = (reason: string, message: string): Verdict => ({ result: 'FAIL', reason, message });
export const unknown = (reason: string, message: string): Verdict => ({ result: 'UNKNOWN', reason, message });

/** A verdict as the check of that name. */
export const check = (name: string, verdict: Verdict): Check => ({ name, ...verdict });

/** The table's entry for a status AWS gave; undefined for one it has added since, or for none. */
export const entryFor = <Entry>(table: Readonly<Record<string, Entry>>, status: string | null | undefined): Entry | undefined =>
  Object.entries(table).find(([name]) => name === status)?.[1];

/** The verdict on a status AWS gave: one it has added since is waited out; without any there is nothing to wait for. */
export function verdictOn(table: Readonly<Record<string, Verdict>>, status: string | null | undefined): Verdict {
  if (typeof status !== 'string') return unknown('StatusMissing', 'AWS does not say which status it has.');
  return entryFor(table, status) ?? wait('StatusUnknown', `AWS gives the status ${status}, which Liaison does not know.`);
}

/** The verdict with AWS's own words after ours. */
export function quoting(verdict: Verdict, ...said: readonly (string | null | undefined)[]): Verdict {
  const words = said.filter(Boolean).join(': ');
  return words ? { ...verdict, message: `${verdict.message} AWS says: ${words}${/[.!?]$/.test(words) ? '' : '.'}` } : verdict;
}

/** One AWS call, as a plan shows it. */
export interface Call {
  readonly operation: string;
  readonly parameters: { readonly [name: string]: Json };
}

/** What would be done, and on what grounds. Made by reads only. */
export interface Plan {
  /** False when AWS already is as desired: nothing to call. Decided only when no check says WAIT. */
  readonly changed: boolean;
  /** What asked for this no longer holds (a tag was changed again): end without an effect. */
  readonly outOfDate: boolean;
  readonly checks: readonly Check[];
  /** In order. All but the last only make room; each is a request of its own, followed by a new plan. */
  readonly calls: readonly Call[];
  /** Empty when it cannot be undone. */
  readonly undo: readonly Call[];
  readonly impact: Impact;
  /** The version that must be seen for the association to count as settled; null where there are no versions. */
  readonly targetVersion: string | null;
  /** What was there before, as far as undo must know it. */
  readonly before: Json;
  /** Every lock scope this plan needs, the pair's own included. */
  readonly scopes: readonly string[];
}

/** Written on the record in the moment before a mutating call. */
export interface Intent {
  readonly run: number;
  readonly at: number;
  /** When the first call went out after that before-image: earlier than `at` where an earlier attempt left something and nobody came between. */
  readonly since: number;
  readonly token: string;
  readonly call: Call;
  /** True when the call only makes room for the real one. */
  readonly preparatory: boolean;
  readonly targetVersion: string | null;
  readonly before: Json;
  /** AWS's id of what was made, once known. */
  readonly handle: string | null;
  /** True when it turned out to be there already, made by somebody else: then it is never undone. */
  readonly adopted: boolean;
}

/** How a mutating call came out. Never thrown: what is thrown is a fault of ours. */
export type Outcome =
  | { readonly type: 'ACCEPTED'; readonly handle: string | null; readonly words: Words }
  /** AWS said no and made nothing. */
  | { readonly type: 'REFUSED'; readonly words: Words }
  /** AWS said no for now and made nothing. */
  | { readonly type: 'THROTTLED'; readonly retryAfterSeconds: number | null; readonly words: Words }
  /** Something else is under way there; nothing made. Wait for conditions and plan again. */
  | { readonly type: 'IN_PROGRESS'; readonly words: Words }
  /** It is already so, by another hand. */
  | { readonly type: 'ALREADY'; readonly handle: string | null; readonly words: Words }
  /** Nobody knows whether it took: look before anything else. */
  | { readonly type: 'UNKNOWN'; readonly words: Words };

/** How an undo came out. */
export type UndoOutcome =
  | Outcome
  | { readonly type: 'NOTHING_TO_UNDO'; readonly words: Words }
  | { readonly type: 'CANNOT_UNDO'; readonly words: Words };

/** What a look found. */
export interface Observation {
  /**
   * SETTLED: as desired. PENDING: on the way. FAILED: AWS gave up. ABSENT: nothing there (for ASSOCIATED).
   * ELSEWHERE: there, but not where it should be. READY: the preparatory call is through, plan again.
   */
  readonly type: 'SETTLED' | 'PENDING' | 'FAILED' | 'ABSENT' | 'ELSEWHERE' | 'READY';
  /** Is what is there certainly this association's own doing? */
  readonly ours: 'YES' | 'NO' | 'UNKNOWN';
  /** Is it again as the intent's before-image says? */
  readonly asBefore: boolean;
  /** A status AWS has added since: taken as PENDING, and logged. */
  readonly unknownStatus: boolean;
  readonly words: Words;
}

/** What many pairs are found by: a package, a service, a tag. */
export type Selector = { readonly [name: string]: Json };

/** The half of a kind that talks to AWS. Reads may throw AWS's errors; the caller classifies them. */
export interface Operations<Pair = unknown> {
  plan(pair: Pair, desired: Desired, context: Context): Promise<Plan>;
  request(pair: Pair, desired: Desired, plan: Pick<Plan, 'calls' | 'targetVersion' | 'before'>, context: Context): Promise<Outcome>;
  observe(pair: Pair, desired: Desired, intent: Intent, context: Context): Promise<Observation>;
  undo(pair: Pair, desired: Desired, intent: Intent, context: Context): Promise<UndoOutcome>;
  /** The pairs that a selector of this kind means now. */
  targets?(selector: Selector, context: Pick<Context, 'account' | 'region'>): Promise<Pair[]>;
  /** Whether all of the pairs together fit into what AWS allows: of many, each alone may fit. Reads only. */
  quotas?(pairs: readonly Pair[], desired: Desired): Promise<Check[]>;
}

/** Does the work for each element, so many at a time, and gives what came of it in their order. Throws what the first to fail threw. */
export async function inParallel<Element, Result>(
  elements: Iterable<Element>,
  atOnce: number,
  work: (element: Element) => Promise<Result>,
): Promise<Result[]> {
  const [waiting, results]: [Element[], Result[]] = [[...elements], []];
  while (waiting.length > 0) results.push(...(await Promise.all(waiting.splice(0, atOnce).map(work))));
  return results;
}

/**
 * How every client of a kind is made: one attempt, because what may be repeated is the workflow's decision,
 * and a time-out well inside the function's own.
 */
export const clientDefaults = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
} as const;
