import { invalid } from './errors.ts';
import { isReserved } from './reserved-words.ts';
import { readValue, type Value } from './value.ts';

/** What the words of an expression stand for. */
export interface Placeholders {
  /** The attribute that `#name` or a bare name means. Throws ValidationException. */
  attribute(word: string, expression: string): string;
  /** The value that `:name` means. Throws ValidationException. */
  value(word: string, expression: string): Value;
  /** Throws ValidationException when one of them was not asked for. */
  assertAllUsed(): void;
}

/** The names and values that come with a request's expressions. Throws ValidationException. */
export function createPlaceholders(
  names: Readonly<Record<string, string>> = {},
  values: Readonly<Record<string, unknown>> = {},
): Placeholders {
  const read = new Map(Object.entries(values).map(([name, value]) => [name, readNamed(name, value)]));
  const unused = { ExpressionAttributeNames: new Set(Object.keys(names)), ExpressionAttributeValues: new Set(read.keys()) };
  for (const name of unused.ExpressionAttributeNames) assertName(name, /^#\w+$/, 'ExpressionAttributeNames');
  for (const name of unused.ExpressionAttributeValues) assertName(name, /^:\w+$/, 'ExpressionAttributeValues');
  return {
    attribute(word, expression) {
      if (!word.startsWith('#')) return bareName(word, expression);
      unused.ExpressionAttributeNames.delete(word);
      if (Object.hasOwn(names, word)) return names[word] as string;
      throw invalid(
        `Invalid ${expression}: An expression attribute name used in the document path is not defined; attribute name: ${word}`,
      );
    },
    value(word, expression) {
      unused.ExpressionAttributeValues.delete(word);
      const value = read.get(word);
      if (value) return value;
      throw invalid(`Invalid ${expression}: An expression attribute value used in expression is not defined; attribute value: ${word}`);
    },
    assertAllUsed() {
      for (const [member, left] of Object.entries(unused)) {
        if (left.size > 0) throw invalid(`Value provided in ${member} unused in expressions: keys: {${[...left].join(', ')}}`);
      }
    },
  };
}

function bareName(word: string, expression: string): string {
  if (!isReserved(word)) return word;
  throw invalid(`Invalid ${expression}: Attribute name is a reserved keyword; reserved keyword: ${word}`);
}

function assertName(name: string, form: RegExp, member: string): void {
  if (!form.test(name)) throw invalid(`${member} contains invalid key: Syntax error; key: "${name}"`);
}

function readNamed(name: string, value: unknown): Value {
  try {
    return readValue(value);
  } catch (error) {
    throw invalid(`ExpressionAttributeValues contains invalid value: ${(error as Error).message} for key ${name}`);
  }
}
