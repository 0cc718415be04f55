import type { Comparator, Condition, Operand } from './condition.ts';
import { parseCondition } from './condition.ts';
import { invalid } from './errors.ts';
import { stringIn } from './key.ts';
import type { Placeholders } from './placeholders.ts';
import type { Keys } from './schema.ts';
import type { Value } from './value.ts';

/** Which items of a table or an index are asked for. */
export interface KeyCondition {
  readonly hash: string;
  readonly range: RangeCondition | undefined;
}

/** BETWEEN has two values, the others one. */
export interface RangeCondition {
  readonly operator: Comparator | 'BETWEEN';
  readonly values: readonly string[];
}

const name = 'KeyConditionExpression';

/** Reads the condition of a query: the hash key's value and, if wanted, one comparison with the range key. Throws ValidationException. */
export function parseKeyCondition(text: string, keys: Keys, placeholders: Placeholders): KeyCondition {
  const parts = partsOf(parseCondition(text, name, placeholders)).map(readPart);
  const of = (attribute: string | undefined) => parts.filter((part) => part.attribute === attribute);
  const [hash, ...more] = of(keys.hash);
  const [range, ...others] = keys.range === undefined ? [] : of(keys.range);
  if (more.length + others.length > 0) throw invalid(`Invalid ${name}: KeyConditionExpressions must only contain one condition per key`);
  if (!hash) throw invalid(`Query condition missed key schema element: ${keys.hash}`);
  if (parts.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  if (parts.length === 2 && !range) throw invalid(keys.range ? `Query condition missed key schema element: ${keys.range}` : unsupported);
  if (hash.operator !== '=') throw invalid(unsupported);
  for (const { attribute, values } of parts) if (values.includes('')) throw empty(attribute);
  return { hash: hash.values[0] as string, range };
}

const unsupported = 'Query key condition not supported';

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.type === 'AND') return condition.parts.flatMap(partsOf);
  if (condition.type === 'COMPARE' || condition.type === 'BETWEEN') return [condition];
  throw invalid(`Invalid operator used in ${name}: ${condition.type}`);
}

function readPart(condition: Condition) {
  if (condition.type === 'COMPARE') {
    return { attribute: attributeIn(condition.left), operator: condition.operator, values: [textIn(condition.right)] };
  }
  if (condition.type !== 'BETWEEN') throw invalid(unsupported);
  const { operand, low, high } = condition;
  return { attribute: attributeIn(operand), operator: 'BETWEEN' as const, values: [textIn(low), textIn(high)] };
}

function attributeIn(operand: Operand): string {
  if (operand.type === 'ATTRIBUTE') return operand.attribute;
  throw invalid(`Invalid condition in ${name}: the key attribute must be the first operand`);
}

function textIn(operand: Operand): string {
  const text = operand.type === 'VALUE' ? stringIn(operand.value as Value) : undefined;
  if (text !== undefined) return text;
  throw invalid('One or more parameter values were invalid: Condition parameter type does not match schema type');
}

const empty = (attribute: string) =>
  invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${attribute}`,
  );
