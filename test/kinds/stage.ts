import { expect } from '@jest/globals';
import type { Call, Context, Desired, Intent, Observation, Operations, PairRules, Plan, UndoOutcome, Words } from '../../src/kinds/kind.ts';
import { answered, intentOf } from './kind-world.ts';

/** What can become of a mutating call. */
export type Effect = 'REFUSED' | 'THROTTLED' | 'ANSWER_LOST' | 'FAILS_LATER';

/** A small AWS with one pair in it that is not yet as desired but can be made so. */
export interface World<Pair> {
  readonly pair: Pair;
  readonly operations: Operations<Pair>;
  /** Epoch milliseconds of the world's clock. */
  now(): number;
  /** Moves the clock; what falls due in that time happens. */
  advance(seconds: number): void;
  /** How the next call of that operation comes out. */
  next(operation: string, effect: Effect): void;
  /** What the workflow says of itself. */
  context(): Context;
  /** The mutating calls that reached AWS since the start, refused ones too. */
  readonly sent: readonly Call[];
  close(): Promise<void>;
}

/** Looks this often, in seconds of the world's clock. */
const interval = 20;

/** The world with the moves of the workflow, each checked for what all answers have in common. */
export function stage<Pair>(world: World<Pair>, desired: Desired, rules: PairRules<Pair>) {
  const { operations, pair, context, now } = world;
  const plan = () => operations.plan(pair, desired, context());
  const send = async (planned: Plan) => spoken(await operations.request(pair, desired, planned, context()));
  const look = async (intent: Intent) => spoken(await operations.observe(pair, desired, intent, context()));
  const undo = async (intent: Intent) => spoken(await operations.undo(pair, desired, intent, context()));

  /** Looks until `done`, for at most `bound` seconds; gives the last look. */
  const lookUntil = async (intent: Intent, bound: number, done: (found: Observation) => boolean) => {
    let found = await look(intent);
    for (let waited = 0; !done(found) && waited < bound; waited += interval) {
      world.advance(interval);
      found = await look(intent);
    }
    return found;
  };
  const undoUntilTold = async (intent: Intent) => {
    let outcome = await undo(intent);
    for (let waited = 0; notYet.has(outcome.type) && waited < rules.durations.undo; waited += interval) {
      world.advance(interval);
      outcome = await undo(intent);
    }
    return outcome;
  };

  return {
    world,
    plan,
    send,
    look,
    undo,
    /** Plans and makes the call, which comes out as `effect` says. */
    request: async (effect?: Effect) => {
      const planned = await plan();
      const written = intentOf(planned, now());
      if (effect) world.next(written.call.operation, effect);
      const outcome = await send(planned);
      return { plan: planned, outcome, intent: { ...written, ...answered(outcome) } };
    },
    settle: (intent: Intent) => lookUntil(intent, rules.durations.settle, ({ type }) => type !== 'PENDING' && type !== 'ABSENT'),
    /** A plan that shows how it would be undone is held to it; one that shows nothing must leave AWS alone. */
    expectUndone: async (planned: Plan, intent: Intent) => {
      const calls = world.sent.length;
      const outcome = await undoUntilTold(intent);
      if (planned.undo.length > 0) {
        expect(['ACCEPTED', 'ALREADY', 'UNKNOWN', 'NOTHING_TO_UNDO']).toContain(outcome.type);
        expect(await lookUntil(intent, rules.durations.undo, ({ asBefore }) => asBefore)).toMatchObject({ asBefore: true });
        // A list that is behind may show what was there before while something is still being made.
        world.advance(rules.durations.usual);
        expect(await look(intent)).toMatchObject({ asBefore: true });
        return;
      }
      expect(['CANNOT_UNDO', 'NOTHING_TO_UNDO']).toContain(outcome.type);
      expect(world.sent).toHaveLength(calls);
    },
  };
}

const notYet = new Set<UndoOutcome['type']>(['IN_PROGRESS', 'THROTTLED']);

/** Without an answer of AWS, or where none was needed, there is no request to name. */
const unanswered = new Set(['UNKNOWN', 'NOTHING_TO_UNDO', 'CANNOT_UNDO']);

/** The answer itself, once its words are found to say which operation spoke, and in which request. */
function spoken<Answer extends { type: string; words: Words }>(answer: Answer): Answer {
  expect(answer.words.operation).toMatch(/^[A-Z][A-Za-z]+$/);
  if (!unanswered.has(answer.type)) expect(answer.words.requestId).toMatch(/\S/);
  return answer;
}
