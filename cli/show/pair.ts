import type { PairView } from '../../src/answers.ts';

/** A pair on one line, by the services' own names. */
export const pairText = (pair: PairView): string =>
  Object.entries(pair)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** A time in ISO 8601 as people read it, in UTC. */
export const timeText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`;
