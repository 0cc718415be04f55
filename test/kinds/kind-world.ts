import { createFaults, type FaultEffect, type Faults } from '../../local/simulators/faults.ts';
import { AwsError, type Operation, type Service, type Surroundings } from '../../local/wire/service.ts';
import type { Context, Intent, Operations, Outcome, Plan } from '../../src/kinds/kind.ts';
import { type Endpoint, openEndpoint } from '../endpoint.ts';
import { createSurroundings } from '../local/simulators/surroundings.ts';
import { recorded } from './recorded.ts';

/** Whose calls these are. */
export const associationId = 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G';

/** Puts other answers in front of a simulator's. */
export type Wrap = (operations: Readonly<Record<string, Operation>>) => Readonly<Record<string, Operation>>;

/** A kind's operations and what they meet. */
export type KindWorld<Pair> = Awaited<ReturnType<typeof openKind<{ readonly service: Service }, { destroy(): void }, Pair>>>;

/** What a kind's world is put together from. */
interface Parts<Simulator extends { readonly service: Service }, Client extends { destroy(): void }, Pair> {
  readonly simulator: (surroundings: Surroundings, faults: Faults) => Simulator;
  readonly clientFor: (options: Endpoint['clientOptions']) => Client;
  readonly operationsOn: (client: Client) => Operations<Pair>;
  readonly wrap?: Wrap | undefined;
}

/** A kind's operations on a client of its own, and behind a real endpoint the simulator that answers them. */
export async function openKind<Simulator extends { readonly service: Service }, Client extends { destroy(): void }, Pair>({
  simulator,
  clientFor,
  operationsOn,
  wrap = (operations) => operations,
}: Parts<Simulator, Client, Pair>) {
  const surroundings = createSurroundings();
  const { clock, account, region, events } = surroundings;
  const faults = createFaults();
  const { service, ...seed } = simulator(surroundings, faults);
  const { sent, operations: answers } = recorded(wrap(service.operations));
  const endpoint = await openEndpoint(surroundings, [{ ...service, operations: answers }]);
  const client = clientFor(endpoint.clientOptions);
  return {
    ...seed,
    client,
    operations: operationsOn(client),
    context: (about: Partial<Context> = {}): Context => ({ ...contextAt(clock.now()), account, region, ...about }),
    events,
    now: clock.now,
    pass: clock.pass,
    /** Something to happen to the next call of that operation. */
    next: (operation: string, effect: FaultEffect, times = 1) => faults.add({ operation, effect, times }),
    /** The mutating calls so far, refused ones too. */
    sent,
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
  };
}

const contextAt = (now: number) => ({ now, associationId, run: 1, token: `${associationId}-1`, trigger: null, takingBack: false });

/** The intent the workflow would write for the plan's first call, made at that time. */
export const intentOf = ({ calls, targetVersion, before }: Plan, at: number, given: Partial<Intent> = {}): Intent => ({
  run: 1,
  at,
  since: at,
  token: `${associationId}-1`,
  call: calls[0] ?? { operation: 'none', parameters: {} },
  preparatory: calls.length > 1,
  targetVersion,
  before,
  handle: null,
  adopted: false,
  ...given,
});

/** What an intent says of its call once that has an answer. */
export const answered = (outcome: Outcome): Pick<Intent, 'handle' | 'adopted'> => ({
  handle: 'handle' in outcome ? outcome.handle : null,
  adopted: outcome.type === 'ALREADY',
});

/** AWS's no. */
export const refusal = (name: string, message: string, status = 400, members: Record<string, unknown> = {}): FaultEffect => ({
  type: 'REFUSE',
  error: new AwsError(name, message, { status, members }),
});

/** A check of a plan by its name. */
export const checkOf = ({ checks }: Plan, name: string) => checks.find((check) => check.name === name);

/** Names and reasons of the checks that do not pass. */
export const standing = ({ checks }: Plan) =>
  checks.filter(({ result }) => result !== 'PASS').map(({ name, result, reason }) => [name, result, reason]);
