import type { Request } from '../association.ts';
import type { Reading } from '../request.ts';
import type { Targets } from '../targets.ts';
import { type BatchRequest, requestsFor } from './read.ts';

/** The requests of a batch: those it was given, or those for the pairs that its selector names now. */
export type RequestsOf = (request: BatchRequest) => Promise<Reading<readonly Request[]>>;

export const createRequestsOf =
  (targets: Targets): RequestsOf =>
  async (request) => {
    const { requests, selector } = request;
    if (requests || !selector) return { ok: true, value: requests ?? [] };
    const { kind, ...members } = selector;
    return requestsFor(await targets(kind, members), request);
  };
