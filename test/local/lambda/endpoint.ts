import { listen } from '../../../local/listen.ts';
import { createRandom } from '../../../local/random.ts';
import { createHandler } from '../../../local/wire/handler.ts';
import { endpointOptions } from '../../../local/wire/server.ts';
import type { Service } from '../../../local/wire/service.ts';
import { createManualClock } from './manual-clock.ts';
import { account, region } from './world.ts';

/** Puts a service on the wire, so that a client of the SDK can call it. */
export async function serve(...services: Service[]) {
  const faults: unknown[] = [];
  const server = await listen(0, endpointOptions);
  server.serve(
    createHandler({
      services,
      clock: createManualClock(),
      random: createRandom(1),
      region,
      principalOf: (key) => `arn:aws:iam::${account}:user/${key}`,
      onFault: (error) => void faults.push(error),
    }),
  );
  const { url } = server;
  const settings = { endpoint: url, region, maxAttempts: 1, credentials: { accessKeyId: 'tester', secretAccessKey: 'local' } };
  return { url, settings, faults, close: () => server.close() };
}
