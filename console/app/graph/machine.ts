import type { Box, DrawnState, DrawnWay } from '../../protocol.ts';

export type Node = Omit<DrawnState, keyof Box>;
export type Edge = Omit<DrawnWay, 'path'>;

/** One string for one way. */
const edgeKey = ({ from, to, type }: Edge): string => `${type} ${from} ${to}`;

/** A workflow as a graph. States that hold others are groups and no nodes. */
export interface Machine {
  readonly nodes: readonly Node[];
  readonly groups: readonly Node[];
  readonly edges: readonly Edge[];
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const objectsIn = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The workflows inside of a state: a Map's one, a Parallel's branches. */
const innerOf = (state: Json): Json[] =>
  [state.ItemProcessor, state.Iterator, ...objectsIn(state.Branches)].filter(isObject).filter(({ States }) => isObject(States));

/** The graph of a definition; null for what is none. Whatever in it makes no sense is left out, and nothing of it is relied on. */
export function machineOf(definition: unknown): Machine | null {
  if (!isObject(definition) || !isObject(definition.States)) return null;
  const all = new Map<string, Node & { readonly state: Json }>();
  collect(definition, null, all);
  const holders = new Set([...all.values()].flatMap(({ group }) => group ?? []));
  const known = [...all.values()];
  const edges = known.flatMap(({ name, state }) =>
    waysOf(state).flatMap(({ to, type }) =>
      !all.has(to) ? [] : leavingOf(name, all).flatMap((from) => enteringOf(to, all).map((into): Edge => ({ from, to: into, type }))),
    ),
  );
  const drawn = known.map(({ state, ...node }) => node);
  const nodes = drawn.filter(({ name }) => !holders.has(name));
  return withoutChoices({ nodes, groups: drawn.filter(({ name }) => holders.has(name)), edges });
}

/** A choice takes no time and does nothing: its ways become those of whatever leads to it. One that nothing leads to is drawn like any other. */
function withoutChoices({ nodes, groups, edges }: Machine): Machine {
  const entered = new Set(edges.map(({ to }) => to));
  const folded = new Set(nodes.filter(({ name, type }) => type === 'Choice' && entered.has(name)).map(({ name }) => name));
  const ends = (name: string, seen: readonly string[] = []): string[] =>
    folded.has(name)
      ? seen.includes(name)
        ? []
        : edges.filter(({ from }) => from === name).flatMap(({ to }) => ends(to, [...seen, name]))
      : [name];
  const straight = edges.filter(({ from }) => !folded.has(from)).flatMap((edge) => ends(edge.to).map((to) => ({ ...edge, to })));
  return {
    nodes: nodes.filter(({ name }) => !folded.has(name)),
    groups: groups.filter((group) => nodes.some((node) => !folded.has(node.name) && isInside(node, group.name, groups))),
    edges: [...new Map(straight.map((edge) => [edgeKey(edge), edge])).values()],
  };
}

const isInside = ({ group }: Node, name: string, groups: readonly Node[]): boolean =>
  group !== null && (group === name || groups.some((outer) => outer.name === group && isInside(outer, name, groups)));

/** Every state of a workflow and of those inside of it, in the order of the definition. Names are one of a kind in ASL; a second is passed over. */
function collect(workflow: Json, group: string | null, into: Map<string, Node & { readonly state: Json }>): void {
  for (const [name, state] of Object.entries(workflow.States as Json)) {
    if (!isObject(state) || into.has(name)) continue;
    into.set(name, { name, type: textOf(state.Type) ?? 'Unknown', comment: textOf(state.Comment), group, state });
    for (const inner of innerOf(state)) collect(inner, name, into);
  }
}

/** Where a state can lead. */
function waysOf(state: Json): { readonly to: string; readonly type: Edge['type'] }[] {
  const next = [state.Next, ...objectsIn(state.Choices).map(({ Next }) => Next), state.Default];
  const ways = (targets: readonly unknown[], type: Edge['type']) => targets.flatMap((to) => (typeof to === 'string' ? [{ to, type }] : []));
  return [
    ...ways(next, 'next'),
    ...ways(
      objectsIn(state.Catch).map(({ Next }) => Next),
      'catch',
    ),
  ];
}

type All = ReadonlyMap<string, Node & { readonly state: Json }>;

/** The states by which a state is entered: its own, or the first of those inside of it. */
function enteringOf(name: string, all: All): string[] {
  const starts = innerOf(all.get(name)?.state ?? {}).flatMap(({ StartAt }) =>
    all.get(String(StartAt))?.group === name ? [String(StartAt)] : [],
  );
  return starts.length > 0 ? starts.flatMap((start) => enteringOf(start, all)) : [firstInside(name, all)];
}

/** The states by which a state is left: its own, or those inside of it that lead nowhere. */
function leavingOf(name: string, all: All): string[] {
  const inside = [...all.values()].filter(({ group }) => group === name);
  if (inside.length === 0) return [name];
  const last = inside.filter(({ state }) => waysOf(state).every(({ type }) => type === 'catch'));
  return (last.length > 0 ? last : inside.slice(-1)).flatMap((each) => leavingOf(each.name, all));
}

/** A group is no node: where its first state is not said, any inside of it stands for it. */
const firstInside = (name: string, all: All): string => {
  const inside = [...all.values()].find(({ group }) => group === name);
  return inside ? firstInside(inside.name, all) : name;
};
