import { parseArgs } from 'node:util';

/** What `npm start` can be told. */
export interface StartOptions {
  readonly once: boolean;
  readonly apiPort: number;
  readonly awsPort: number;
  readonly consolePort: number;
  /** undefined: `.liaison`, and with --once a fresh one that is removed again. */
  readonly stateDirectory: string | undefined;
  readonly reset: boolean;
  readonly speed: number;
  readonly json: boolean;
}

/**
 * Milliseconds of the machine within which what is asked for must have ended: half an hour of the world's, and a minute for the work.
 * Whoever looks on ends it when they want to.
 */
export const patienceOf = ({ once, speed }: Pick<StartOptions, 'once' | 'speed'>): number =>
  once ? 60_000 + Math.ceil(1_800_000 / speed) : Number.POSITIVE_INFINITY;

/** The help text. */
export const usage = `Runs Liaison, and the AWS it talks to, on this machine.

  npm start -- [options]

  --once             run the demonstration and exit: 0 if every request ended as it should, else 1;
                     on a directory that was used go on until all has ended
  --port N           port of the HTTP API (default 3000, the next free one if taken, 0 = any)
  --aws-port N       port of the local AWS endpoint (default 4566, likewise)
  --console-port N   port of the console in the browser (default 3100, likewise; not with --once)
  --state-dir DIR    where everything is kept (default .liaison; with --once a fresh one)
  --reset            forget what the state directory holds
  --speed N          how many times faster than the machine's the world's clock runs while it waits (default 100)
  --json             one JSON object per line instead of text
  --help             this
`;

/** Told to whoever started it wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line; undefined when only help is wanted. Throws UsageError with every problem. */
export function readOptions(words: readonly string[]): StartOptions | undefined {
  const values = parse(words);
  if (values.help) return undefined;
  const problems: string[] = [];
  const number = (name: 'port' | 'aws-port' | 'console-port' | 'speed', fallback: number, least: number, most: number, whole: boolean) => {
    const text = values[name];
    const value = text === undefined ? fallback : Number(text);
    if (text?.trim() === '' || !(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
      problems.push(`--${name} takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}, not "${text}".`);
    }
    return value;
  };
  const options: StartOptions = {
    once: values.once ?? false,
    apiPort: number('port', 3000, 0, 65_535, true),
    awsPort: number('aws-port', 4566, 0, 65_535, true),
    consolePort: number('console-port', 3100, 0, 65_535, true),
    stateDirectory: values['state-dir'],
    reset: values.reset ?? false,
    speed: number('speed', 100, 1, 100_000, false),
    json: values.json ?? false,
  };
  if (options.stateDirectory === '') problems.push('--state-dir takes the name of a directory.');
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return options;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      strict: true,
      options: {
        once: { type: 'boolean' },
        port: { type: 'string' },
        'aws-port': { type: 'string' },
        'console-port': { type: 'string' },
        'state-dir': { type: 'string' },
        reset: { type: 'boolean' },
        speed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
