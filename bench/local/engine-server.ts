import { listen } from '../../local/listen.ts';
import { createRandom } from '../../local/random.ts';
import type { Json } from '../../local/stepfunctions/json.ts';
import { createHandler } from '../../local/wire/handler.ts';
import { endpointOptions } from '../../local/wire/server.ts';
import { place } from '../../local/world.ts';
import { openEngine } from './engine.ts';
import { machines } from './machine.ts';

// The local Step Functions with its journal in a file, on a port of its own, for a client in another process.
const engine = openEngine(machines.jsonataWithoutTask as Json, 'file');
const server = await listen(0, endpointOptions);
server.serve(
  createHandler({
    services: [engine.stepFunctions.service],
    clock: { now: () => Date.now(), at: () => ({ cancel: () => undefined }) },
    random: createRandom(1),
    region: place.region,
    principalOf: () => `arn:aws:iam::${place.account}:user/bench`,
    onFault: (fault) => process.stderr.write(`${fault}\n`),
  }),
);
process.once('SIGTERM', () => {
  engine.close();
  process.exit(0);
});
process.stdout.write(`${JSON.stringify({ url: server.url, machineArn: engine.machineArn })}\n`);
