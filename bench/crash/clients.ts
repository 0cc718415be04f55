import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiAnswer, createApiClient } from '../../local/api-client.ts';
import { place } from '../../local/world.ts';
import type { Life } from './life.ts';

/** Sends until there is an answer, as a client should: always the same request, with the same Idempotency-Key. */
export type Send = (
  by: string,
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<ApiAnswer>;

/** Milliseconds before a request is sent again. */
const pause = 50;

/** Clients of a world that comes and goes. Gives also how often they had to send again. */
export function createClients({ address }: Life): { readonly send: Send; readonly repeats: () => number } {
  let repeats = 0;
  const send: Send = async (by, ...request) => {
    for (;;) {
      const { api } = await address();
      const answer = await createApiClient(api, { accessKeyId: by, region: place.region })(...request).catch(gone);
      if (answer && !isToBeSentAgain(answer)) return answer;
      repeats += 1;
      await sleep(pause);
    }
  };
  return { send, repeats: () => repeats };
}

const isToBeSentAgain = ({ status, body }: ApiAnswer) => status >= 500 || status === 429 || body.retryable === true;

/** What a client meets when the process at the other end is no more; anything else is thrown on. */
const ends = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

function gone(error: NodeJS.ErrnoException): undefined {
  if (!ends.has(error.code ?? '') && error.message !== 'aborted') throw error;
}
