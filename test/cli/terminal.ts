import { run } from '../../cli/run.ts';
import type { Surroundings } from '../../cli/surroundings.ts';

/** What a call of the command line left behind. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly messages: string;
  /** The output, read as one JSON document. */
  json<Value = Record<string, unknown>>(): Value;
}

export interface TerminalOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** A person looks on, and answers with these lines, or leaves. */
  readonly answers?: readonly (string | undefined)[];
  readonly isTerminal?: boolean;
  readonly input?: string;
  readonly interrupted?: AbortSignal;
  /** Told of every piece of the output at once: some commands end only when they are interrupted. */
  onOutput?(text: string): void;
}

/** Calls the command line in this process, and keeps what it writes. */
export async function call(words: readonly string[], options: TerminalOptions = {}): Promise<Ended> {
  const { environment = {}, directory = '/', answers = [], isTerminal = answers.length > 0, input = '' } = options;
  const written = { output: '', messages: '' };
  const left = [...answers];
  const stream = (name: keyof typeof written) => ({
    isTerminal,
    columns: 100,
    write: (text: string) => {
      written[name] += text;
      if (name === 'output') options.onOutput?.(text);
    },
  });
  const surroundings: Surroundings = {
    environment,
    directory,
    user: 'ana.lopez',
    input: {
      isTerminal,
      read: async () => input,
      ask: async (question) => {
        written.messages += question;
        return left.shift();
      },
    },
    output: stream('output'),
    messages: stream('messages'),
    interrupted: options.interrupted ?? new AbortController().signal,
  };
  const code = await run(words, surroundings);
  return { code, ...written, json: () => JSON.parse(written.output) };
}
