import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource as ResourceType, SpecDatabase } from '@aws-cdk/service-spec-types';
import { alternatives, type Check, intrinsicOf, isMembers, type Members, type Value, within } from './template.ts';

let loaded: SpecDatabase | undefined;

/** CloudFormation's own description of every resource type; loading it takes a second. */
function specification(): SpecDatabase {
  loaded ??= loadAwsServiceSpecSync();
  return loaded;
}

/** The description of one type of resource; undefined for a type that CloudFormation does not have. */
export const describedType = (type: string): ResourceType | undefined =>
  specification().lookup('resource', 'cloudFormationType', 'equals', type)[0];

/** Types of resources, their properties at every depth, what is required, and the types and choices of values. */
export const properties: Check = ({ Resources }) =>
  Object.entries(Resources).flatMap(([id, { Type, Properties }]) => {
    const described = describedType(Type);
    return described ? ofMembers(id, Properties, described.properties) : [`${id}: there is no ${Type}.`];
  });

/** CloudFormation takes a null nowhere, not even where a property is free JSON (source: cloudformation-coverage-roadmap, issue 1378). */
export const nulls: Check = ({ Resources }) =>
  Array.from(within(Resources as unknown as Members)).flatMap(([path, value]) => (value === null ? [`${path}: it is null.`] : []));

function ofMembers(path: string, value: Members, described: ResourceType['properties']): string[] {
  const missing = Object.entries(described).flatMap(([name, { required }]) =>
    required && value[name] === undefined ? [`${path}: ${name} is missing.`] : [],
  );
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = described[name];
    return property ? ofValue(`${path}.${name}`, member, property.type) : [`${path}: there is no ${name}.`];
  });
  return [...missing, ...wrong];
}

function ofValue(path: string, value: Value, type: PropertyType): string[] {
  if (intrinsicOf(value) === 'Fn::If') return alternatives(value).flatMap((side) => ofValue(path, side, type));
  // What other functions give is known to AWS only.
  return intrinsicOf(value) === undefined ? ofLiteral(path, value, type) : [];
}

function ofLiteral(path: string, value: Value, type: PropertyType): string[] {
  switch (type.type) {
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((element, index) => ofValue(`${path}.${index}`, element, type.element))
        : [`${path}: a list is wanted.`];
    case 'map':
      return isMembers(value)
        ? Object.entries(value).flatMap(([name, member]) => ofValue(`${path}.${name}`, member, type.element))
        : [`${path}: an object is wanted.`];
    case 'ref':
      return isMembers(value)
        ? ofMembers(path, value, specification().get('typeDefinition', type.reference).properties)
        : [`${path}: an object is wanted.`];
    case 'union': {
      const findings = type.types.map((one) => ofValue(path, value, one));
      return findings.some(({ length }) => length === 0) ? [] : (findings[0] ?? []);
    }
    case 'string':
      if (type.allowedValues && !type.allowedValues.includes(String(value))) return [`${path}: ${value} is none of ${type.allowedValues}.`];
      return ['string', 'number'].includes(typeof value) ? [] : [`${path}: a text is wanted.`];
    case 'integer':
    case 'number':
      return value !== '' && Number.isFinite(Number(value)) && !isMembers(value) ? [] : [`${path}: a number is wanted.`];
    case 'boolean':
      return ['true', 'false'].includes(String(value)) ? [] : [`${path}: true or false is wanted.`];
    default:
      return [];
  }
}
