import type { BatchItemView, BatchView, Plans } from '../../src/answers.ts';
import type { Api } from '../api.ts';
import { confirm, type Demand, demandOfItems, demandOfPlans, mayInterrupt } from '../confirmation.ts';
import { Refused, UsageError } from '../errors.ts';
import { exitCodeOf, exitCodeOfCancelled, exitCodes, hasEnded } from '../exit.ts';
import type { FollowOptions } from '../follow.ts';
import { followBatch } from '../follow-batch.ts';
import { type Body, flagged, fromFile, type RequestOptions, withoutAbsent } from '../request.ts';
import type { Action, Session } from '../session.ts';
import { batchLines, batchSummaryLines, itemLines } from '../show/batch.ts';
import { cleaned } from '../text.ts';
import { patienceOf, review, type StartOptions, start, type WaitOptions } from './associate.ts';
import { plansOf } from './plan.ts';
import { type ListOptions, listItems } from './read.ts';

interface BatchOptions extends RequestOptions, StartOptions {
  readonly packageId?: string;
  readonly tag?: Readonly<Record<string, string>>;
  readonly serviceNetworkIdentifier?: string;
  readonly maxConcurrency?: number;
  readonly canary?: number;
  readonly stopAfterFailures?: number;
  readonly batchLabel?: string;
}

const pathOf = (id: string, more = '') => `/batches/${encodeURIComponent(id)}${more}`;

/** Plans a batch, demands what it demands, and starts it. */
export const create: Action<BatchOptions> = async (session, options, [kind]) => {
  const patience = patienceOf(options);
  const body = await batchOf(session, options, kind);
  const api = await (options.dryRun ? session.connect() : session.connectToChange());
  const plans = await plansOf(api, body).catch(unlessRepeat(body, options));
  const ended = plans && (await review(session, plans, demandOf(plans, body, options), options));
  if (ended !== undefined) return ended;
  const batch = await start<BatchView>(session, api, '/batches', { planDigest: plans?.digest, ...body }, options);
  const exitCode = await waitForBatch(session, api, batch, { ...options, patience });
  return hasEnded(batch.state) ? exitCodeOf(batch.state) : exitCode;
};

/** Nothing, where the API plans no such batch now but may know its key: a selector can have come to name nothing. Throws what it is given otherwise. */
const unlessRepeat =
  (body: Body, { dryRun, idempotencyKey }: BatchOptions) =>
  (error: Error): undefined => {
    const mayBeRepeat = !dryRun && idempotencyKey !== undefined && error instanceof Refused && error.problem.code === 'invalid-request';
    // Without a plan nothing says whose traffic it interrupts.
    if (!mayBeRepeat || mayInterrupt(body)) throw error;
  };

/** What its plans demand; under a key that is named, for some of the pairs that it was confirmed for it may be done by now. */
function demandOf(plans: Plans, body: Body, { idempotencyKey, confirm: given }: BatchOptions): Demand | undefined {
  const demand = demandOfPlans(plans, body);
  const isMet = idempotencyKey !== undefined && demand !== undefined && /^\d+$/.test(given ?? '') && Number(given) >= demand.pairs;
  return isMet ? undefined : demand;
}

/** What is sent: the file's requests or selector, or the selector of the flags; and what the flags say of all of them. */
async function batchOf(session: Session, options: BatchOptions, kind: string | undefined): Promise<Body> {
  if ((kind === undefined) === (options.file === undefined)) {
    throw new UsageError('Say what: --file with requests or a selector, or a selector as es-package or lattice-service with its flags.');
  }
  const what = kind === undefined ? await fromFile(session, options.file ?? '') : { selector: selectorOf(kind, options) };
  const { maxConcurrency, canary, stopAfterFailures, batchLabel: label } = options;
  return { ...what, ...flagged(options), ...withoutAbsent({ maxConcurrency, canary, stopAfterFailures, label }) };
}

/** A selector as the API takes it. One tag means services that have it, whatever its value when none is given. */
function selectorOf(kind: string, { packageId, tag, serviceNetworkIdentifier }: BatchOptions): Body {
  const [[key, value] = [], ...others] = Object.entries(tag ?? {});
  if (others.length > 0) throw new UsageError('A selector goes by one --tag.');
  return withoutAbsent({
    kind,
    packageId,
    tag: key === undefined ? undefined : { key, ...(value && { value }) },
    serviceNetworkIdentifier,
  });
}

async function waitForBatch(
  session: Session,
  api: Api,
  batch: BatchView,
  { wait = true, patience, exitCode = exitCodeOf }: WaitOptions & Pick<FollowOptions, 'patience' | 'exitCode'>,
): Promise<number> {
  if (wait) return followBatch(session, api, batch.id, { patience, exitCode, untilAsked: true });
  session.output.show(batch, batchLines);
  if (!hasEnded(batch.state)) session.output.say(`Follow it with: liaison batch watch ${cleaned(batch.id)}`);
  return exitCodes.reached;
}

/** Lists batches, newest first. */
export const list: Action<ListOptions> = (session, options) =>
  listItems<BatchView>(session, '/batches', new URLSearchParams(), options, batchSummaryLines);

/** Shows one batch. */
export const get: Action = async (session, _, [id = '']) => {
  const api = await session.connect();
  session.output.show((await api.ask<BatchView>({ method: 'GET', path: pathOf(id) })).body, batchLines);
  return exitCodes.reached;
};

/** Lists the items of one batch, in its order. */
export const items: Action<ListOptions> = (session, options, [id = '']) =>
  listItems<BatchItemView>(session, pathOf(id, '/items'), new URLSearchParams(), options, itemLines);

/** Follows one batch to its end. */
export const watch: Action<WaitOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  return followBatch(session, await session.connect(), id, { patience, streams: true });
};

interface DecisionOptions extends WaitOptions {
  readonly comment?: string;
  readonly confirm?: string;
}

/** Stops a batch: what runs goes on to its end, nothing more is begun. */
export const cancel: Action<DecisionOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const body = withoutAbsent({ comment: options.comment });
  const { body: batch } = await api.ask<BatchView>({ method: 'POST', path: pathOf(id, '/cancel'), body });
  return waitForBatch(session, api, batch, { wait: options.wait ?? false, patience, exitCode: exitCodeOfCancelled });
};

/** Tries again whatever did not end as desired. */
export const retryFailed: Action<DecisionOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const { body: known, headers } = await api.ask<BatchView>({ method: 'GET', path: pathOf(id) });
  // Of what is under way the API says that it cannot be.
  if (hasEnded(known.state)) await confirm(session, demandOfItems(await notDone(api, known)), options.confirm);
  const { body: batch } = await api.ask<BatchView>({
    method: 'POST',
    path: pathOf(id, '/retry-failed'),
    body: withoutAbsent({ comment: options.comment }),
    headers: { 'if-match': headers.get('etag') ?? `"${known.version}"` },
  });
  return waitForBatch(session, api, batch, { ...options, patience });
};

/** What is not as desired, or was not begun. */
async function notDone(api: Api, { id, total }: BatchView): Promise<BatchItemView[]> {
  const found: BatchItemView[] = [];
  await api.each<BatchItemView>(pathOf(id, '/items'), new URLSearchParams(), total, (item) => {
    if (item.state !== 'SUCCEEDED') found.push(item);
  });
  return found;
}
