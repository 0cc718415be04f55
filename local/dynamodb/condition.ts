import { isDeepStrictEqual } from 'node:util';
import { invalid } from './errors.ts';
import type { Placeholders } from './placeholders.ts';
import { type Tokens, tokensOf } from './tokens.ts';
import { compare, type Item, type Value } from './value.ts';

export type Operand = { readonly type: 'ATTRIBUTE'; readonly attribute: string } | { readonly type: 'VALUE'; readonly value: Value };

export type Condition =
  | { readonly type: 'AND' | 'OR'; readonly parts: readonly Condition[] }
  | { readonly type: 'NOT'; readonly part: Condition }
  | { readonly type: 'EXISTS'; readonly attribute: string; readonly wanted: boolean }
  | { readonly type: 'COMPARE'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'BETWEEN'; readonly operand: Operand; readonly low: Operand; readonly high: Operand };

/** What a comparison comes to for values that have an order; equality is also for those that have none. */
const comparators = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
} as const;
export type Comparator = keyof typeof comparators | '=';

const existence: Readonly<Record<string, boolean>> = { attribute_exists: true, attribute_not_exists: false };

/** Reads the condition in the member `name` of a request. Throws ValidationException, by name also for what is not served here. */
export function parseCondition(text: string, name: string, placeholders: Placeholders): Condition {
  const tokens = tokensOf(text, name);
  const condition = createGrammar(tokens, name, placeholders)();
  if (tokens.next !== '') throw tokens.unexpected();
  return condition;
}

/** How deep conditions may be within each other: so many operators an expression has. Source: DynamoDB developer guide, constraints. */
const deepest = 300;

/** AND binds stronger than OR, NOT stronger than both. Gives the way to read a whole condition. */
function createGrammar(tokens: Tokens, name: string, placeholders: Placeholders): () => Condition {
  let group: Condition | undefined;
  let depth = 0;

  const chain = (type: 'AND' | 'OR', part: () => Condition) => (): Condition => {
    const parts = [part()];
    while (tokens.takeIf(type)) parts.push(part());
    return parts.length === 1 ? (parts[0] as Condition) : { type, parts };
  };
  const negation = (): Condition => (tokens.takeIf('NOT') ? { type: 'NOT', part: deeper(negation) } : term());
  const whole = chain('OR', chain('AND', negation));

  function deeper(part: () => Condition): Condition {
    depth += 1;
    if (depth > deepest) throw invalid(`Invalid ${name}: The expression contains too many operators; operator count: ${depth}`);
    const inner = part();
    depth -= 1;
    return inner;
  }

  function term(): Condition {
    if (tokens.takeIf('(')) return inParentheses();
    if (Object.hasOwn(existence, tokens.next)) return exists();
    const left = operand();
    if (tokens.takeIf('BETWEEN')) return between(left);
    const operator = comparator();
    const right = operand();
    assertDistinct(operator, left, right);
    return { type: 'COMPARE', left, operator, right };
  }

  function between(first: Operand): Condition {
    const low = operand();
    tokens.expect('AND');
    const high = operand();
    assertDistinct('BETWEEN', first, low, high);
    if (low.type === 'VALUE' && high.type === 'VALUE' && (compare(low.value, high.value) ?? 0) > 0)
      throw disorder(name, low.value, high.value);
    return { type: 'BETWEEN', operand: first, low, high };
  }

  function assertDistinct(operator: string, first: Operand, ...others: Operand[]): void {
    if (first.type !== 'ATTRIBUTE') return;
    if (!others.some((other) => other.type === 'ATTRIBUTE' && other.attribute === first.attribute)) return;
    throw invalid(
      `Invalid ${name}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [${first.attribute}]`,
    );
  }

  function inParentheses(): Condition {
    const inner = deeper(whole);
    tokens.expect(')');
    if (inner === group) throw invalid(`Invalid ${name}: The expression has redundant parentheses;`);
    group = inner;
    return inner;
  }

  function exists(): Condition {
    const wanted = existence[tokens.take()] as boolean;
    tokens.expect('(');
    const attribute = attributeOf(tokens, name, placeholders);
    tokens.expect(')');
    return { type: 'EXISTS', attribute, wanted };
  }

  function comparator(): Comparator {
    if (tokens.next === '=' || Object.hasOwn(comparators, tokens.next)) return tokens.take() as Comparator;
    if (tokens.next === '<>' || tokens.next.toUpperCase() === 'IN') throw unserved(name, tokens.next);
    throw tokens.unexpected();
  }

  const operand = (): Operand =>
    tokens.next.startsWith(':')
      ? { type: 'VALUE', value: placeholders.value(tokens.take(), name) }
      : { type: 'ATTRIBUTE', attribute: attributeOf(tokens, name, placeholders) };
  return whole;
}

/** The attribute that comes next. What lies within one cannot be named here, nor can a function be called. */
export function attributeOf(tokens: Tokens, name: string, placeholders: Placeholders): string {
  if (!/^[#A-Za-z_]/.test(tokens.next)) throw tokens.unexpected();
  const word = tokens.take();
  if (tokens.next === '(') throw unserved(name, word);
  if (tokens.next === '.' || tokens.next === '[') throw unserved(name, `A path into ${word}`);
  return placeholders.attribute(word, name);
}

const disorder = (name: string, low: Value, high: Value) =>
  invalid(
    `Invalid ${name}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: ${JSON.stringify(low)}, upper bound operand: AttributeValue: ${JSON.stringify(high)}`,
  );

const unserved = (name: string, what: string) => invalid(`Invalid ${name}: ${what} is not served here`);

/** Whether a condition holds for an item; one that is not there has no attributes. */
export function holds(condition: Condition, item: Item): boolean {
  const valueIn = (operand: Operand) => (operand.type === 'VALUE' ? operand.value : item[operand.attribute]);
  switch (condition.type) {
    case 'AND':
      return condition.parts.every((part) => holds(part, item));
    case 'OR':
      return condition.parts.some((part) => holds(part, item));
    case 'NOT':
      return !holds(condition.part, item);
    case 'EXISTS':
      return Object.hasOwn(item, condition.attribute) === condition.wanted;
    case 'COMPARE':
      return compares(condition.operator, valueIn(condition.left), valueIn(condition.right));
    case 'BETWEEN': {
      const value = valueIn(condition.operand);
      return compares('>=', value, valueIn(condition.low)) && compares('<=', value, valueIn(condition.high));
    }
  }
}

/** Values of different types, and what is not there, are neither equal nor in any order. */
function compares(operator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (!left || !right) return false;
  if (operator === '=') return isDeepStrictEqual(left, right);
  const order = compare(left, right);
  return order !== undefined && comparators[operator](order);
}
