import { describedType } from './specification.ts';
import { type Check, idOf, intrinsicOf, isMembers, type Template, type Value, within } from './template.ts';

const pseudoParameters = ['AccountId', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map((name) => `AWS::${name}`);

/** Every Ref, Fn::GetAtt, Fn::Sub, condition and DependsOn names what the template has. */
export const references: Check = (template) => {
  const { Resources, Outputs = {}, Conditions = {} } = template;
  const dependencies = Object.entries(Resources).flatMap(([id, { DependsOn = [], Condition }]) => [
    ...[DependsOn].flat().flatMap((other) => (Resources[other] ? [] : [`${id}: there is no ${other}.`])),
    ...(Condition === undefined || Conditions[Condition] !== undefined ? [] : [`${id}: there is no condition ${Condition}.`]),
  ]);
  const values = { ...Object.fromEntries(Object.entries(Resources).map(([id, { Properties }]) => [id, Properties])), Outputs, Conditions };
  const called = Array.from(within(values as Value)).flatMap(([path, value]) =>
    ofCall(template, value).map((fault) => `${path}: ${fault}`),
  );
  return [...dependencies, ...called];
};

function ofCall(template: Template, value: Value): string[] {
  const name = intrinsicOf(value);
  if (name === undefined || !isMembers(value)) return [];
  if (name === 'Ref') return ofName(template, String(value.Ref));
  if (name === 'Fn::GetAtt') return ofAttribute(template, idOf(value) ?? '', (value['Fn::GetAtt'] as Value[]).slice(1).join('.'));
  if (name === 'Fn::Sub') return ofText(template, String(value['Fn::Sub']));
  if (name !== 'Fn::If') return [];
  const [condition] = value['Fn::If'] as [string];
  return template.Conditions?.[condition] === undefined ? [`there is no condition ${condition}.`] : [];
}

const ofText = (template: Template, text: string) =>
  Array.from(text.matchAll(/\$\{([^!}][^}]*)\}/g), ([, name = '']) => name).flatMap((name) => {
    const [id = '', ...attribute] = name.split('.');
    return attribute.length === 0 ? ofName(template, id) : ofAttribute(template, id, attribute.join('.'));
  });

const ofName = ({ Resources, Parameters = {} }: Template, name: string) =>
  Resources[name] || Parameters[name] !== undefined || pseudoParameters.includes(name) ? [] : [`there is no ${name}.`];

function ofAttribute({ Resources }: Template, id: string, attribute: string): string[] {
  const resource = Resources[id];
  if (!resource) return [`there is no ${id}.`];
  return describedType(resource.Type)?.attributes[attribute] ? [] : [`${id} has no attribute ${attribute}.`];
}

/** DependsOn says nothing that the resource's own references say. */
export const dependencies: Check = ({ Resources }) =>
  Object.entries(Resources).flatMap(([id, { DependsOn = [], Properties }]) => {
    const named = new Set(Array.from(within(Properties), ([, value]) => idOf(value)));
    return [DependsOn].flat().flatMap((other) => (named.has(other) ? [`${id}: that it depends on ${other} is said twice.`] : []));
  });
