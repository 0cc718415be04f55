/** True when an event matches. */
export type Matcher = (event: Readonly<Record<string, unknown>>) => boolean;

type Members = Readonly<Record<string, unknown>>;
type Test = (value: unknown) => boolean;

/** Thrown when a rule is loaded whose pattern asks for what is not implemented, or is no pattern at all. */
export class UnsupportedPattern extends Error {
  override readonly name = 'UnsupportedPattern';
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isPrefixOf =
  (prefix: string): Test =>
  (value) =>
    typeof value === 'string' && value.startsWith(prefix);

/** The scalars a field holds: its own, or those of its array, however deep. A field that is absent, or holds an object, has none. */
function scalarsOf(value: unknown): unknown[] {
  const [scalars, left]: [unknown[], unknown[]] = [[], [value]];
  while (left.length > 0) {
    const next = left.pop();
    if (Array.isArray(next)) for (const element of next) left.push(element);
    else if (isPlain(next)) scalars.push(next);
  }
  return scalars;
}

function anythingBut(operand: unknown): Test | undefined {
  if (isMembers(operand)) {
    const { prefix, ...others } = operand;
    if (typeof prefix !== 'string' || Object.keys(others).length > 0) return undefined;
    return (value) => !isPrefixOf(prefix)(value);
  }
  const list: unknown[] = Array.isArray(operand) ? operand : [operand];
  const isUsable = list.length > 0 && list.every((value) => typeof value === 'string' || typeof value === 'number');
  const values: ReadonlySet<unknown> = new Set(list);
  return isUsable ? (value) => !values.has(value) : undefined;
}

/** What tests one scalar. Of EventBridge's operators only those that the rules here use. */
const operators: Readonly<Record<string, (operand: unknown) => Test | undefined>> = {
  prefix: (operand) => (typeof operand === 'string' ? isPrefixOf(operand) : undefined),
  'anything-but': anythingBut,
};

/** A test as it was written; without what is in it where that nests too deep to be written again. */
function shown(alternative: unknown): string {
  try {
    return JSON.stringify(alternative);
  } catch {
    return Array.isArray(alternative) ? '[…]' : '{…}';
  }
}

/** What tests a whole field. */
function fieldTest(alternative: unknown, path: string): (scalars: unknown[]) => boolean {
  if (isPlain(alternative)) return (scalars) => scalars.includes(alternative);
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(isMembers(alternative) ? alternative : {});
  if (others.length === 0 && operator === 'exists' && typeof operand === 'boolean') return (scalars) => scalars.length > 0 === operand;
  const test = others.length === 0 && Object.hasOwn(operators, operator) ? operators[operator]?.(operand) : undefined;
  if (!test) throw new UnsupportedPattern(`${shown(alternative)} at ${path} is not a test that is supported here`);
  // One element of an array is enough, also for anything-but. Source: EventBridge user guide, arrays in patterns.
  return (scalars) => scalars.some(test);
}

/** No event of AWS nests half as deep. */
const deepest = 100;

function compileField(pattern: unknown, path: string, depth: number): (value: unknown) => boolean {
  if (isMembers(pattern)) {
    const matches = compileMembers(pattern, path, depth + 1);
    // An absent object is matched too: a pattern inside may ask that a field does not exist.
    return (value) =>
      Array.isArray(value) ? value.some((element) => isMembers(element) && matches(element)) : matches(isMembers(value) ? value : {});
  }
  if (!Array.isArray(pattern) || pattern.length === 0)
    throw new UnsupportedPattern(`${path} must be an object or a list of at least one test`);
  const tests = pattern.map((alternative) => fieldTest(alternative, path));
  return (value) => {
    const scalars = scalarsOf(value);
    return tests.some((test) => test(scalars));
  };
}

function compileMembers(pattern: Members, path: string, depth: number): (event: Members) => boolean {
  if (depth > deepest) throw new UnsupportedPattern(`${path.slice(0, 100)}… nests deeper than ${deepest}`);
  if (Object.keys(pattern).length === 0) throw new UnsupportedPattern(`${path || 'The pattern'} is empty`);
  const fields = Object.entries(pattern).map(([name, inner]) => {
    const at = path ? `${path}.${name}` : name;
    if (name.startsWith('$')) throw new UnsupportedPattern(`${at} is not supported here`);
    return [name, compileField(inner, at, depth)] as const;
  });
  return (event) => fields.every(([name, matches]) => matches(Object.hasOwn(event, name) ? event[name] : undefined));
}

/**
 * Reads an event pattern: exact values, `prefix`, `anything-but` (values, or one prefix) and `exists`, at any depth.
 * Throws UnsupportedPattern for everything else, so that no rule is here looser or tighter than in AWS.
 */
export const compilePattern = (pattern: Members): Matcher => {
  if (!isMembers(pattern)) throw new UnsupportedPattern('A pattern is an object');
  return compileMembers(pattern, '', 0);
};
