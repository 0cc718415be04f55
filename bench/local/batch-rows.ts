import type { Row } from '../row.ts';
import { numberIn, printedBy } from './program.ts';

/** Batches in a hurried world: what each item costs must not depend on how many there are, and memory hardly. */
export async function batches(sizes: readonly [number, number], command: string): Promise<Row[]> {
  const found: { readonly items: number; readonly seconds: number; readonly cpu: number; readonly megabytes: number }[] = [];
  for (const items of sizes) {
    const printed = await printedBy('bench/batch.ts', '--items', `${items}`);
    found.push({
      items,
      seconds: numberIn(printed, /after ([\d.]+) s$/m),
      cpu: numberIn(printed, /and ([\d.]+) ms of CPU/),
      megabytes: numberIn(printed, /for each item, (\d+) MB/),
    });
  }
  const [small, large] = found as [(typeof found)[0], (typeof found)[0]];
  const growth = large.cpu / small.cpu;
  const row = (what: string, figure: number, unit: string, beside: string, goal: string | null, reached: boolean | null): Row => ({
    what,
    figure,
    unit,
    beside,
    goal,
    reached,
    command,
  });
  const peers = 'none of the peers can: they have no events, tables or services to associate';
  return [
    row(`${small.items} associations end to end, in a hurried world`, small.seconds, 's', peers, null, null),
    row(
      `a batch of ${large.items.toLocaleString('en-US')}, end to end`,
      large.seconds,
      's',
      `${large.megabytes} MB at its end`,
      null,
      null,
    ),
    row(
      'processor time of each item',
      large.cpu,
      'ms',
      `${growth.toFixed(2)} of one in ${small.items}`,
      '≤ 1.1: linear in the work',
      growth <= 1.1,
    ),
  ];
}
