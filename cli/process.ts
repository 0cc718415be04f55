import { userInfo } from 'node:os';
import { text } from 'node:stream/consumers';
import { ask } from './ask.ts';
import { exitCodes } from './exit.ts';
import type { Stream, Surroundings } from './surroundings.ts';

/** The surroundings that this process has. */
export function ofThisProcess(): Surroundings {
  const interrupted = interruption();
  return {
    environment: process.env,
    directory: process.cwd(),
    user: userInfo().username,
    input: {
      isTerminal: process.stdin.isTTY ?? false,
      read: () => text(process.stdin),
      ask: (question) => ask(question, { input: process.stdin, output: process.stderr, signal: interrupted }),
    },
    output: streamOf(process.stdout),
    messages: streamOf(process.stderr),
    interrupted,
  };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  // Whoever reads may have read enough: `liaison list | head`.
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.reached : exitCodes.failed));
  return {
    isTerminal: stream.isTTY ?? false,
    get columns() {
      return stream.columns ?? 80;
    },
    write: (written) => void stream.write(written),
  };
}

/** Milliseconds within which a second signal is the same one: a shell, npm and the terminal may each pass it on. */
const sameSignal = 250;

/** Aborts at the first signal; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let first: number | undefined;
  const interrupt = () => {
    const now = performance.now();
    if (first !== undefined && now - first > sameSignal) process.exit(exitCodes.interrupted);
    first ??= now;
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return controller.signal;
}
