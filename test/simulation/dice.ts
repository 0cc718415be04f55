import { createRandom, type Random } from '../../local/random.ts';

/** What one seed decides by: every choice of a simulation comes from here, so that the same seed is the same story. */
export interface Dice {
  readonly random: Random;
  /** True this often, from 0 to 1. */
  chance(probability: number): boolean;
  pick<Element>(elements: readonly Element[]): Element;
  /** A whole number from least to most. */
  between(least: number, most: number): number;
}

/** The same seed gives the same throws. */
export function createDice(seed: number): Dice {
  const random = createRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    random,
    chance: (probability) => random() < probability,
    pick: (elements) => elements[between(0, elements.length - 1)] as never,
    between,
  };
}
