import type { NormalizedSchema } from '@smithy/core/schema';
import type { Members } from './protocol.ts';

/**
 * Throws when an operation returns what its schema does not know, lacks or has in another type: the codecs would leave it out
 * or write nonsense, and nobody would see.
 */
export function assertOutput(schema: NormalizedSchema, output: unknown, operation: string): asserts output is Members | undefined {
  // An operation that has nothing to say may say nothing.
  const value = output === undefined && [...schema.structIterator()].length === 0 ? {} : output;
  if (isRecord(value)) return checkStructure(schema, value, operation);
  throw new Error(`${operation} returned ${describe(output)} where its schema has a structure`);
}

type Structure = ReadonlyMap<string, NormalizedSchema>;

/** By the schema itself, which is there once: to read one takes longer than to check by it. */
const structures = new WeakMap<object, Structure>();

function structureOf(schema: NormalizedSchema): Structure {
  const key = Object(schema.getSchema());
  const structure = structures.get(key) ?? new Map(schema.structIterator());
  structures.set(key, structure);
  return structure;
}

function checkStructure(schema: NormalizedSchema, value: unknown, at: string): void {
  if (!isRecord(value)) throw mismatch(at, value, 'a structure');
  const members = structureOf(schema);
  for (const [name, item] of Object.entries(value)) {
    const member = members.get(name);
    if (!member) throw new Error(`${at} has the member '${name}', which its schema does not know`);
    if (item !== undefined && item !== null) checkValue(member, item, `${at}.${name}`);
  }
}

function checkValue(schema: NormalizedSchema, value: unknown, at: string): void {
  if (schema.isStructSchema()) checkStructure(schema, value, at);
  else if (schema.isListSchema() && Array.isArray(value)) checkItems(schema, value.entries(), at);
  else if (schema.isMapSchema() && isRecord(value)) checkItems(schema, Object.entries(value), at);
  else if (!schema.isDocumentSchema()) checkSimple(schema, value, at);
}

function checkItems(schema: NormalizedSchema, items: Iterable<[number | string, unknown]>, at: string): void {
  for (const [key, item] of items) checkValue(schema.getValueSchema(), item, `${at}[${key}]`);
}

function checkSimple(schema: NormalizedSchema, value: unknown, at: string): void {
  const wanted = simpleTypes.find(({ is }) => is(schema));
  if (!wanted?.holds(value)) throw mismatch(at, value, wanted?.noun ?? 'a list or a map');
}

interface SimpleType {
  readonly noun: string;
  is(schema: NormalizedSchema): boolean;
  holds(value: unknown): boolean;
}

const simpleTypes: readonly SimpleType[] = [
  { noun: 'a string', is: (schema) => schema.isStringSchema(), holds: (value) => typeof value === 'string' },
  { noun: 'a boolean', is: (schema) => schema.isBooleanSchema(), holds: (value) => typeof value === 'boolean' },
  { noun: 'a number', is: (schema) => schema.isNumericSchema(), holds: (value) => typeof value === 'number' },
  { noun: 'a date', is: (schema) => schema.isTimestampSchema(), holds: (value) => value instanceof Date && !Number.isNaN(value.getTime()) },
  { noun: 'bytes', is: (schema) => schema.isBlobSchema(), holds: (value) => typeof value === 'string' || value instanceof Uint8Array },
];

const isRecord = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array);

const mismatch = (at: string, value: unknown, wanted: string) => new Error(`${at} is ${describe(value)} where its schema has ${wanted}`);

const describe = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value);
