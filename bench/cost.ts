import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billedOf, dollarsOf, roundTrip } from './cost/dollars.ts';
import { costPage, idleOf, type Sheet } from './cost/page.ts';
import { play } from './cost/play.ts';
import { scenes } from './cost/scenes.ts';
import { createCostWorld } from './cost/world.ts';
import { machine, median, publish, type Row } from './row.ts';
import { measured } from './text.ts';

/**
 * What an association costs: transitions, units of the table, events and calls are counted, the functions' work is measured, and all
 * of it is put in dollars by list prices. Writes docs/cost.md.
 */
const began = new Date();
const command = 'npm run bench:cost';

/** So many associations of each scene. */
const each = 40;

const sheets: Sheet[] = [];
for (const [index, scene] of scenes.entries()) {
  const played = await play(scene, each, index * 1_000);
  const steps = billedOf(played);
  sheets.push({ played, steps, dollars: dollarsOf(played.bill, steps) });
}

/** Calls reconcile where there is nothing for it to do; the first call, which reads its code, does not count. */
async function reconcileIdly() {
  const world = await createCostWorld();
  try {
    await world.reconcile();
    const before = world.totals();
    for (let call = 1; call <= each; call += 1) await world.reconcile();
    const after = world.totals();
    const calls = world.invoked.slice(1);
    return {
      milliseconds: median(calls.map(({ milliseconds, tableCalls }) => milliseconds + tableCalls * roundTrip.table)),
      readUnits: (after.readUnits - before.readUnits) / each,
      writeUnits: (after.writeUnits - before.writeUnits) / each,
    };
  } finally {
    world.close();
  }
}

const { milliseconds, readUnits, writeUnits } = await reconcileIdly();
const idle = idleOf(milliseconds, readUnits, writeUnits);

const row = (what: string, figure: number, beside: string | null): Row => ({
  what,
  figure: Number(figure.toFixed(2)),
  unit: '$',
  beside,
  goal: null,
  reached: null,
  command,
});

const share = (part: number, all: number) => `${Math.round((100 * part) / all)} % of it state transitions`;
const rows = [
  ...sheets.map(({ played, dollars }) =>
    row(`1,000 of ${played.scene.name}`, 1_000 * dollars.all, share(dollars.transitions, dollars.all)),
  ),
  row('a month in which nothing is asked for, without the dashboard', idle.dollars, null),
];

const where = {
  machine: machine(),
  versions: `Node ${process.version}`,
  at: began.toISOString(),
  took: Math.round((Date.now() - began.getTime()) / 1_000),
};
writeFileSync(join(import.meta.dirname, '../docs/cost.md'), costPage(sheets, idle, measured(where)));
publish('cost', rows, began);
