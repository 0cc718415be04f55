/** A value of a template: what JSON can say. */
export type Value = null | boolean | number | string | Value[] | Members;

export type Members = { [member: string]: Value };

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | string[];
  readonly Properties: Members;
}

/** A CloudFormation template, as far as the checks ask. */
export interface Template {
  readonly Parameters?: Members;
  readonly Conditions?: Members;
  readonly Resources: { readonly [logicalId: string]: Resource };
  readonly Outputs?: Members;
}

/** What is wrong with a template: sentences that begin with the place; none when all is well. */
export type Check = (template: Template) => string[];

/** The resources of one type, with their logical ids. */
export const ofType = ({ Resources }: Pick<Template, 'Resources'>, type: string): [string, Members][] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => (Type === type ? [[id, Properties] as [string, Members]] : []));

export const isMembers = (value: Value | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name of the one function of CloudFormation that a value calls, such as `Fn::GetAtt`; undefined for any other value. */
export function intrinsicOf(value: Value | undefined): string | undefined {
  if (!isMembers(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && /^(Ref|Condition|Fn::\w+)$/.test(name) ? name : undefined;
}

/** The logical id that a Ref or an Fn::GetAtt names. */
export function idOf(value: Value | undefined): string | undefined {
  if (!isMembers(value)) return undefined;
  const { Ref, 'Fn::GetAtt': attribute } = value;
  const id = Ref ?? (Array.isArray(attribute) ? attribute[0] : undefined);
  return typeof id === 'string' ? id : undefined;
}

/** What may stand in a value's place: itself, or both sides of an Fn::If without AWS::NoValue. */
export function alternatives(value: Value): Value[] {
  if (intrinsicOf(value) !== 'Fn::If') return [value];
  const sides = (value as { 'Fn::If': Value[] })['Fn::If'].slice(1);
  return sides.filter((side) => idOf(side) !== 'AWS::NoValue').flatMap(alternatives);
}

/** Every value within a value, itself included, each with its path. */
export function* within(value: Value, path = ''): Generator<[path: string, value: Value]> {
  yield [path, value];
  if (value === null || typeof value !== 'object') return;
  for (const [name, member] of Object.entries(value)) yield* within(member, path === '' ? name : `${path}.${name}`);
}

/** The literal text that an Fn::Sub or a text is; the empty text for any other value. */
export function textOf(value: Value | undefined): string {
  const text = isMembers(value) ? value['Fn::Sub'] : value;
  return typeof text === 'string' ? text : '';
}
