import { invalid } from './errors.ts';
import type { Input } from './request.ts';

/** What finds an item: in a table, or in one of its indexes. */
export interface Keys {
  readonly hash: string;
  readonly range: string | undefined;
}

export interface Index extends Keys {
  readonly name: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

/** One table. All attributes of its keys are strings. */
export interface Schema extends Keys {
  readonly name: string;
  readonly indexes: readonly Index[];
  /** The attributes of all keys, the table's own first. */
  readonly attributes: readonly string[];
}

/** Lays out a table as it was asked for. Throws ValidationException when keys and attributes do not fit. */
export function readSchema({ TableName, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes = [] }: Input<'CreateTable'>): Schema {
  const keys = readKeys(KeySchema);
  const indexes = GlobalSecondaryIndexes.map((index) => ({
    ...readKeys(index.KeySchema),
    name: index.IndexName,
    projection: index.Projection.ProjectionType,
  }));
  const attributes = [...new Set([keys, ...indexes].flatMap(attributesOf))];
  const defined = AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  if (attributes.some((name) => !defined.includes(name)) || attributes.length !== defined.length) {
    throw invalid(
      `One or more parameter values were invalid: Keys: [${attributes.join(', ')}] and AttributeDefinitions: [${defined.join(', ')}] must name the same attributes`,
    );
  }
  const names = indexes.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice) throw invalid(`One or more parameter values were invalid: Duplicate index name: ${twice}`);
  return { name: TableName, ...keys, indexes, attributes };
}

/** The attributes of a key, in order. */
export const attributesOf = ({ hash, range }: Keys): string[] => (range === undefined ? [hash] : [hash, range]);

function readKeys(schema: Input<'CreateTable'>['KeySchema']): Keys {
  const [hash, range] = schema;
  if (hash?.KeyType !== 'HASH' || (range && range.KeyType !== 'RANGE') || hash.AttributeName === range?.AttributeName) {
    throw invalid('Invalid KeySchema: the first element must be the HASH key, a second one the RANGE key, and they must differ');
  }
  return { hash: hash.AttributeName, range: range?.AttributeName };
}
