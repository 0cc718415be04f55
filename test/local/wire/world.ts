import { listen } from '../../../local/listen.ts';
import { createRandom } from '../../../local/random.ts';
import { type Call, createHandler, type HandlerOptions } from '../../../local/wire/handler.ts';
import { endpointOptions } from '../../../local/wire/server.ts';
import type { Operation, Service } from '../../../local/wire/service.ts';

export const region = 'eu-west-1';
export const account = '111122223333';
export const now = Date.UTC(2030, 0, 2, 3, 4, 5);

/** An operation whose input and output the test states in the SDK's shapes. */
export const operation = <Input, Output>(carryOut: (input: Input) => Output): Operation => carryOut as Operation;

/** How long a request may take to arrive, in milliseconds; for tests that wait for it. */
interface Patience {
  readonly requestTimeout?: number;
}

/** The endpoint on a free port, what it was called with, and what clients need to reach it. */
export async function startWorld(
  services: readonly Service[],
  { requestTimeout = endpointOptions.requestTimeout, ...options }: Partial<HandlerOptions> & Patience = {},
) {
  const calls: Call[] = [];
  const faults: unknown[] = [];
  const connectionsCheckingInterval = Math.min(endpointOptions.connectionsCheckingInterval, requestTimeout / 2);
  const server = await listen(0, { ...endpointOptions, requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval });
  server.serve(
    createHandler({
      services,
      clock: { now: () => now, at: () => ({ cancel: () => undefined }) },
      random: createRandom(7),
      region,
      principalOf: (accessKeyId) => (accessKeyId === 'stranger' ? undefined : `arn:aws:iam::${account}:user/${accessKeyId}`),
      onCall: (call) => calls.push(call),
      onFault: (fault) => faults.push(fault),
      ...options,
    }),
  );
  const { port, url } = server;
  const credentials = { accessKeyId: 'tester', secretAccessKey: 'any' };
  return { server, calls, faults, port, url, client: { region, endpoint: url, credentials, maxAttempts: 1 } };
}

/** A well-formed signature for a service; its hash is not one, which nobody checks. */
export const signed = (service: string, { accessKeyId = 'tester', scope = region }: { accessKeyId?: string; scope?: string } = {}) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20300102/${scope}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  'x-amz-date': '20300102T030405Z',
});

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('It was not rejected');
}
