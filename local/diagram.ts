import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** Shapes by type: what waits is round, what ends is doubled. */
const shapes: Readonly<Record<string, (name: string) => string>> = {
  Wait: (name) => `${name}([${name}])`,
  Succeed: (name) => `${name}(((${name})))`,
  Fail: (name) => `${name}(((${name})))`,
};

/**
 * The workflow as a mermaid flowchart. A Choice is drawn as the labels of the ways out of the state before it; what is
 * caught is dotted. `brief` leaves out what is caught, and the way of a run that another took over from.
 */
export function diagramOf({ States: states }: { readonly States: Readonly<Record<string, State>> }, { brief = false } = {}): string {
  const drawn = Object.entries(states).filter(([, { Type }]) => Type !== 'Choice');
  const nodes = drawn
    .filter(([name]) => !brief || name !== 'Died')
    .map(([name, { Type }]) => `  ${shapes[Type]?.(name) ?? `${name}[${name}]`}`);
  const edges = drawn.flatMap(([name, state]) => [
    ...waysOut(state, states)
      .filter(([label]) => !brief || label !== 'DONE')
      .map(([label, next]) => `  ${name} -->${label ? `|${label}|` : ''} ${next}`),
    ...(brief ? [] : (state.Catch ?? [])).map(({ Next }) => `  ${name} -.-> ${Next}`),
  ]);
  return ['flowchart TD', ...nodes, ...edges].join('\n');
}

/** Where a state leads, through the Choice after it if there is one. */
function waysOut({ Next }: State, states: Readonly<Record<string, State>>): [label: string, next: string][] {
  const choice = Next === undefined ? undefined : states[Next];
  if (Next === undefined) return [];
  if (choice?.Type !== 'Choice') return [['', Next]];
  const chosen = (choice.Choices ?? []).map(({ Condition, Next: next }): [string, string] => [labelOf(Condition), next]);
  // What no answer ever says leads to the state of dead runs; only other defaults are a way.
  return choice.Default && states[choice.Default]?.Type !== 'Fail' ? [...chosen, ['else', choice.Default]] : chosen;
}

/** The words a condition compares with. */
const labelOf = (condition: string) => [...condition.matchAll(/'([A-Z_]+)'/g)].map(([, word]) => word).join(' or ');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../statemachines/association.asl.json', import.meta.url);
  process.stdout.write(`${diagramOf(JSON.parse(readFileSync(file, 'utf8')), { brief: process.argv.includes('--brief') })}\n`);
}
