import type { Estimate } from './answers.ts';
import { secondsUntilNextLook } from './schedule.ts';

/** A Standard workflow's price by the state transition in most Regions (source: AWS Step Functions pricing): 0.025 dollars per 1,000. */
const dollarsPerTransition = 0.000025;

/** States entered by a run that goes straight through, beside its looks: see statemachines/association.asl.json, which a test holds this to. */
const straight = 9;
const perLook = 3;
const perApproval = 5;
/** Without a call: Lock, Plan, Settle, the choice after each, and the end. */
const withoutCall = 7;

/** The states entered on the way to a success, with so many looks. */
export const transitionsOf = ({ changed, asks, looks }: { changed: boolean; asks: boolean; looks: number }): number =>
  changed ? straight + perLook * looks + (asks ? perApproval : 0) : withoutCall;

interface Estimated {
  readonly changed: boolean;
  readonly asks: boolean;
  readonly usual: number;
  readonly guessed?: boolean;
  readonly bound: number;
}

/** What it takes when all goes as usual; `guessed` when what is usual is not known yet. `usual` and `bound` in seconds. */
export function estimateOf({ usual, guessed = false, bound, ...plan }: Estimated): Estimate {
  const transitions = transitionsOf({ ...plan, looks: looksUntil(usual, guessed, bound) });
  return { transitions, usd: Number((transitions * dollarsPerTransition).toFixed(6)) };
}

/** How often it is looked at until the look that finds it through. */
function looksUntil(usual: number, guessed: boolean, bound: number): number {
  let looks = 0;
  for (let elapsed = 0; elapsed < usual; looks += 1) elapsed += secondsUntilNextLook({ elapsed, usual, guessed, bound });
  return looks;
}
