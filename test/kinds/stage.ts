import { expect } from '@jest/globals';
import type { FaultEffect } from '../../local/simulators/faults.ts';
import type { Desired, Intent, Observation, PairRules, Plan, UndoOutcome, Words } from '../../src/kinds/kind.ts';
import { answered, intentOf, type KindWorld } from './kind-world.ts';

/** What can become of a mutating call. */
export type Effect = 'REFUSED' | 'THROTTLED' | 'ANSWER_LOST' | 'FAILS_LATER';

/** A small AWS in which a pair is not yet as desired but can be made so. */
export type World<Pair> = Pick<KindWorld<Pair>, 'operations' | 'context' | 'now' | 'pass' | 'next' | 'sent' | 'close'>;

/** What is tried in a world. */
export interface Trial<Pair> {
  readonly pair: Pair;
  readonly rules: PairRules<Pair>;
  /** How each comes about there. */
  readonly effects: Readonly<Record<Effect, FaultEffect>>;
}

/** Looks this often, in seconds of the world's clock. */
const interval = 20;

/** The world with the moves of the workflow, each checked for what all answers have in common. */
export function stage<Pair>(world: World<Pair>, desired: Desired, { pair, rules, effects }: Trial<Pair>) {
  const { operations, context, now, pass } = world;
  const next = (operation: string, effect: Effect) => world.next(operation, effects[effect]);
  const plan = () => operations.plan(pair, desired, context());
  const send = async (planned: Plan) => spoken(await operations.request(pair, desired, planned, context()));
  const look = async (intent: Intent, takingBack = false) =>
    spoken(await operations.observe(pair, desired, intent, context({ takingBack })));
  const undo = async (intent: Intent) => spoken(await operations.undo(pair, desired, intent, context()));

  /** Looks until `done`, for at most `bound` seconds; gives the last look. */
  const lookUntil = async (intent: Intent, bound: number, done: (found: Observation) => boolean, takingBack = false) => {
    let found = await look(intent, takingBack);
    for (let waited = 0; !done(found) && waited < bound; waited += interval) {
      pass(interval);
      found = await look(intent, takingBack);
    }
    return found;
  };
  const undoUntilTold = async (intent: Intent) => {
    let outcome = await undo(intent);
    for (let waited = 0; notYet.has(outcome.type) && waited < rules.durations.undo; waited += interval) {
      pass(interval);
      outcome = await undo(intent);
    }
    return outcome;
  };

  return {
    world,
    next,
    plan,
    send,
    look,
    undo,
    /** Plans and makes the call, which comes out as `effect` says. */
    request: async (effect?: Effect) => {
      const planned = await plan();
      const written = intentOf(planned, now());
      if (effect) next(written.call.operation, effect);
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
        expect(await lookUntil(intent, rules.durations.undo, ({ asBefore }) => asBefore, true)).toMatchObject({ asBefore: true });
        // A list that is behind may show what was there before while something is still being made.
        pass(rules.durations.usual);
        expect(await look(intent, true)).toMatchObject({ asBefore: true });
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
