import type { Acceptance, Asked } from '../../src/accept.ts';
import type { Reception } from '../../src/events/index.ts';
import type { Problem } from '../../src/request.ts';
import { association } from '../record.ts';

/** A reception that accepts everything and keeps what it was given; the kinds' functions find `pairs`. */
export function createReception(pairs: readonly unknown[] = []) {
  const [accepted, parked, asks]: [Asked[], Problem[][], unknown[]] = [[], [], []];
  const acceptance: Acceptance = { type: 'ACCEPTED', association: association() };
  const reception: Reception = {
    accept: async (asked) => {
      accepted.push(asked);
      return acceptance;
    },
    acceptBatch: null,
    isTagged: async () => true,
    targets: async (kind, selector) => {
      asks.push({ kind, selector });
      return [...pairs];
    },
    park: async (_, problems) => void parked.push([...problems]),
    account: '123456789012',
    region: 'eu-west-1',
  };
  return {
    reception,
    acceptance,
    accepted,
    asks,
    /** What was parked, for people: each problem as path and message. */
    reasons: () => parked.flat().map(({ path, message }) => `${path}: ${message}`),
  };
}
