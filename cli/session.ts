import type { Api } from './api.ts';
import { createOutput, type Output } from './output.ts';
import type { Surroundings } from './surroundings.ts';
import type { TargetOptions } from './target.ts';

/** Options that every command has. */
export interface CommonOptions extends TargetOptions {
  readonly json?: boolean;
  /** False: nothing may be asked for. */
  readonly input?: boolean;
}

/** One call of the command line. */
export interface Session {
  readonly surroundings: Surroundings;
  readonly output: Output;
  /** A person is there to answer questions. */
  readonly canAsk: boolean;
  readonly options: CommonOptions;
  /** The API, found and ready to be asked. Throws UsageError and Unreachable. */
  connect(): Promise<Api>;
  /** The same for what changes something: it is said where, before anything is asked or sent. */
  connectToChange(): Promise<Api>;
}

/** What a command does; gives its exit code. */
export type Action<Options extends object = Record<string, unknown>> = (
  session: Session,
  options: Options,
  words: readonly string[],
) => Promise<number>;

/** The session of these options. */
export function createSession(surroundings: Surroundings, options: CommonOptions): Session {
  const output = createOutput(surroundings, options.json ?? false);

  async function connect(): Promise<Api> {
    // Loaded late: help, and what is wrong with the words, must not wait for it.
    const [{ findTarget }, { createApi }, { createTransport, credentialsFor }] = await Promise.all([
      import('./target.ts'),
      import('./api.ts'),
      import('./transport.ts'),
    ]);
    const target = await findTarget(options, surroundings);
    return createApi(target, createTransport(target, await credentialsFor(target), surroundings.interrupted), surroundings.interrupted);
  }

  async function connectToChange(): Promise<Api> {
    const api = await connect();
    const { url, found, region } = api.target;
    output.say(`At ${url} (${found}), region ${region}.`);
    return api;
  }

  return {
    surroundings,
    output,
    canAsk: surroundings.input.isTerminal && surroundings.messages.isTerminal && options.input !== false && !options.json,
    options,
    connect,
    connectToChange,
  };
}
