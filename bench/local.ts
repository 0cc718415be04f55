import { endOnSignals } from './crash/process.ts';
import { batches } from './local/batch-rows.ts';
import { inLibrary, overHttp } from './local/execution-rows.ts';
import { requests } from './local/request-rows.ts';
import { optionsOf } from './options.ts';
import { installPeers, peers } from './peers.ts';
import { publish } from './row.ts';

/**
 * How fast the local world is and what it needs, beside serverless-offline, stepfunctions-local and aws-local-stepfunctions where they can
 * do the work at all. They are run in turn with it, on the same work.
 */
const { rounds, starts, items } = optionsOf({ rounds: [5, 1], starts: [3, 1], items: [1_000, 0] });
const command = 'npm run bench:local';

endOnSignals();
const began = new Date();
const installed = await installPeers();
const rows = [
  ...(await requests(installed, starts, command)),
  ...(await inLibrary(installed, rounds, command)),
  ...(await overHttp(installed, rounds, command)),
  ...(items > 0 ? await batches([Math.ceil(items / 5), items], command) : []),
];
publish(
  'local',
  rows,
  began,
  Object.entries(peers).map(([name, version]) => `${name} ${version}`),
);
