import type { Members } from './document.ts';
import { members } from './references.ts';

/** One resource of CloudFormation. */
export interface Resource {
  readonly id: string;
  readonly type: string;
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
    const { Resources = {} } = members('resources', part, ['Resources', 'Outputs', 'Metadata']);
    return Object.entries(Resources as Members).map(([id, resource]) => {
      const { Type, Properties = {} } = members(id, resource, ['Type', 'Properties', 'DeletionPolicy', 'UpdateReplacePolicy']);
      return { id, type: String(Type), properties: Properties as Members };
    });
  });
}
