import type { Api } from '../api.ts';
import { UsageError } from '../errors.ts';
import { exitCodeOf, exitCodes, hasEnded } from '../exit.ts';
import type { Batch, BatchItem, Plans } from '../model.ts';
import { type Body, flagged, fromFile, type RequestOptions, withoutAbsent } from '../request.ts';
import type { Action, Session } from '../session.ts';
import { batchLines, batchSummaryLines, countsText, itemLines } from '../show/batch.ts';
import { timeText } from '../show/pair.ts';
import { cleaned } from '../text.ts';
import { watch as watchItem } from '../watching.ts';
import { patienceOf, review, type StartOptions, start, type WaitOptions } from './associate.ts';
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
  const api = await session.connect();
  const { body: plans } = await api.ask<Plans>({ method: 'POST', path: '/plans', body });
  const ended = await review(session, plans, options);
  if (ended !== undefined) return ended;
  const batch = await start<Batch>(session, api, '/batches', { planDigest: plans.digest, ...body }, options);
  return waitForBatch(session, api, batch, { ...options, patience });
};

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
  batch: Batch,
  { wait = true, patience }: WaitOptions & { patience?: number | undefined },
): Promise<number> {
  if (wait) {
    session.output.say(`Accepted as ${cleaned(batch.id)}.`);
    return followBatch(session, api, batch.id, { patience, streams: false });
  }
  session.output.show(batch, batchLines);
  session.output.say(`Follow it with: liaison batch watch ${cleaned(batch.id)}`);
  return exitCodes.reached;
}

/** Follows a batch to its end. */
async function followBatch(
  session: Session,
  api: Api,
  id: string,
  { patience, streams }: { patience: number | undefined; streams: boolean },
): Promise<number> {
  const { output } = session;
  let told = '';
  const last = await watchItem<Batch>(api, {
    path: pathOf(id),
    tell(batch) {
      if (output.isJson) return streams ? output.stream(batch, () => []) : undefined;
      const counts = countsText(batch);
      if (output.isLive) return output.live(`… ${batch.state} ${counts}`);
      if (counts !== told) output.stream(batch, (shown) => [`${timeText(shown.updatedAt)}  ${shown.state}  ${countsText(shown)}`]);
      told = counts;
    },
    patience,
    goesOn: `${id} goes on. Follow it with: liaison batch watch ${id}`,
  }).finally(() => output.live(''));
  if (!output.isJson || !streams) output.show(last, batchLines);
  output.say(whatNext(cleaned(last)));
  return exitCodeOf(last.state);
}

const whatNext = ({ id, state }: Batch) => {
  if (!hasEnded(state)) return `${id} is still under way. Follow it with: liaison batch watch ${id}`;
  return state === 'SUCCEEDED'
    ? 'All of it is as desired.'
    : `See each: liaison batch items ${id}. Try the rest again: liaison batch retry-failed ${id}`;
};

/** Lists batches, newest first. */
export const list: Action<ListOptions> = (session, options) =>
  listItems<Batch>(session, '/batches', new URLSearchParams(), options, batchSummaryLines);

/** Shows one batch. */
export const get: Action = async (session, _, [id = '']) => {
  const api = await session.connect();
  session.output.show((await api.ask<Batch>({ method: 'GET', path: pathOf(id) })).body, batchLines);
  return exitCodes.reached;
};

/** Lists the items of one batch, in its order. */
export const items: Action<ListOptions> = (session, options, [id = '']) =>
  listItems<BatchItem>(session, pathOf(id, '/items'), new URLSearchParams(), options, itemLines);

/** Follows one batch to its end. */
export const watch: Action<WaitOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  return followBatch(session, await session.connect(), id, { patience, streams: true });
};

const act =
  (verb: 'cancel' | 'retry-failed', waits: boolean): Action<WaitOptions & { comment?: string }> =>
  async (session, options, [id = '']) => {
    const patience = patienceOf(options);
    const api = await session.connect();
    const { body } = await api.ask<Batch>({
      method: 'POST',
      path: pathOf(id, `/${verb}`),
      body: withoutAbsent({ comment: options.comment }),
    });
    return waitForBatch(session, api, body, { wait: options.wait ?? waits, patience });
  };

/** Stops a batch: what runs goes on to its end, nothing more is begun. */
export const cancel = act('cancel', false);

/** Tries again whatever did not end as desired. */
export const retryFailed = act('retry-failed', true);
