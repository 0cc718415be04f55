import { logged } from '../logged.ts';
import { canary } from './values.ts';

/** Members of a line of the log that show what came from outside, and why they may. */
export const shownInLogs: Readonly<Record<string, string>> = {
  correlationId: 'the id that whoever sent the event gave it: the one thing by which both sides find it again; 200 characters of it',
};

/** Sentences that quote what came from outside, and why they may. */
export const quotingSentences: readonly { readonly sentence: RegExp; readonly why: string }[] = [
  { sentence: /^[\w-]+ has no step .*\.$/s, why: 'only our own workflows name steps, and whoever mends one must see which it was' },
];

/** Throws for a line of the log that is no JSON, that holds the canary, or that somebody else could have written. */
function inspect(line: string): void {
  const members = JSON.parse(line) as Record<string, unknown>;
  for (const [name, value] of Object.entries(members)) {
    if (Object.hasOwn(shownInLogs, name) || isQuote(name, value)) continue;
    if (JSON.stringify(value).includes(canary)) throw new Error(`The log's ${name} has what came from outside: ${line.slice(0, 500)}`);
  }
  if (members.message === 'forged') throw new Error(`A line of the log was forged: ${line.slice(0, 500)}`);
}

const isQuote = (name: string, value: unknown) =>
  name === 'errorMessage' && quotingSentences.some(({ sentence }) => sentence.test(String(value)));

/** Does the work, and throws when what it writes gives away what came in. */
export async function withoutLeak<Result>(work: () => Promise<Result>): Promise<Result> {
  let result: { readonly value: Result } | undefined;
  for (const line of await logged(async () => {
    result = { value: await work() };
  }))
    inspect(line);
  return (result as { readonly value: Result }).value;
}
