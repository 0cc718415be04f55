import { parseArgs } from 'node:util';
import { endOnSignals } from './crash/process.ts';
import { batches } from './local/batch-rows.ts';
import { inLibrary, overHttp } from './local/execution-rows.ts';
import { requests } from './local/request-rows.ts';
import { installPeers, peers } from './peers.ts';
import { publish } from './row.ts';

/**
 * How fast the local world is and what it needs, beside serverless-offline, stepfunctions-local and aws-local-stepfunctions where they can
 * do the work at all. They are run in turn with it, on the same work.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    starts: { type: 'string', default: '3' },
    items: { type: 'string', default: '1000' },
  },
});
const [rounds, starts, items] = [Number(values.rounds), Number(values.starts), Number(values.items)];
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
