import { functionDollars, functionMemory, prices } from '../prices.ts';
import { type Durations, mean, stratified } from './durations.ts';
import type { Schedule } from './schedules.ts';

/** What a run takes of Step Functions: so much in any case, and so much for each look. Counted from histories of the engine. */
export interface Workflow {
  readonly transitions: { readonly straight: number; readonly perLook: number };
  readonly events: { readonly straight: number; readonly perLook: number };
}

/** What a schedule comes to for durations of a kind: for one association, unless said otherwise. */
export interface Figures {
  readonly looks: number;
  /** Seconds from when it was through until that was found: the mean, and what one in a hundred exceeds. */
  readonly lag: number;
  readonly lagOfHundred: number;
  /** The mean in parts of the mean duration. */
  readonly lagShare: number;
  /** None where a process waits. */
  readonly transitions: number;
  readonly events: number;
  readonly mostEvents: number;
  /** Seconds of functions. */
  readonly functionSeconds: number;
  readonly dollarsPerThousand: number;
}

/** Milliseconds that a look is taken to be billed for: one call of AWS and two of the table, beside the function's own work. */
export const lookMilliseconds = 100;

/** So many durations are tried. */
const samples = 4_000;

/** What AWS takes is found by the first look that is not before it. */
export function countLooks(looks: Iterable<number>, duration: number): { looks: number; at: number } {
  let count = 0;
  for (const at of looks) {
    count += 1;
    if (at >= duration) return { looks: count, at };
  }
  throw new Error(`Nobody looked after ${duration} seconds.`);
}

/** The figures of a schedule, the usual duration being the median unless another is believed. */
export function figuresOf(schedule: Schedule, durations: Durations, workflow: Workflow, usual = durations.median): Figures {
  const found = stratified(durations, samples).map((duration, seed) => {
    const { looks, at } = countLooks(schedule.looks({ usual, seed }), duration);
    return { looks, at, lag: at - duration };
  });
  const average = (figure: (one: (typeof found)[number]) => number) => found.reduce((sum, one) => sum + figure(one), 0) / samples;
  const [looks, lag] = [average((one) => one.looks), average((one) => one.lag)];
  const inWorkflow = schedule.waitsIn === 'workflow';
  const events = (count: number) => (inWorkflow ? workflow.events.straight + workflow.events.perLook * count : 0);
  const transitions = inWorkflow ? workflow.transitions.straight + workflow.transitions.perLook * looks : 0;
  const functionSeconds = inWorkflow ? (looks * lookMilliseconds) / 1_000 : average((one) => one.at);
  const functions = inWorkflow
    ? looks * functionDollars(lookMilliseconds)
    : functionSeconds * functionMemory * prices.functionGigabyteSecond + prices.functionCall;
  return {
    looks,
    lag,
    lagOfHundred: found.map((one) => one.lag).sort((one, other) => one - other)[Math.floor(samples * 0.99)] as number,
    lagShare: lag / mean(durations),
    transitions,
    events: events(looks),
    mostEvents: events(Math.max(...found.map((one) => one.looks))),
    functionSeconds,
    dollarsPerThousand: 1_000 * (transitions * prices.stateTransition + functions),
  };
}
