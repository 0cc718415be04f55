import { createRandom } from '../../local/random.ts';
import type { Cost } from './bound.ts';
import { type Durations, mean, stratified } from './durations.ts';
import { countLooks } from './figures.ts';
import { shippedLooks } from './schedules.ts';

/** How many past durations the usual one is the median of, as in src/settle.ts. */
const remembered = 21;

const [runs, first] = [20_000, 200];

/**
 * What it comes to when nothing is known but what looks have found: a duration is remembered as long as it took to find it through,
 * and the usual one is the median of the last of them.
 */
export function byExperience(durations: Durations, saysGuess: boolean): Cost {
  const random = createRandom(1);
  const drawn = stratified(durations, 2_000);
  const past: number[] = [];
  const sum = { looks: 0, lag: 0 };
  for (let run = 0; run < runs; run += 1) {
    const duration = drawn[Math.floor(random() * drawn.length)] as number;
    const usual = [...past].sort((one, other) => one - other)[Math.floor(past.length / 2)] ?? durations.median;
    const found = countLooks(shippedLooks(usual, saysGuess && past.length === 0), duration);
    past.push(Math.round(found.at));
    if (past.length > remembered) past.shift();
    if (run < first) continue;
    sum.looks += found.looks;
    sum.lag += found.at - duration;
  }
  return { looks: sum.looks / (runs - first), lag: sum.lag / (runs - first) / mean(durations) };
}
