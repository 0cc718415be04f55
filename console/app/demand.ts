import type { Plans } from '../../src/answers.ts';
import type { Desired } from '../../src/kinds/kind.ts';
import { interruptsTraffic } from '../../src/verdict.ts';
import type { KindForm } from '../protocol.ts';

/** What loses its traffic for a while, in a sentence, and what must be typed to go on. */
export interface Demand {
  readonly what: string;
  readonly wanted: string;
}

/** Whether what was typed meets what is demanded, if anything is. */
export const isMet = (demand: Demand | null, typed: string): boolean => demand === null || typed.trim() === demand.wanted;

/**
 * What plans of one kind and relation demand: of one that interrupts traffic the id of what the traffic is of, of several how many. What was
 * not planned, for want of time or of room, is taken for the worst that it can do.
 */
export function demandOf(
  { summary: { notPlanned }, items }: Plans,
  { subject, desired: possible }: KindForm,
  desired: Desired,
): Demand | null {
  if (notPlanned > 0 && possible[desired].impact === 'INTERRUPTS_TRAFFIC') {
    const wanted = String(items.length + notPlanned);
    return { wanted, what: `${notPlanned} of the ${wanted} pairs are not planned yet, and their traffic can be interrupted.` };
  }
  const [first, ...others] = items.filter(interruptsTraffic);
  if (!first) return null;
  const many = String(others.length + 1);
  return others.length === 0
    ? { wanted: String(first.pair[subject]), what: 'This interrupts traffic.' }
    : { wanted: many, what: `This interrupts the traffic of ${many} pairs.` };
}
