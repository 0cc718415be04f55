/** A part of the bench: what it measures, and the program that does and publishes it. */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly program: readonly string[];
  /** Minutes after which it is ended. */
  readonly most: number;
}

/** In the order of the page: what is computed and counted, then what is measured. */
export const parts: readonly Part[] = [
  { name: 'polling', title: 'Waiting', program: ['bench/polling.ts'], most: 2 },
  { name: 'cost', title: 'Cost', program: ['bench/cost.ts'], most: 1 },
  { name: 'cold-start', title: 'Cold start', program: ['bench/cold-start.ts'], most: 4 },
  { name: 'local', title: 'The local world', program: ['bench/local.ts'], most: 6 },
  { name: 'load', title: 'The local world under load', program: ['bench/load.ts'], most: 15 },
];
