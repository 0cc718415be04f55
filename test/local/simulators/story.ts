import * as fc from 'fast-check';
import type { Operation, Service } from '../../../local/wire/service.ts';
import { type Facts, problemsOfAnswer, problemsOfError } from './facts.ts';

type Members = Readonly<Record<string, unknown>>;

/** How an operation was answered: one of the two is null. */
export interface Answered {
  readonly answer: Members | null;
  readonly error: Error | null;
}

/** Calls an operation of the service of this story. */
export type Ask = (operation: string, input?: object) => Promise<Answered>;

/** The service that `current` gives at each call: behind one endpoint every story has a world of its own. */
export const standingIn = (current: () => Service): Service => ({
  ...current(),
  operations: Object.fromEntries(
    Object.keys(current().operations).map((name): [string, Operation] => [
      name,
      (input, caller) => current().operations[name]?.(input, caller),
    ]),
  ),
});

/** Calls by way of the SDK's own client, and throws where what comes back is not as the service's model has it. */
export const asking =
  (facts: Facts, sdk: object, client: { send(command: never): Promise<object> }): Ask =>
  async (operation, input = {}) => {
    const Command = (sdk as Record<string, new (input: object) => never>)[`${operation}Command`];
    if (!Command) throw new Error(`The SDK does not have ${operation}.`);
    const answered: Answered = await client.send(new Command(input)).then(
      (answer) => ({ answer: answer as Members, error: null }),
      (error: Error) => ({ answer: null, error }),
    );
    const problems = answered.answer
      ? problemsOfAnswer(facts, operation, answered.answer)
      : problemsOfError(facts, operation, answered.error);
    if (problems.length > 0) throw new Error(`${operation} ${JSON.stringify(input)}: ${problems.join('; ')}`);
    return answered;
  };

/** Where something may go from each state that it can be in; `gone` is where it is not shown. */
export type Edges = Readonly<Record<string, readonly string[]>>;

/** Remembers the state of each thing and throws where one goes another way than the edges have it. */
export function createWatch(edges: Edges) {
  let before = new Map<string, string>();
  return (now: ReadonlyMap<string, string>): void => {
    for (const id of new Set([...before.keys(), ...now.keys()])) {
      const [from, to] = [before.get(id) ?? 'gone', now.get(id) ?? 'gone'];
      if (from !== to && !edges[from]?.includes(to)) throw new Error(`${id} went from ${from} to ${to}`);
    }
    before = new Map(now);
  };
}

/** One thing that may happen in a story; a story that fails is told in these words. */
export interface Happening<World> {
  happen(world: World): Promise<unknown>;
  readonly [fc.toStringMethod]: () => string;
}

/** What happens, and the words for it. */
export const happening = <World>(words: string, happen: (world: World) => Promise<unknown>): Happening<World> => ({
  happen,
  [fc.toStringMethod]: () => words,
});

/**
 * Lives through random stories of what may happen, each in a world made from a seed of its own, and shows the shortest that it finds in
 * which something does not hold. MODEL_RUNS and MODEL_SEED in the environment give more stories, or others.
 */
export const stories = <World>(may: fc.Arbitrary<Happening<World>>, create: (seed: number) => World): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(may, { minLength: 5, maxLength: 30, size: 'max' }),
      async (seed, happenings) => {
        const world = create(seed);
        for (const { happen } of happenings) await happen(world);
      },
    ),
    {
      numRuns: Number(process.env.MODEL_RUNS ?? 12),
      ...(process.env.MODEL_SEED !== undefined && { seed: Number(process.env.MODEL_SEED) }),
    },
  );
