import type { PairView } from '../../src/answers.ts';

/** An ARN as its last part, which is what people call it; whatever else as it is. */
const short = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text;
};

const idsOf = (pair: PairView): string[] =>
  Object.values(pair)
    .filter((value) => typeof value === 'string')
    .slice(0, 2)
    .map(short);

/** A pair in few words: what is associated, with what. */
export const pairText = (pair: PairView): string => idsOf(pair).join(' → ') || JSON.stringify(pair);

/** The whole pair, by the service's own names. */
export const pairInFull = (pair: PairView): string =>
  Object.entries(pair)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
