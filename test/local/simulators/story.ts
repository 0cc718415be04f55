import { afterAll, beforeAll } from '@jest/globals';
import * as fc from 'fast-check';
import type { Operation, Service } from '../../../local/wire/service.ts';
import { type Endpoint, openEndpoint } from '../../endpoint.ts';
import { type Facts, problemsOfAnswer, problemsOfError } from './facts.ts';
import { createSurroundings } from './surroundings.ts';

type Members = Readonly<Record<string, unknown>>;

/** How an operation was answered: one of the two is null. */
export interface Answered {
  readonly answer: Members | null;
  readonly error: Error | null;
}

/** Calls an operation of the service of this story. */
type Ask = (operation: string, input?: object) => Promise<Answered>;

/** A service of AWS: what its model says, the SDK's commands for it, and its client. */
interface Spoken {
  readonly facts: Facts;
  readonly sdk: object;
  readonly Client: new (options: Endpoint['clientOptions']) => { send(command: never): Promise<object>; destroy(): void };
}

/**
 * An endpoint of this machine, before which one story after another is lived through, each in a world of its own that `create` makes;
 * and calls to it. To be called where tests are described.
 */
export function createStage<World extends { readonly simulator: { readonly service: Service } }>(
  { facts, sdk, Client }: Spoken,
  create: (seed: number) => World,
) {
  let world: World;
  let endpoint: Endpoint;
  let client: InstanceType<Spoken['Client']>;
  beforeAll(async () => {
    world = create(1);
    endpoint = await openEndpoint(createSurroundings(), [standingIn(() => world.simulator.service)]);
    client = new Client(endpoint.clientOptions);
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
  });
  const ask: Ask = (operation, input) => asking(facts, sdk, client)(operation, input);
  const live = (may: fc.Arbitrary<Happening<World>>) =>
    stories(may, (seed) => {
      world = create(seed);
      return world;
    });
  return { ask, live };
}

/** The service that `current` gives at each call: behind one endpoint every story has a world of its own. */
const standingIn = (current: () => Service): Service => ({
  ...current(),
  operations: Object.fromEntries(
    Object.keys(current().operations).map((name): [string, Operation] => [
      name,
      (input, caller) => current().operations[name]?.(input, caller),
    ]),
  ),
});

/** Calls by way of the SDK's own client, and throws where what comes back is not as the service's model has it. */
const asking =
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
 * which something does not hold: the same stories each time, unless MODEL_RUNS and MODEL_SEED in the environment ask for more, or others.
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
      seed: Number(process.env.MODEL_SEED ?? 1),
    },
  );
