import fc from 'fast-check';

/** Told of each case before it goes in. */
export type Beat = (given: unknown) => void;

/** One way into Liaison, or into the world it runs in on one machine. */
export interface Entrance {
  /** What comes in, in a few words. */
  readonly name: string;
  /** Of a thousand cases, how many are its own. */
  readonly share: number;
  /** Makes it ready. */
  open(): Promise<Opened>;
}

/** An entrance that is ready. */
export interface Opened {
  /** The properties that hold for whatever comes in. */
  readonly properties: readonly Property[];
  close(): Promise<void>;
}

/** Lets so many cases in, drawn from the seed. Throws with the smallest case it can find that breaks something. */
export interface Property {
  readonly name: string;
  check(options: { readonly cases: number; readonly seed: number; readonly beat: Beat }): Promise<void>;
}

/** Milliseconds that no case may take: what takes longer would, with a little more input, never end. */
const patience = 10_000;

/** Milliseconds that are given to finding a smaller case, once one has broken something. */
const shrinking = 10_000;

/** A property of whatever `arbitrary` makes. `hold` throws when it does not hold. */
export const property = <Case>(name: string, arbitrary: fc.Arbitrary<Case>, hold: (given: Case) => Promise<void> | void): Property => ({
  name,
  async check({ cases, seed, beat }) {
    let brokenAt = Number.POSITIVE_INFINITY;
    const held = fc.asyncProperty(arbitrary, async (given) => {
      const began = performance.now();
      if (began - brokenAt > shrinking) return;
      beat(given);
      try {
        await inTime(hold(given));
        const took = performance.now() - began;
        if (took > patience) throw new Error(`It took ${Math.round(took)} ms.`);
      } catch (error) {
        brokenAt = Math.min(brokenAt, began);
        throw error;
      }
    });
    await fc.assert(held, { numRuns: cases, seed });
  },
});

async function inTime(work: Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came of it in ${patience} ms.`)), patience);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens the entrance, lets the cases in, shared among its properties, and closes it. Gives how many there were. */
export async function enter(
  entrance: Entrance,
  options: { readonly cases: number; readonly seed: number; readonly beat?: Beat },
): Promise<number> {
  const { properties, close } = await entrance.open();
  const cases = Math.max(1, Math.ceil(options.cases / properties.length));
  try {
    for (const { check } of properties) await check({ beat: () => undefined, ...options, cases });
  } finally {
    await close();
  }
  return cases * properties.length;
}
