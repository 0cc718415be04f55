import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaign, median } from './crash/campaign.ts';
import { endOnSignals } from './crash/process.ts';
import { optionsOf } from './options.ts';

/**
 * Kills the local world with `kill -9` at random moments of a running load, starts it again on the same state directory each time,
 * and checks in the end that nothing was lost, repeated or left half-done. Exit code 1 when something was.
 */
const { kills, seed, speed, keep } = optionsOf({ kills: [200, 1], seed: [1, 0], speed: [100, 1] }, ['keep']);

endOnSignals();
const say = (line: string) => void process.stdout.write(`${line}\n`);
const row = (name: string, figure: string | number) => say(`${name.padEnd(58)} ${figure}`);
const directory = mkdtempSync(join(tmpdir(), 'liaison-crash-'));
const began = performance.now();
const seconds = () => ((performance.now() - began) / 1_000).toFixed(0);

const outcome = await campaign({
  directory,
  kills,
  seed,
  speed,
  furniture: { packages: 2, domains: 2, services: 8, networks: 2, connections: 3 },
  longestOpen: 5,
  patience: 180_000,
  tell: ({ number }) => number % 20 === 0 && say(`${number} kills after ${seconds()} s`),
});

const { violations, endings } = outcome;
row('kills', kills);
row('of them before the world had opened', outcome.killedWhileStarting);
row('requests sent again', outcome.repeats);
row('changes made in AWS', outcome.effects);
row('batches', outcome.batches);
row(
  'associations',
  [...endings.values()].reduce((sum, count) => sum + count, 0),
);
for (const [ending, count] of endings) row(`  ${ending}`, count);
row('  of them resumed by a second run', outcome.resumed);
row('lines about functions that did not answer in time', outcome.timeOuts);
row('median time to open', `${Math.round(median(outcome.startTimes) ?? Number.NaN)} ms`);
row('from the last start until all had ended', `${(outcome.settling / 1_000).toFixed(1)} s`);
say('\nwhere executions stood when their process was killed');
for (const [place, count] of [...outcome.stoodIn].sort(([, one], [, other]) => other - one)) row(`  ${place}`, count);
say('');
for (const [check, found] of violations) {
  row(check, found.length === 0 ? 'holds' : `${found.length} violations`);
  for (const sentence of found.slice(0, 20)) say(`    ${sentence}`);
}
const count = [...violations.values()].flat().length;
say(`\n${count} violations with seed ${seed}, after ${seconds()} s`);
if (count > 0 || keep) say(`What the worlds left is in ${directory}`);
else rmSync(directory, { recursive: true });
process.exitCode = count > 0 ? 1 : 0;
