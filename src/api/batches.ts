import * as z from 'zod';
import type { RetryBatch } from '../batches/again.ts';
import { type Batch, hasEnded } from '../batches/batch.ts';
import { cancelling, tooLateToCancel } from '../batches/cancel.ts';
import type { AcceptBatch, BatchAcceptance } from '../batches/create.ts';
import { nothingNamed, readBatch } from '../batches/read.ts';
import type { BatchStore } from '../batches/store.ts';
import { batchView, itemsView } from '../batches/view.ts';
import { requestMembers } from '../request.ts';
import type { Store } from '../store.ts';
import { unlessKnown } from './conditional.ts';
import {
  actorOf,
  etagOf,
  type HttpAnswer,
  type HttpRequest,
  holdIfMatch,
  idempotencyKey,
  jsonBody,
  Refusal,
  type Route,
  readBody,
  readOrRefuse,
} from './http.ts';
import { mostKilobytes } from './plans.ts';
import { lastIn, pageTokenOf, paging, readQuery } from './query.ts';

/** What the routes of batches work with. */
export interface BatchSurroundings {
  readonly store: Store;
  readonly batches: BatchStore;
  readonly acceptBatch: AcceptBatch;
  readonly retryBatch: RetryBatch;
  readonly batchMachine: () => string;
}

/** The id of a batch. */
export const batchId = z.string().regex(/^batch_[0-9A-HJKMNP-TV-Z]{26}$/);

/** What GET /batches and GET /batches/{id}/items understand. */
export const batchListParameters = z.strictObject(paging);

/** The body of POST /batches/{id}/cancel and /retry-failed. */
export const batchDecisionSchema = z.strictObject({ comment: requestMembers.reason.optional() });

const linkToBatch = (id: string) => `/batches/${id}`;

/** The routes of batches, by the key API Gateway gives them. */
export const batchRoutesOf = (surroundings: BatchSurroundings) =>
  ({
    'POST /batches': create(surroundings),
    'GET /batches': list(surroundings),
    'GET /batches/{id}': read(surroundings),
    'GET /batches/{id}/items': items(surroundings),
    'POST /batches/{id}/cancel': cancel(surroundings),
    'POST /batches/{id}/retry-failed': retryFailed(surroundings),
  }) satisfies Record<string, Route>;

const create =
  ({ acceptBatch, batchMachine }: BatchSurroundings): Route =>
  async (request) => {
    const key = ['batch', ...idempotencyKey(request)];
    const asked = readOrRefuse(readBatch(jsonBody(request, { mostKilobytes })));
    const acceptance = await acceptBatch({ request: asked, key, requestedBy: actorOf(request), requestedAt: request.at, trigger: null });
    const batch = batchOf(acceptance);
    const answer = accepted(batch, batchMachine());
    // A repeat of what has ended already: there is nothing to wait for.
    return hasEnded(batch) ? { ...answer, status: 200 } : answer;
  };

function batchOf(acceptance: BatchAcceptance): Batch {
  switch (acceptance.type) {
    case 'ACCEPTED':
      return acceptance.batch;
    case 'KEY_REUSED':
      throw new Refusal('idempotency-key-reused', `It stands for ${acceptance.id}, which was requested with another body.`, {
        links: { existing: linkToBatch(acceptance.id) },
      });
    case 'NOTHING':
      return readOrRefuse(nothingNamed);
    case 'UNUSABLE':
      return readOrRefuse({ ok: false, problems: acceptance.problems });
  }
}

/** How long looking again is not worth while. Seconds. */
const secondsBetweenLooks = 5;

const whileRunning = (batch: Batch) => (hasEnded(batch) ? {} : { 'retry-after': String(secondsBetweenLooks) });

const accepted = (batch: Batch, machineArn: string): HttpAnswer => ({
  status: 202,
  headers: { location: linkToBatch(batch.id), etag: etagOf(batch), ...whileRunning(batch) },
  body: batchView(batch, machineArn),
});

async function batchIn({ batches }: BatchSurroundings, { path }: HttpRequest): Promise<Batch> {
  const id = path.id ?? '';
  const batch = batchId.safeParse(id).success ? await batches.batch(id) : undefined;
  if (!batch) throw new Refusal('not-found', `No batch has the id ${id.slice(0, 64)}.`);
  return batch;
}

const list =
  ({ batches, batchMachine }: BatchSurroundings): Route =>
  async ({ query }) => {
    const { pageSize, pageToken } = readQuery(batchListParameters, query);
    const found = await batches.batches({ limit: pageSize + 1, before: lastIn('batches', pageToken, batchId) });
    const shown = found.slice(0, pageSize);
    const next = found.length > pageSize ? (shown.at(-1)?.id ?? null) : null;
    const body = { items: shown.map((batch) => batchView(batch, batchMachine())), nextPageToken: pageTokenOf('batches', next) };
    return { status: 200, headers: {}, body };
  };

const read =
  (surroundings: BatchSurroundings): Route =>
  async (request) => {
    readQuery(z.strictObject({}), request.query);
    const batch = await batchIn(surroundings, request);
    return unlessKnown(request, batch, whileRunning(batch), () => batchView(batch, surroundings.batchMachine()));
  };

const items =
  (surroundings: BatchSurroundings): Route =>
  async (request) => {
    const { pageSize, pageToken } = readQuery(batchListParameters, request.query);
    const batch = await batchIn(surroundings, request);
    const from = lastIn(['items', batch.id], pageToken, z.int().min(0)) ?? 0;
    const to = from + pageSize;
    const shown = await itemsView(surroundings.store, surroundings.batches, batch, from, to);
    const nextPageToken = pageTokenOf(['items', batch.id], to < batch.total ? to : null);
    return { status: 200, headers: {}, body: { items: shown, nextPageToken } };
  };

const cancel =
  (surroundings: BatchSurroundings): Route =>
  async (request) => {
    const batch = await batchIn(surroundings, request);
    const { comment = null } = readBody(batchDecisionSchema, jsonBody(request, { empty: {} }));
    const cancelled = await surroundings.batches.changeBatch(
      batch.id,
      (known) => {
        if (known.cancel) return undefined;
        holdIfMatch(request, known);
        const late = tooLateToCancel(known);
        if (late) throw new Refusal('too-late', late);
        return cancelling(request.at, actorOf(request), comment);
      },
      batch,
    );
    return accepted(cancelled, surroundings.batchMachine());
  };

const retryFailed =
  (surroundings: BatchSurroundings): Route =>
  async (request) => {
    const batch = await batchIn(surroundings, request);
    const { comment = null } = readBody(batchDecisionSchema, jsonBody(request, { empty: {} }));
    holdIfMatch(request, batch);
    const retried = await surroundings.retryBatch(batch, { actor: actorOf(request), at: request.at, comment });
    switch (retried.type) {
      case 'RETRIED':
        return accepted(retried.batch, surroundings.batchMachine());
      case 'SETTLING':
        throw new Refusal('still-settling', `${batch.id} has changed, or its ending is still being told. Send this again.`);
      case 'NOT_RETRYABLE':
        throw new Refusal('not-retryable', retried.why);
    }
  };
