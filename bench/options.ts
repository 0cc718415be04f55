import { parseArgs } from 'node:util';
import { UsageError } from '../local/options.ts';

/** A whole number that a bench can be told: what it is where nobody says, and the least it may be. */
type Whole = readonly [usual: number, least: number];

type Options<Name extends string, Flag extends string> = Readonly<Record<Name, number> & Record<Flag, boolean>>;

/** Reads the words of a command line; null where only help is wanted. Throws UsageError with every problem. */
export function readOptions<Name extends string, Flag extends string = never>(
  words: readonly string[],
  numbers: Readonly<Record<Name, Whole>>,
  flags: readonly Flag[] = [],
): Options<Name, Flag> | null {
  const values = parse(words, Object.keys(numbers), ['help', ...flags]);
  if (values.help) return null;
  const problems: string[] = [];
  const whole = ([name, [usual, least]]: [string, Whole]): [string, number] => {
    const text = values[name] as string | undefined;
    const value = text === undefined ? usual : Number(text);
    if (text?.trim() === '' || !Number.isSafeInteger(value) || value < least)
      problems.push(`--${name} takes a whole number from ${least}, not "${text}".`);
    return [name, value];
  };
  const read = Object.entries<Whole>(numbers).map(whole);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return Object.fromEntries([...read, ...flags.map((flag) => [flag, values[flag] === true])]) as Options<Name, Flag>;
}

function parse(words: readonly string[], numbers: readonly string[], flags: readonly string[]): Readonly<Record<string, unknown>> {
  const ofType = <Type extends 'string' | 'boolean'>(names: readonly string[], type: Type) =>
    names.map((name) => [name, { type }] as const);
  try {
    return parseArgs({ args: [...words], options: Object.fromEntries([...ofType(numbers, 'string'), ...ofType(flags, 'boolean')]) }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** What this process was told. Says how it is called, and ends it: where that is asked for, or with code 2 where it was called wrongly. */
export function optionsOf<Name extends string, Flag extends string = never>(
  numbers: Readonly<Record<Name, Whole>>,
  flags: readonly Flag[] = [],
): Options<Name, Flag> {
  const known = [...Object.entries<Whole>(numbers).map(([name, [usual]]) => `--${name} N (${usual})`), ...flags.map((flag) => `--${flag}`)];
  const usage = `It takes ${known.join(', ')}.\n`;
  try {
    const options = readOptions(process.argv.slice(2), numbers, flags);
    if (options) return options;
    process.stdout.write(usage);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    process.exit(2);
  }
}
