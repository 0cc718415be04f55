import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
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

/** Puts an event on the bus until there is an answer, each time anew. Gives the source and the id that the bus gave it, as `source#id`. */
export type Tell = (source: string, type: string, detail: object) => Promise<string>;

/** Milliseconds before a request is sent again. */
const pause = 50;

export type Clients = ReturnType<typeof createClients>;

/** Clients of a world that comes and goes. Gives also how often they had to send again. */
export function createClients({ address }: Life) {
  let repeats = 0;
  const tell: Tell = async (source, type, detail) => {
    for (;;) {
      const { aws } = await address();
      const credentials = { accessKeyId: source, secretAccessKey: 'local' };
      const client = new EventBridgeClient({ endpoint: aws, region: place.region, credentials, maxAttempts: 1 });
      const Entries = [{ EventBusName: bus, Source: source, DetailType: type, Detail: JSON.stringify(detail) }];
      const answer = await client.send(new PutEventsCommand({ Entries })).catch(gone);
      client.destroy();
      const id = answer?.Entries?.[0]?.EventId;
      if (id) return `${source}#${id}`;
      repeats += 1;
      await sleep(pause);
    }
  };
  const send: Send = async (by, ...request) => {
    for (;;) {
      const { api } = await address();
      const answer = await createApiClient(api, { accessKeyId: by, region: place.region })(...request).catch(gone);
      if (answer && !isToBeSentAgain(answer)) return answer;
      repeats += 1;
      await sleep(pause);
    }
  };
  return { send, tell, repeats: () => repeats };
}

const isToBeSentAgain = ({ status, body }: ApiAnswer) => status >= 500 || status === 429 || body.retryable === true;

/** The bus of the stage. */
const bus = 'liaison-dev';

/** What a client meets when the process at the other end is no more; anything else is thrown on. */
const ends = /ECONNREFUSED|ECONNRESET|EPIPE|^aborted$|^socket hang up$/;

function gone(error: NodeJS.ErrnoException): undefined {
  // The SDK puts the code into its message.
  if (![error.code ?? '', error.message].some((words) => ends.test(words))) throw error;
}
