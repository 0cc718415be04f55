import { invalid } from './errors.ts';
import { attributesOf, type Keys, type Schema } from './schema.ts';
import { type Item, readItem, typeOf, type Value } from './value.ts';

/** Bytes. Source: DynamoDB developer guide, constraints. */
const limits = { hash: 2048, range: 1024 };

/** The key of an item of that table as it was sent, and nothing else. Throws ValidationException. */
export function readKey(schema: Schema, members: unknown): Item {
  const key = readItem(members);
  const names = attributesOf(schema);
  const fits = Object.keys(key).length === names.length && names.every((name) => stringIn(key[name]) !== undefined);
  if (!fits) throw invalid('The provided key element does not match the schema');
  assertKey(schema, key);
  return key;
}

/** Throws ValidationException unless the item has the table's key, and what it has of the indexes' keys is of the right type. */
export function assertItem(schema: Schema, item: Item): void {
  for (const name of attributesOf(schema)) {
    const value = item[name];
    if (!value) throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`);
    if (stringIn(value) === undefined) throw mismatch(`key ${name} expected: S actual: ${typeOf(value)}`);
  }
  assertKey(schema, item);
  for (const index of schema.indexes) {
    for (const name of attributesOf(index)) {
      const value = item[name];
      if (value && stringIn(value) === undefined)
        throw mismatch(`Index Key ${name} Expected: S Actual: ${typeOf(value)} IndexName: ${index.name}`);
      if (stringIn(value) === '') throw empty(`IndexName: ${index.name}, IndexKey: ${name}`);
    }
  }
}

/** The text of an attribute of a key; undefined for what cannot be one. */
export const stringIn = (value: Value | undefined): string | undefined => (value && 'S' in value ? value.S : undefined);

function assertKey({ hash, range }: Keys, item: Item): void {
  const size = (name: string) => Buffer.byteLength(stringIn(item[name]) ?? '');
  for (const name of attributesOf({ hash, range })) if (size(name) === 0) throw empty(`Key: ${name}`);
  if (size(hash) > limits.hash) {
    throw invalid('One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes');
  }
  if (range !== undefined && size(range) > limits.range) {
    throw invalid('One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  }
}

const mismatch = (what: string) => invalid(`One or more parameter values were invalid: Type mismatch for ${what}`);

const empty = (what: string) =>
  invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. ${what}`,
  );
