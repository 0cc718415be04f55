import type { BatchView } from '../../src/answers.ts';
import type { Limits } from '../../src/batches/batch.ts';
import { batchView } from '../../src/batches/view.ts';
import { batchMachineArn, batch as record } from '../batches/batch.ts';
import { type Asked, nothingNamed, type Route, refused, shown } from './fake-http.ts';
import { createFakeKeys } from './fake-keys.ts';
import { at, type Body, isIn, later, planOf, plansOf, requestsOf, type Situations } from './fake-plans.ts';

/** With what was asked for: none of the members that are shown. */
interface Kept extends BatchView {
  readonly requests: readonly Body[];
}

/** One as the API shows it that has just been asked for. */
const blank = batchView(record(), batchMachineArn);

/** The routes of batches. A look at one that runs ends it, unless somebody has to approve something. */
export function createFakeBatches(situations: Situations) {
  const kept = new Map<string, Kept>();
  const keys = createFakeKeys();

  const keep = (batch: Kept): Kept => {
    kept.set(batch.id, batch);
    return batch;
  };

  function create({ headers, body }: Asked) {
    const key = String(headers['idempotency-key']);
    const known = keys.known(key, body);
    if (known === 'OTHER') return refused(422, 'idempotency-key-reused');
    const repeated = kept.get(known ?? '');
    if (repeated) return shown(repeated, repeated.state === 'RUNNING' ? 202 : 200);
    const requests = requestsOf(body, situations);
    if (requests.length === 0) return nothingNamed;
    if (body.planDigest !== plansOf(body, situations).digest) return refused(409, 'plan-stale');
    const { maxConcurrency = 10, canary = 0, stopAfterFailures = null } = body;
    const progress = { state: 'RUNNING', total: requests.length, admitted: 0, counts: {}, notStarted: requests.length } as const;
    const limits = { maxConcurrency, canary, stopAfterFailures } as Limits;
    const id = `batch_${String(kept.size + 1).padStart(26, '0')}`;
    keys.keep(key, body, id);
    return shown(keep({ ...blank, ...limits, ...progress, id, requestedAt: at, updatedAt: at, requests }), 202);
  }

  function read(batch: Kept) {
    if (batch.state !== 'RUNNING') return shown(batch);
    const asked = batch.requests.filter((request) => planOf(request, situations).approval === 'REQUIRED').length;
    if (asked > 0)
      return shown(keep({ ...batch, counts: { AWAITING_APPROVAL: asked, SUCCEEDED: batch.requests.length - asked }, notStarted: 0 }));
    const failed = batch.requests.filter((request) => isIn(situations.failing, request)).length;
    const counts = { SUCCEEDED: batch.requests.length - failed, ROLLED_BACK: failed };
    const state = failed > 0 ? 'FAILED' : 'SUCCEEDED';
    return shown(keep({ ...batch, state, counts, notStarted: 0, version: batch.version + 1, updatedAt: later }));
  }

  /** This time nothing fails. */
  function retry(batch: Kept) {
    if (batch.state === 'RUNNING') return refused(409, 'not-retryable');
    situations.failing.clear();
    return shown(keep({ ...batch, state: 'RUNNING', version: batch.version + 1 }), 202);
  }

  const cancel = (batch: Kept) => shown(keep({ ...batch, state: 'CANCELLED', version: batch.version + 1 }), 202);
  const items = ({ requests }: Kept) =>
    requests.map((request, index) => ({ ...request, index, associationId: null, state: null, sideEffects: null, reason: null }));

  const one =
    (answer: (batch: Kept) => ReturnType<Route>): Route =>
    ({ id }) => {
      const batch = kept.get(id);
      return batch ? answer(batch) : refused(404, 'not-found');
    };

  return {
    kept,
    keys,
    routes: {
      'POST batches': create,
      'GET batches': () => [...kept.values()].reverse(),
      'GET batches/{id}': one(read),
      'GET batches/{id}/items': one(items),
      'POST batches/{id}/cancel': one(cancel),
      'POST batches/{id}/retry-failed': one(retry),
    } satisfies Record<string, Route>,
  };
}
