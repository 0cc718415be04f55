import { CommanderError } from 'commander';
import { CommandError, Refused } from './errors.ts';
import { exitCodes } from './exit.ts';
import type { ProblemDetails } from './model.ts';
import { createProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';
import { cleaned, paintFor } from './text.ts';

/** Does what the words of the command line say, and gives the exit code. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.reached;
  const program = createProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said it already; its help is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.reached : exitCodes.usage;
    if (!(error instanceof CommandError)) throw error;
    tell(error, surroundings, words.includes('--json'));
    return error.exitCode;
  }
}

/** What happened, why, and what to do next; for programs, too, as the one JSON document of the output. */
function tell(error: CommandError, { messages, output, environment }: Surroundings, isJson: boolean): void {
  const paint = paintFor(messages, environment);
  const said: Pick<ProblemDetails, 'title' | 'detail' | 'errors'> =
    error instanceof Refused ? error.problem : { title: error.message, detail: '' };
  const { title, detail, errors = [] } = cleaned(said);
  const lines = [
    `${paint('red', error.exitCode === exitCodes.interrupted ? 'interrupted' : 'error')}: ${title}`,
    ...(detail ? [`  ${detail}`] : []),
    ...errors.map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message}`),
    ...(error.advice ? [`  ${cleaned(error.advice)}`] : []),
  ];
  messages.write(`${lines.join('\n')}\n`);
  if (!isJson) return;
  const problem = error instanceof Refused ? error.problem : null;
  output.write(
    `${JSON.stringify({ error: { message: error.message, advice: error.advice ?? null, exitCode: error.exitCode, problem } })}\n`,
  );
}
