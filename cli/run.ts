import { CommanderError } from 'commander';
import type { ProblemDetails } from '../src/problem.ts';
import { CommandError, Refused, UsageError } from './errors.ts';
import { exitCodes } from './exit.ts';
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
    const isJson = words.includes('--json');
    if (error instanceof CommanderError) return ofCommander(error, surroundings, isJson);
    if (!(error instanceof CommandError)) throw error;
    tell(error, surroundings, isJson);
    return error.exitCode;
  }
}

/** Commander has said to people what is wrong with the words; its help is no error. */
function ofCommander({ exitCode, code, message }: CommanderError, surroundings: Surroundings, isJson: boolean): number {
  if (exitCode === 0) return exitCodes.reached;
  const said = code === 'commander.help' ? 'No command is named.' : message.replace(/^error: /, '');
  if (isJson) document(new UsageError(said), surroundings);
  return exitCodes.usage;
}

/** What happened, why, and what to do next; for programs, too. */
function tell(error: CommandError, surroundings: Surroundings, isJson: boolean): void {
  const { messages, environment } = surroundings;
  const paint = paintFor(messages, environment);
  const said: Pick<ProblemDetails, 'title' | 'detail' | 'errors'> =
    error instanceof Refused ? error.problem : { title: error.message, detail: '' };
  const { title, detail, errors = [] } = cleaned(said);
  const lines = [
    `${paint('red', error.exitCode === exitCodes.interrupted ? 'interrupted' : 'error')}: ${title}`,
    // Of a problem that has lines of its own it says no more than that it has them.
    ...(detail && errors.length === 0 ? [`  ${detail}`] : []),
    ...errors.map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message}`),
    ...(error.advice ? [`  ${cleaned(error.advice)}`] : []),
  ];
  messages.write(`${lines.join('\n')}\n`);
  if (isJson) document(error, surroundings);
}

/** An error as the one JSON document of the output. */
function document(error: CommandError, { output }: Surroundings): void {
  const problem = error instanceof Refused ? error.problem : null;
  output.write(
    `${JSON.stringify({ error: { message: error.message, advice: error.advice ?? null, exitCode: error.exitCode, problem } })}\n`,
  );
}
