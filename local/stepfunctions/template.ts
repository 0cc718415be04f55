import { type Bindings, compileExpression, type Expression, evaluate, isExpression } from './expression.ts';
import { queryFailure } from './failure.ts';
import { type Json, typeOf } from './json.ts';

/** A JSON value in a definition whose strings may be JSONata, compiled. `location` names it as AWS does: `Output/a/b[0]`. */
export type Template =
  | { readonly type: 'constant'; readonly value: Json }
  | { readonly type: 'expression'; readonly location: string; readonly expression: Expression }
  | { readonly type: 'array'; readonly elements: readonly Template[] }
  | { readonly type: 'object'; readonly members: readonly (readonly [string, Template])[] };

/** Compiles every expression in `value`. Throws the sentence of the first that cannot be, with its location. */
export function compileTemplate(value: Json, location: string): Template {
  if (isExpression(value)) return { type: 'expression', location, expression: at(location, () => compileExpression(value)) };
  if (value === null || typeof value !== 'object') return { type: 'constant', value };
  if (Array.isArray(value)) {
    const elements = value.map((element: Json, index) => compileTemplate(element, `${location}[${index}]`));
    return elements.every(isConstant) ? { type: 'constant', value } : { type: 'array', elements };
  }
  const members = Object.entries(value).map(([name, member]) => [name, compileTemplate(member, `${location}/${name}`)] as const);
  return members.every(([, member]) => isConstant(member)) ? { type: 'constant', value } : { type: 'object', members };
}

const isConstant = ({ type }: Template) => type === 'constant';

function at<Value>(location: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw new Error(`${location}: ${(error as Error).message}`);
  }
}

/** The value with every expression replaced by what it evaluates to. */
export async function render(template: Template, bindings: Bindings): Promise<Json> {
  if (template.type === 'constant') return template.value;
  if (template.type === 'expression') return evaluate(template.expression, template.location, bindings);
  if (template.type === 'array') {
    const elements: Json[] = [];
    for (const element of template.elements) elements.push(await render(element, bindings));
    return elements;
  }
  const members: [string, Json][] = [];
  for (const [name, member] of template.members) members.push([name, await render(member, bindings)]);
  return Object.fromEntries(members);
}

/** The members of a template that is an object, rendered; anything else is refused as AWS words it. */
export async function renderAs<Type extends keyof Rendered>(template: Template, type: Type, bindings: Bindings): Promise<Rendered[Type]> {
  const value = await render(template, bindings);
  if (typeOf(value) === type) return value as Rendered[Type];
  throw unexpected(template, type, value);
}

interface Rendered {
  readonly array: readonly Json[];
  readonly boolean: boolean;
  readonly number: number;
  readonly object: { readonly [member: string]: Json };
  readonly string: string;
}

/** A whole number from `least` to `most` (99,999,999 is the longest time-out and wait, in seconds; source: the specification). */
export async function renderInteger(
  template: Template,
  field: string,
  { least = 0, most = 99_999_999, bindings }: { least?: number; most?: number; bindings: Bindings },
): Promise<number> {
  const value = await renderAs(template, 'number', bindings);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw queryFailure(`The field '${field}' must be a whole number from ${least} to ${most} but was: ${value}`, field);
}

function unexpected(template: Template, type: string, value: Json) {
  const was = `Expected '${type}', but was '${typeOf(value)}' for value: ${JSON.stringify(value)}`;
  if (template.type !== 'expression') return queryFailure(was);
  const { expression, location } = template;
  const about = `The JSONata expression '${expression.source}' specified for the field '${location}'`;
  return queryFailure(`${about} returned an unexpected result type. ${was}`, location);
}
