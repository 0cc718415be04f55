import { invalid } from './errors.ts';

/** The words of an expression, one after the other. */
export interface Tokens {
  /** What comes next; empty at the end. */
  readonly next: string;
  /** Takes what comes next. */
  take(): string;
  /** Takes what comes next when it is that word, a keyword in any case. */
  takeIf(word: string): boolean;
  /** Throws ValidationException unless that word comes next. */
  expect(word: string): void;
  /** The error for what comes next, which cannot stand there. */
  unexpected(): Error;
}

const token = /[A-Za-z_]\w*|[#:]\w+|<=|>=|<>|\S/g;

/** Bytes of an expression. Source: DynamoDB developer guide, constraints. */
const mostBytes = 4_096;

/** Takes an expression apart. `name` is the member it came in. Throws ValidationException for an empty one, and one that is too long. */
export function tokensOf(text: string, name: string): Tokens {
  const size = Buffer.byteLength(text);
  if (size > mostBytes) throw invalid(`Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${size}`);
  const words = text.match(token) ?? [];
  if (words.length === 0) throw invalid(`Invalid ${name}: The expression can not be empty;`);
  let at = 0;
  const tokens = {
    get next() {
      return words[at] ?? '';
    },
    take: () => words[at++] ?? '',
    takeIf(word: string) {
      if (tokens.next.toUpperCase() !== word) return false;
      at += 1;
      return true;
    },
    expect(word: string) {
      if (!tokens.takeIf(word)) throw tokens.unexpected();
    },
    unexpected() {
      const near = words.slice(Math.max(0, at - 1), at + 2).join(' ');
      return invalid(`Invalid ${name}: Syntax error; token: "${tokens.next || '<EOF>'}", near: "${near}"`);
    },
  };
  return tokens;
}
