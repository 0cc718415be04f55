/** A part of the bench: what it measures, and the program that does. */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly program: readonly string[];
  /** What the program prints is all it gives: lines of a name and a figure. Otherwise it publishes rows itself. */
  readonly printsOnly?: true;
  /** Minutes after which it is ended. Of all together no more than the bench may take. */
  readonly most: number;
}

/** In the order of the page; the first two take no time worth measuring and are the same on every machine. */
export const parts: readonly Part[] = [
  { name: 'polling', title: 'Waiting', program: ['bench/polling.ts'], most: 2 },
  { name: 'cost', title: 'Cost', program: ['bench/cost.ts'], most: 1 },
  { name: 'cold-start', title: 'Cold start', program: ['bench/cold-start.ts'], most: 4 },
  { name: 'local', title: 'The local world', program: ['bench/local.ts'], most: 6 },
  {
    name: 'crash',
    title: 'Killed again and again',
    program: ['bench/crash.ts', '--kills', '12'],
    printsOnly: true,
    most: 2,
  },
];
