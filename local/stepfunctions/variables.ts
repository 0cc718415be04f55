import type { Definition, State } from './definition.ts';
import type { Template } from './template.ts';

const reference = /\$([\p{ID_Start}_][\p{ID_Continue}]*)(?!\s*\()/gu;

/** The variables each state's expressions mention, by state: what DescribeStateMachine gives as variableReferences. */
export function variablesOf({ states }: Definition): Record<string, string[]> {
  const assigned = new Set([...states.values()].flatMap((state) => templatesOf(state).flatMap(assignedIn)));
  const mentioned = [...states.values()].map((state) => {
    const names = templatesOf(state)
      .flatMap(sourcesIn)
      .flatMap((source) => [...source.matchAll(reference)].map(([, name]) => name ?? ''));
    return [state.name, [...new Set(names)].filter((name) => assigned.has(name))] as const;
  });
  return Object.fromEntries(mentioned.filter(([, names]) => names.length > 0));
}

const isTemplate = (value: unknown): value is Template =>
  typeof value === 'object' && value !== null && 'type' in value && !('integration' in value);

function templatesOf(state: State): { field: string; template: Template }[] {
  const holders = [state, ...('rules' in state ? state.rules : []), ...('catch' in state ? state.catch : [])];
  return holders.flatMap((holder) =>
    Object.entries(holder).flatMap(([field, template]) => (isTemplate(template) ? [{ field, template }] : [])),
  );
}

function assignedIn({ field, template }: { field: string; template: Template }): string[] {
  if (field !== 'assign') return [];
  if (template.type === 'object') return template.members.map(([name]) => name);
  return template.type === 'constant' ? Object.keys(template.value ?? {}) : [];
}

function sourcesIn({ template }: { template: Template }): string[] {
  if (template.type === 'expression') return [template.expression.source];
  if (template.type === 'array') return template.elements.flatMap((element) => sourcesIn({ template: element }));
  return template.type === 'object' ? template.members.flatMap(([, member]) => sourcesIn({ template: member })) : [];
}
