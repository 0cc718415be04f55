import type { NormalizedSchema } from '@smithy/core/schema';
import type { Members } from './protocol.ts';
import { requiredMembers } from './schema.ts';
import type { AwsError, Constraint, Constraints, Problem, Service } from './service.ts';

/** Throws the service's own error, naming every problem, when an input lacks required members or breaks constraints. */
export function validate(service: Pick<Service, 'constraints' | 'invalid'>, schema: NormalizedSchema, input: Members): void {
  const problems = schema.isUnitSchema() ? [] : structureProblems(schema, input, '', service.constraints);
  if (problems.length > 0) throw invalid(service, problems);
}

/** AWS's sentence: a count, then every problem. */
function invalid(service: Pick<Service, 'invalid'>, problems: readonly Problem[]): AwsError {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  return service.invalid(`${count} detected: ${problems.map(({ message }) => message).join('; ')}`, problems);
}

function structureProblems(schema: NormalizedSchema, value: Members, at: string, constraints: Constraints): Problem[] {
  const required = requiredMembers(schema);
  const own = constraints[schema.getName() ?? ''] ?? {};
  return [...schema.structIterator()].flatMap(([name, member]) => {
    const path = at ? `${at}.${name}` : name;
    if (value[name] !== undefined) return valueProblems(member, value[name], path, own[name] ?? {}, constraints);
    return required.includes(name) ? [{ ...problem(path, 'null', 'Member must not be null'), isMissing: true }] : [];
  });
}

function valueProblems(schema: NormalizedSchema, value: unknown, at: string, constraint: Constraint, constraints: Constraints): Problem[] {
  const shown = schema.getMergedTraits().sensitive ? 'of sensitive content' : `'${abridge(value)}'`;
  const own = broken(value, constraint).map((rule) => problem(at, shown, rule));
  return [...own, ...innerProblems(schema, value, at, constraint, constraints)];
}

function innerProblems(schema: NormalizedSchema, value: unknown, at: string, constraint: Constraint, constraints: Constraints): Problem[] {
  if (schema.isDocumentSchema()) return [];
  if (schema.isStructSchema()) return structureProblems(schema, value as Members, at, constraints);
  const { each = {}, keys = {} } = constraint;
  const inner = (item: unknown, step: string | number) =>
    valueProblems(schema.getValueSchema(), item, `${at}.${step}.member`, each, constraints);
  if (schema.isListSchema()) return (value as unknown[]).flatMap((item, index) => inner(item, index + 1));
  if (!schema.isMapSchema()) return [];
  return Object.entries(value as Members).flatMap(([key, item]) => [
    ...broken(key, keys).map((rule) => problem(`${at}.key`, `'${abridge(key)}'`, rule)),
    ...inner(item, key),
  ]);
}

/** The rules of a constraint that a value breaks, in AWS's words. */
function broken(value: unknown, { pattern, min, max, values }: Constraint): string[] {
  const [size, noun] = sizeOf(value);
  const rules = [
    min !== undefined && size < min && `Member must have ${noun} greater than or equal to ${min}`,
    max !== undefined && size > max && `Member must have ${noun} less than or equal to ${max}`,
    // A pattern is not tried on more text than is allowed: some take long to say no.
    pattern &&
      !(max !== undefined && size > max) &&
      !pattern.test(String(value)) &&
      `Member must satisfy regular expression pattern: ${pattern.source.replaceAll('\\/', '/')}`,
    values && !values.includes(String(value)) && `Member must satisfy enum value set: [${values.join(', ')}]`,
  ];
  return rules.filter((rule) => typeof rule === 'string');
}

function sizeOf(value: unknown): [size: number, noun: string] {
  if (typeof value === 'number') return [value, 'value'];
  if (typeof value === 'string' || Array.isArray(value)) return [value.length, 'length'];
  if (value instanceof Uint8Array) return [value.byteLength, 'length'];
  return [Object.keys(Object(value)).length, 'length'];
}

const problem = (member: string, shown: string, rule: string): Problem => ({
  member,
  // AWS writes paths with small initials, whatever the model's names have.
  message: `Value ${shown} at '${member.replace(/(^|\.)[A-Z]/g, (initial) => initial.toLowerCase())}' failed to satisfy constraint: ${rule}`,
});

/** An error names what was wrong and does not carry it back whole. */
function abridge(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
