import { invalid } from './errors.ts';
import { compareNumbers, normalise, significantDigits } from './number.ts';

/** A value on DynamoDB's wire: its one member names its type. Sets and binaries, which the app does not keep, are not served. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly Value[] }
  | { readonly M: Item };

export type Item = Readonly<Record<string, Value>>;

type Type = 'S' | 'N' | 'BOOL' | 'NULL' | 'L' | 'M';

/** Lists and maps within each other. Source: DynamoDB developer guide, constraints. */
const deepest = 32;

/** Bytes that a list or map takes beside what is in it, and each of its elements. Source: DynamoDB developer guide, item sizes. */
const overhead = { collection: 3, element: 1 };

const readers: Readonly<Record<Type, (content: unknown, depth: number) => Value>> = {
  S: (content) => ({ S: textOf('S', content) }),
  N: (content) => ({ N: normalise(textOf('N', content)) }),
  BOOL: (content) => {
    if (typeof content !== 'boolean') throw invalid('A BOOL must be true or false');
    return { BOOL: content };
  },
  NULL: (content) => {
    if (content === true) return { NULL: true };
    throw invalid('One or more parameter values were invalid: Null attribute value types must have the value of true');
  },
  L: (content, depth) => {
    if (!Array.isArray(content)) throw invalid('An L must be a list');
    return { L: content.map((element) => readValue(element, depth + 1)) };
  },
  M: (content, depth) => ({ M: readItem(content, depth + 1) }),
};

/** An item as it was sent, its numbers in DynamoDB's form. Throws ValidationException. */
export function readItem(members: unknown, depth = 0): Item {
  return Object.fromEntries(Object.entries(objectOf(members)).map(([name, value]) => [name, readValue(value, depth)]));
}

/** One value as it was sent. Throws ValidationException. */
export function readValue(value: unknown, depth = 0): Value {
  const [type, ...others] = Object.keys(objectOf(value));
  const exactly = 'must contain exactly one of the supported datatypes';
  if (type === undefined) throw invalid(`Supplied AttributeValue is empty, ${exactly}`);
  if (others.length > 0) throw invalid(`Supplied AttributeValue has more than one datatypes set, ${exactly}`);
  if (!Object.hasOwn(readers, type)) throw invalid(`Values of the type ${type} are not served here`);
  if (depth > deepest) throw invalid('Nesting Levels have exceeded supported limits');
  return readers[type as Type]((value as Record<string, unknown>)[type], depth);
}

/** Nothing is changed once it is made, and most of an item that is written was in it before. */
const sizes = new WeakMap<object, number>();

function once<Part extends object>(part: Part, measure: (part: Part) => number): number {
  const size = sizes.get(part) ?? measure(part);
  sizes.set(part, size);
  return size;
}

/** Bytes that an item takes of its 400 KB and of a page. Source: DynamoDB developer guide, item sizes. */
export const sizeOf = (item: Item): number => once(item, membersSize);

function membersSize(item: Item): number {
  let sum = 0;
  for (const name in item) sum += Buffer.byteLength(name) + valueSize(item[name] as Value);
  return sum;
}

function valueSize(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return Math.ceil(significantDigits(value.N) / 2) + 1;
  if ('L' in value) return once(value.L, listSize);
  if ('M' in value) return overhead.collection + sizeOf(value.M) + Object.keys(value.M).length * overhead.element;
  return 1;
}

const listSize = (list: readonly Value[]) =>
  list.reduce((sum, element) => sum + valueSize(element) + overhead.element, overhead.collection);

/** The type of a value, which is the name of its member. */
export const typeOf = (value: Value): Type => Object.keys(value)[0] as Type;

/** The order of two texts or two numbers, negative when `left` is first; undefined for what has no order. */
export function compare(left: Value, right: Value): number | undefined {
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  return undefined;
}

const objectOf = (value: unknown): object => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('An item and each of its values must be an object');
};

function textOf(type: Type, content: unknown): string {
  if (typeof content === 'string') return content;
  throw invalid(`The content of ${type} must be a string`);
}
