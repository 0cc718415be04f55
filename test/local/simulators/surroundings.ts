import type { Clock } from '../../../local/clock.ts';
import { listen } from '../../../local/listen.ts';
import { createRandom } from '../../../local/random.ts';
import { createState } from '../../../local/state.ts';
import { createHandler } from '../../../local/wire/handler.ts';
import { endpointOptions } from '../../../local/wire/server.ts';
import type { AwsError, Caller, EmittedEvent, Service, Surroundings } from '../../../local/wire/service.ts';

/** A clock that stands still until it is told to go on. */
export interface HandClock extends Clock {
  pass(seconds: number): void;
}

/** Whose world it is. */
export const account = '111122223333';
/** Somebody else’s. */
export const otherAccount = '444455556666';
/** Where everything is. */
export const region = 'eu-central-1';

/** When every test begins. */
export const start = new Date('2026-03-01T12:00:00Z');
/** So many seconds after that. */
export const moment = (seconds: number) => new Date(start.getTime() + seconds * 1_000);

/** What a simulator stands on, with the events it emits kept in `events`. */
export function createSurroundings(seed = 1): Surroundings & { readonly clock: HandClock; readonly events: EmittedEvent[] } {
  let now = start.getTime();
  const events: EmittedEvent[] = [];
  const clock: HandClock = {
    now: () => now,
    at: () => {
      throw new Error('A simulator sets no timers');
    },
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
  return { clock, random: createRandom(seed), state: createState(), account, region, emit: (event) => void events.push(event), events };
}

/** A call of an operation, as the wire server makes it. */
export const calling =
  (service: () => Service) =>
  async (name: string, input: object = {}, from = account): Promise<Record<string, unknown>> => {
    const caller: Caller = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      principalArn: `arn:aws:iam::${from}:user/operator`,
      account: from,
      region,
      requestId: 'b1e2c3d4-0000-4000-8000-000000000001',
      sourceAddress: '127.0.0.1',
      userAgent: 'test',
    };
    const operation = service().operations[name];
    if (!operation) throw new Error(`There is no ${name}`);
    return (await operation(input as never, caller)) as Record<string, unknown>;
  };

/** What an error says on the wire. */
export const told = async (call: Promise<unknown>): Promise<object> => {
  const error = (await call.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  )) as AwsError;
  return { name: error.name, message: error.message, status: error.status, ...error.members };
};

/** The service over HTTP, and what a client needs to reach it; `end` stops it and fails when the server met a fault of its own. */
export async function serving({ clock, random }: Pick<Surroundings, 'clock' | 'random'>, service: Service) {
  const faults: unknown[] = [];
  const server = await listen(0, endpointOptions);
  server.serve(
    createHandler({
      services: [service],
      clock,
      random,
      region,
      principalOf: (accessKeyId) => `arn:aws:iam::${account}:user/${accessKeyId}`,
      onFault: (fault) => faults.push(fault),
    }),
  );
  const { url } = server;
  return {
    client: { region, endpoint: url, credentials: { accessKeyId: 'operator', secretAccessKey: 'any' }, maxAttempts: 1 },
    end: async () => {
      await server.close();
      if (faults.length > 0) throw new AggregateError(faults, 'The endpoint met faults of its own');
    },
  };
}
