import type { Drawing, DrawnWay, Run, Step } from '../../protocol.ts';

/** What runs have been through. */
export interface Taken {
  readonly visits: ReadonlyMap<string, number>;
  readonly edges: ReadonlySet<DrawnWay>;
  /** The states whose last visit ended with an error. */
  readonly failed: ReadonlySet<string>;
  /** Where it is now. */
  readonly current: ReadonlySet<string>;
}

/** What this run has been through. Inside of a Parallel or Map several ways are taken at once, so that there every way between visited states counts. */
export function takenOf(drawing: Pick<Drawing, 'nodes' | 'edges'>, run: Run | undefined): Taken {
  const steps = run?.steps ?? [];
  const visits = new Map<string, number>();
  const lastOf = new Map<string, Step>();
  for (const step of steps) {
    visits.set(step.state, (visits.get(step.state) ?? 0) + 1);
    lastOf.set(step.state, step);
  }
  const groupOf = new Map(drawing.nodes.map(({ name, group }) => [name, group]));
  const followed = new Map<string, Step>();
  const drawn = steps.filter(({ state }) => groupOf.has(state));
  for (const [index, step] of drawn.entries()) {
    const next = drawn[index + 1];
    if (next) followed.set(`${step.state} ${next.state}`, step);
  }
  const isTaken = ({ from, to }: DrawnWay) =>
    groupOf.get(from) || groupOf.get(to) ? visits.has(from) && visits.has(to) : followed.has(`${from} ${to}`);
  const bothWays = new Set(drawing.edges.filter(({ type }) => type === 'next').map(({ from, to }) => `${from} ${to}`));
  const fits = ({ from, to, type }: DrawnWay) => {
    const failed = followed.get(`${from} ${to}`)?.error != null;
    return type === 'catch' ? failed || !bothWays.has(`${from} ${to}`) : true;
  };
  return {
    visits,
    edges: new Set(drawing.edges.filter((edge) => isTaken(edge) && fits(edge))),
    failed: new Set([...lastOf.values()].flatMap(({ state, error }) => (error === null ? [] : [state]))),
    current: new Set(run?.status === 'RUNNING' ? steps.flatMap(({ state, exitedAt }) => (exitedAt === null ? [state] : [])) : []),
  };
}
