import type { NormalizedSchema } from '@smithy/core/schema';
import type { ServiceSchemas } from './schema.ts';
import type { AwsError } from './service.ts';

/** An error as its schema sees it. */
export interface Fault {
  readonly schema: NormalizedSchema | undefined;
  /** The message, under the name the schema has for it. */
  readonly message: Readonly<Record<string, string>>;
  /** All members, the message included. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly traits: FaultTraits;
}

/** `awsQueryError`: code and status for the query protocol and those compatible with it. */
interface FaultTraits {
  readonly awsQueryError?: readonly [code: string, status: number];
  readonly httpError?: number;
}

/** Lays an error out by its schema. An error the model does not know has a message, and its members as they are. */
export function faultOf(error: AwsError, schemas?: ServiceSchemas): Fault {
  const schema = schemas?.error(error.name);
  const names = schema ? [...schema.structIterator()].map(([name]) => name) : [];
  const message = { [names.includes('Message') ? 'Message' : 'message']: error.message };
  const stranger = schema && Object.keys(error.members).find((name) => !names.includes(name));
  if (stranger) throw new Error(`${error.name} was thrown with the member '${stranger}', which its model does not have`);
  const traits = (schema?.getMergedTraits() ?? {}) as FaultTraits;
  return { schema, message, members: { ...message, ...error.members }, traits };
}
