import type { Bindings } from './expression.ts';

/** A node of JSONata's syntax tree, as far as it is read here. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly lhs?: unknown;
  readonly rhs?: unknown;
  readonly procedure?: Node;
  readonly arguments?: readonly Node[];
}

/** What a shortcut gives where it does not know: JSONata itself is to be asked. */
export const unsure = Symbol('unsure');

/** The value of an expression, found without JSONata; undefined where there is nothing; or that it is not sure. */
export type Shortcut = (bindings: Bindings) => unknown;

/** What each kind of node may have beside its type and place: anything more changes its meaning. */
const plainMembers: Readonly<Record<string, readonly string[]>> = {
  variable: ['value'],
  name: ['value'],
  string: ['value'],
  path: ['steps'],
  binary: ['value', 'lhs', 'rhs'],
  function: ['value', 'procedure', 'arguments'],
  unary: ['value', 'lhs'],
};

const isPlain = (node: Node): boolean =>
  Object.entries(node).every(
    ([member, value]) => value === undefined || ['type', 'position', ...(plainMembers[node.type] ?? [])].includes(member),
  );

/**
 * A way around JSONata for what most expressions of a state machine are: a literal, a variable, a path from one, its comparison with
 * a literal, `$millis()`, `$lookup` in an object of literals. JSONata evaluates each in many turns of the event loop. Undefined for
 * every other expression; and unsure where a path meets an array, which JSONata reads as many values.
 */
export function shortcutOf(ast: unknown): Shortcut | undefined {
  const node = ast as Node;
  return isPlain(node) ? shortcuts[node.type]?.(node) : undefined;
}

const shortcuts: Readonly<Record<string, (node: Node) => Shortcut | undefined>> = {
  string:
    ({ value }) =>
    () =>
      value,
  variable: ({ value }) => pathOf(String(value), []),
  path({ steps = [] }) {
    const [first, ...names] = steps;
    const isSimple = first?.type === 'variable' && names.every(({ type }) => type === 'name') && steps.every(isPlain);
    return isSimple
      ? pathOf(
          String(first.value),
          names.map(({ value }) => String(value)),
        )
      : undefined;
  },
  binary({ value, lhs, rhs }) {
    const [left, right] = [shortcutOf(lhs), rhs as Node];
    if (value !== '=' || !left || right.type !== 'string') return undefined;
    return (bindings) => {
      const found = left(bindings);
      return found === unsure ? unsure : found === right.value;
    };
  },
  function({ procedure, arguments: given = [] }) {
    if (procedure?.type !== 'variable' || !isPlain(procedure)) return undefined;
    if (procedure.value === 'millis' && given.length === 0) return millis;
    const [table, key] = [literalsOf(given[0]), given[1] && shortcutOf(given[1])];
    return procedure.value === 'lookup' && given.length === 2 && table && key ? lookupIn(table, key) : undefined;
  },
};

function pathOf(variable: string, names: readonly string[]): Shortcut {
  return (bindings) => {
    // What is not bound can be a function of JSONata's own.
    let value: unknown = Object.hasOwn(bindings, variable) ? bindings[variable] : unsure;
    for (const name of names) {
      if (value === unsure || Array.isArray(value)) return unsure;
      value = memberOf(value, name);
    }
    return Array.isArray(value) || typeof value === 'function' ? unsure : value;
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value === 'function') return unsure;
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, name)) return (value as Readonly<Record<string, unknown>>)[name];
  return name in value ? unsure : undefined;
}

const millis: Shortcut = ({ millis: now }) => (typeof now === 'function' ? now() : unsure);

const lookupIn =
  (table: Readonly<Record<string, unknown>>, key: Shortcut): Shortcut =>
  (bindings) => {
    const name = Object.hasOwn(bindings, 'lookup') ? unsure : key(bindings);
    return typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : unsure;
  };

/** The members of an object that is written out in literals. */
function literalsOf(node: Node | undefined): Readonly<Record<string, unknown>> | undefined {
  if (node?.type !== 'unary' || node.value !== '{' || !isPlain(node)) return undefined;
  const members = node.lhs as readonly (readonly [Node, Node])[];
  const isLiteral = members.flat().every(({ type }) => type === 'string');
  return isLiteral ? Object.fromEntries(members.map(([name, { value }]) => [name.value, value])) : undefined;
}
