import { type Container, containersOf } from './fields.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** A Unicode identifier of at most 80 characters; an underscore cannot begin one. Source: the specification, variables. */
const identifier = /^\p{ID_Start}[\p{ID_Continue}]{0,79}$/u;

/**
 * What the variables of a machine must not do: be called `states`, have a name no expression can say, or share the name of a
 * variable of an enclosing scope (source: Step Functions developer guide, scope of variables).
 */
export function scopeErrors(container: Container, outer: ReadonlySet<string> = new Set()): string[] {
  const states = Object.entries(container.States);
  const own = new Set(states.flatMap(([, state]) => assignedIn(state)));
  return [
    ...states.flatMap(([name, state]) => assignedIn(state).flatMap((variable) => problems(name, variable, outer))),
    ...states.flatMap(([, state]) => containersOf(state).flatMap((inner) => scopeErrors(inner, new Set([...outer, ...own])))),
  ];
}

function problems(state: string, variable: string, outer: ReadonlySet<string>): string[] {
  if (variable === 'states') return [`State '${state}': the variable name states is reserved`];
  if (!identifier.test(variable)) return [`State '${state}': ${JSON.stringify(variable)} is not a name for a variable`];
  return outer.has(variable)
    ? [`State '${state}': the variable ${variable} belongs to an enclosing scope and cannot be assigned here`]
    : [];
}

const assignedIn = (state: JsonObject): string[] => [
  ...namesIn(state),
  ...[...listOf(state.Choices), ...listOf(state.Catch)].flatMap((holder) => (isObject(holder) ? namesIn(holder) : [])),
];

const namesIn = ({ Assign }: JsonObject): string[] => (isObject(Assign) ? Object.keys(Assign) : []);

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
