import type { Members } from './document.ts';
import { members } from './references.ts';

/** Parts of a template. Parameters and conditions only decide what is optional, and the local world runs nothing optional. */
const partMembers = ['Resources', 'Outputs', 'Metadata', 'Parameters', 'Conditions', 'extensions'] as const;

/** A resource's members; Metadata is for who reads the template. */
const resourceMembers = ['Type', 'Properties', 'DeletionPolicy', 'UpdateReplacePolicy', 'Condition', 'Metadata'] as const;

/** What extensions may set: encryption with a customer's key and throttling, of which the local world has none. */
const extensible = [
  'DefaultRouteSettings',
  'EncryptionConfiguration',
  'KmsKeyId',
  'KmsMasterKeyId',
  'SSESpecification',
  'SqsManagedSseEnabled',
] as const;

/** One resource of CloudFormation. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  /** Whether there is a condition under which it does not exist. */
  readonly optional: boolean;
  readonly properties: Members;
}

/** Functions as serverless.yml has them, by key. */
export const functionsOf = (document: Members): Members => (document.functions ?? {}) as Members;

/** The framework's logical id of a function: `on-event` becomes `OnDasheventLambdaFunction`. */
export const logicalIdOfFunction = (key: string): string =>
  `${key.charAt(0).toUpperCase()}${key.slice(1)}LambdaFunction`.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');

/** The resources of one type. */
export function resourcesOf(document: Members, type: string): Resource[] {
  return allResources(document).filter((resource) => resource.type === type);
}

/** Every resource, of all the parts of the template. */
export function allResources(document: Members): Resource[] {
  const parts = Array.isArray(document.resources) ? document.resources : [document.resources];
  return parts.flatMap((part) => {
    const { Resources = {}, extensions = {} } = members('resources', part, partMembers);
    for (const [id, extension] of Object.entries(extensions as Members)) {
      members(`the extended ${id}`, members(`the extension of ${id}`, extension, ['Properties']).Properties, extensible);
    }
    return Object.entries(Resources as Members).map(([id, resource]) => {
      const { Type, Properties = {}, Condition } = members(id, resource, resourceMembers);
      return { id, type: String(Type), optional: Condition !== undefined, properties: Properties as Members };
    });
  });
}
