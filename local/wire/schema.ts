import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

/** One operation as the SDK's client knows it. */
export interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Method, path with labels, status of success; null where the protocol routes by name. */
  readonly http: readonly [method: string, path: string, status: number] | null;
}

/** What one SDK client exports of its service's model. */
export interface ServiceSchemas {
  readonly operations: ReadonlyMap<string, OperationSchema>;
  structure(name: string): NormalizedSchema | undefined;
  error(name: string): NormalizedSchema | undefined;
  /** What the protocols need beside the shapes: the prefix of X-Amz-Target, the version and the XML namespace. */
  readonly settings: ProtocolSettings;
}

export interface ProtocolSettings {
  readonly serviceTarget: string;
  readonly version: string;
  readonly xmlNamespace: string;
}

// The first element of every exported schema says what it is (@smithy/types, static-schemas).
const kinds = { error: -3, structure: 3, union: 4, operation: 9 } as const;

/** Reads the schemas out of the exports of an SDK v3 client: those whose names end in `$`. */
export function schemasOf(client: Readonly<Record<string, unknown>>): ServiceSchemas {
  const schemas = Object.values(client).filter((value) => Array.isArray(value));
  const operations = schemas.filter((schema): schema is StaticOperationSchema => schema[0] === kinds.operation).map(operationOf);
  const named = (name: string, ...allowed: number[]): NormalizedSchema | undefined => {
    const schema = client[`${name}$`];
    return Array.isArray(schema) && allowed.includes(schema[0])
      ? NormalizedSchema.of(schema as StaticStructureSchema | StaticErrorSchema)
      : undefined;
  };
  return {
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    structure: (name) => named(name, kinds.structure, kinds.union),
    error: (name) => named(name, kinds.error),
    settings: settingsOf(client),
  };
}

/** The names of the members that a structure cannot do without: the schemas list them first. */
export function requiredMembers(structure: NormalizedSchema): readonly string[] {
  const [, , , , names, , count = 0] = structure.getSchema() as StaticStructureSchema;
  return names.slice(0, count);
}

function operationOf([, , name, traits, input, output]: StaticOperationSchema): OperationSchema {
  const http = typeof traits === 'object' ? (traits.http ?? null) : null;
  return { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output), http };
}

/** Only a client object has them, so one is made; it calls nobody. */
function settingsOf(client: Readonly<Record<string, unknown>>): ProtocolSettings {
  const name = Object.keys(client).find((key) => key.endsWith('Client') && !key.startsWith('__'));
  if (!name) throw new Error('The exports hold no client class: this is not an SDK v3 client');
  const Client = client[name] as new (configuration: { region: string }) => { config: { protocolSettings: ProtocolSettings } };
  return new Client({ region: 'none' }).config.protocolSettings;
}
