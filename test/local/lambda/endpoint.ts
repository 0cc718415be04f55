import { createRandom } from '../../../local/random.ts';
import { createWireServer } from '../../../local/wire/server.ts';
import type { Service } from '../../../local/wire/service.ts';
import { createManualClock } from './manual-clock.ts';
import { account, region } from './world.ts';

/** Puts a service on the wire, so that a client of the SDK can call it. */
export async function serve(...services: Service[]) {
  const faults: unknown[] = [];
  const server = createWireServer({
    services,
    clock: createManualClock(),
    random: createRandom(1),
    account,
    region,
    principalOf: (key) => `arn:aws:iam::${account}:user/${key}`,
    onFault: (error) => void faults.push(error),
  });
  const { url } = await server.listen();
  const settings = { endpoint: url, region, maxAttempts: 1, credentials: { accessKeyId: 'tester', secretAccessKey: 'local' } };
  return { url, settings, faults, close: () => server.close() };
}
