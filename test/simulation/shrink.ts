import { type InvariantName, violationsOf } from './invariants.ts';
import { optionsOf, type Settings } from './trial.ts';
import { faultNames } from './weather.ts';
import { live } from './world.ts';

/** Most times that one seed is lived through to find a shorter story of it. */
const mostTries = 120;

/** A story in which the same does not hold, as short as one was found. */
export interface Shrunk {
  readonly settings: Settings;
  readonly lines: readonly string[];
  /** How many stories were tried. */
  readonly tries: number;
}

/**
 * Leaves out of a seed's story what it can: each wish, then each kind of fault that struck, and that again until nothing more goes.
 * What is left out changes what comes after it, so a story may be shorter than any that is found.
 */
export async function shrink(seed: number, whole: Settings, invariant: InvariantName): Promise<Shrunk> {
  let tries = 0;

  /** The story under these settings; undefined where the invariant holds in it. */
  async function told(settings: Settings) {
    tries += 1;
    const lived = await live(seed, { ...optionsOf(settings), tracing: true });
    const { chronicle, weather, wishes } = lived;
    const isViolated = violationsOf(lived).some((violation) => violation.invariant === invariant);
    return isViolated ? { settings, lines: chronicle.lines, met: weather.met, wishes } : undefined;
  }

  const first = await told(whole);
  if (!first) throw new Error(`Seed ${seed} is not the same when it is lived through again: "${invariant}" holds.`);
  let best = first;

  async function tryWithout(settings: Settings): Promise<void> {
    if (tries === mostTries) return;
    const story = await told(settings);
    if (story && story.lines.length <= best.lines.length) best = story;
  }

  let before: Settings;
  do {
    before = best.settings;
    for (const wish of wishesOf(best)) {
      const rest = wishesOf(best).filter((other) => other !== wish);
      await tryWithout({ ...best.settings, only: rest });
    }
    for (const fault of faultNames)
      if (best.met.has(fault)) await tryWithout({ ...best.settings, without: [...best.settings.without, fault] });
  } while (best.settings !== before && tries < mostTries);
  return { settings: best.settings, lines: best.lines, tries };
}

const wishesOf = ({ settings, wishes }: { readonly settings: Settings; readonly wishes: number }): readonly number[] =>
  settings.only ?? Array.from({ length: wishes }, (_, index) => index);
