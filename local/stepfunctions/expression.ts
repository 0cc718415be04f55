import jsonata from 'jsonata';
import { queryFailure } from './failure.ts';
import type { Json } from './json.ts';

/** What an expression sees: functions, variables and `states`, by name without the dollar sign. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A compiled `{% … %}`. */
export interface Expression {
  readonly source: string;
  evaluate(bindings: Bindings): Promise<unknown>;
}

const delimited = /^\{%([\s\S]*)%\}$/;

/** True for a string that is JSONata from its first to its last character; blanks around the marks make it plain text. */
export const isExpression = (value: unknown): value is string => typeof value === 'string' && delimited.test(value);

/** What was compiled, by its text: definitions are loaded more than once, and parsing takes longer than evaluating. When there is more, all is forgotten. */
const known = new Map<string, Expression>();
const mostKnown = 2_000;

/**
 * Compiles a `{% … %}`. Refused, with a sentence: what JSONata 2.0.6 cannot parse (`??` and `?:` came later) and `$eval`,
 * which Step Functions does not have.
 */
export function compileExpression(text: string): Expression {
  const expression = known.get(text) ?? compile(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, expression);
  return expression;
}

function compile(text: string): Expression {
  const source = (delimited.exec(text)?.[1] ?? '').trim();
  const compiled = parse(source);
  if (calls(compiled.ast(), 'eval')) throw new Error(`the JSONata expression '${source}' calls $eval, which Step Functions does not have`);
  return { source, evaluate: (bindings) => compiled.evaluate(undefined, bindings) };
}

function parse(source: string) {
  try {
    return jsonata(source);
  } catch (error) {
    throw new Error(`the JSONata expression '${source}' cannot be parsed: ${(error as Error).message}`);
  }
}

function calls(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { type, value } = node as { type?: unknown; value?: unknown };
  return (type === 'variable' && value === name) || Object.values(node).some((child) => calls(child, name));
}

/** The value of an expression as plain JSON. Throws the failure AWS reports for an error, nothing, or what JSON cannot say. */
export async function evaluate(expression: Expression, location: string, bindings: Bindings): Promise<Json> {
  const about = `The JSONata expression '${expression.source}' specified for the field '${location}'`;
  let value: unknown;
  try {
    value = await expression.evaluate(bindings);
  } catch (error) {
    throw queryFailure(`${about} threw an error during evaluation. ${describe(error)}`, location);
  }
  if (value === undefined) throw queryFailure(`${about} returned nothing (undefined).`, location);
  const plain = toJson(value);
  if (plain === undefined) throw queryFailure(`${about} returned an unsupported result type.`, location);
  return plain;
}

const describe = (error: unknown) => {
  const { code, message } = error as { code?: string; message?: string };
  return code ? `${code}: ${message}` : String(message);
};

/** A copy without what JSONata hangs on its sequences; undefined when a function or the like is in it. */
function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) {
    const copy = value.map(toJson);
    return copy.includes(undefined) ? undefined : (copy as Json[]);
  }
  if (typeof value !== 'object' || isCallable(value)) return undefined;
  const copy = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name, toJson(member)] as const);
  return copy.some(([, member]) => member === undefined) ? undefined : (Object.fromEntries(copy) as Json);
}

const isCallable = (value: object) => '_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp;
