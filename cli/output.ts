import type { Surroundings } from './surroundings.ts';
import { cleaned, type Paint, paintFor } from './text.ts';

/** How a command shows what it found. Data goes to the output; what is said about it goes to the messages. */
export interface Output {
  readonly isJson: boolean;
  /** One JSON document, or lines of text; what comes from outside is cleaned before it is put into lines. */
  show<Value>(value: Value, lines: (value: Value, paint: Paint) => readonly string[]): void;
  /** One line of many: JSON on one line, or text. */
  stream<Value>(value: Value, lines: (value: Value, paint: Paint) => readonly string[]): void;
  /** Something for people, which is no data. */
  say(line: string): void;
  /** The line that stays the last one until another takes its place, where a person looks; elsewhere nothing. */
  live(text: string): void;
  readonly isLive: boolean;
}

/** Takes a line away again, without any escape code. */
const erase = (line: string) => `\r${' '.repeat(line.length)}\r`;

/** Shows on these surroundings; as JSON when that is wanted. */
export function createOutput({ output, messages, environment }: Surroundings, isJson: boolean): Output {
  const paint = paintFor(output, environment);
  const isLive = messages.isTerminal && !isJson && environment.TERM !== 'dumb';
  let shown = '';

  /** What is written comes above the live line, which goes on. */
  function above(write: () => void): void {
    if (shown) messages.write(erase(shown));
    write();
    if (shown) messages.write(shown);
  }

  const print = (lines: readonly string[]) => {
    if (lines.length > 0) above(() => output.write(`${lines.join('\n')}\n`));
  };

  return {
    isJson,
    isLive,
    show: (value, lines) => (isJson ? output.write(`${JSON.stringify(value, null, 2)}\n`) : print(lines(cleaned(value), paint))),
    stream: (value, lines) => (isJson ? output.write(`${JSON.stringify(value)}\n`) : print(lines(cleaned(value), paint))),
    say: (line) => above(() => messages.write(`${cleaned(line)}\n`)),
    live(text) {
      if (!isLive) return;
      const line = cleaned(text).slice(0, Math.max(1, messages.columns - 1));
      if (line !== shown) messages.write(`${shown ? erase(shown) : ''}${line}`);
      shown = line;
    },
  };
}
