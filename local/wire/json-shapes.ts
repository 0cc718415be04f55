import { JsonCodec, type JsonSettings } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { Members } from './protocol.ts';
import { readBase64, readTimestamp, unreadable } from './scalar.ts';

/** Reads and writes the JSON of the JSON protocols. */
export interface JsonShapes {
  /** The members of a structure out of a body; an empty body holds none. Throws SerializationException. */
  parse(schema: NormalizedSchema, body: Buffer): Members;
  write(schema: NormalizedSchema, value: unknown): string;
}

/**
 * The SDK's codec writes. It does not read here, because it takes values of a wrong type as they are, where AWS refuses them.
 */
export function createJsonShapes(settings: JsonSettings): JsonShapes {
  const serializer = new JsonCodec(settings).createSerializer();
  return {
    parse(schema, body) {
      if (body.length === 0) return {};
      return readStructure(schema, parseJson(body), '', settings);
    },
    write(schema, value) {
      serializer.write(schema, value);
      return serializer.flush();
    },
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw unreadable('The request body is not well-formed JSON');
  }
}

function readStructure(schema: NormalizedSchema, value: unknown, at: string, settings: JsonSettings): Members {
  const source = objectOf(value, at);
  const members: [string, unknown][] = [];
  for (const [name, member] of schema.structIterator()) {
    const key = (settings.jsonName && member.getMergedTraits().jsonName) || name;
    const found = Object.hasOwn(source, key) ? source[key] : null;
    // Null is how JSON leaves a member out.
    if (found !== null) members.push([name, readValue(member, found, at ? `${at}.${name}` : name, settings)]);
  }
  return Object.fromEntries(members);
}

function readValue(schema: NormalizedSchema, value: unknown, at: string, settings: JsonSettings): unknown {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) return readStructure(schema, value, at, settings);
  if (schema.isListSchema()) return readList(schema.getValueSchema(), value, at, settings);
  if (schema.isMapSchema()) {
    const entries = Object.entries(objectOf(value, at)).filter(([, item]) => item !== null);
    return Object.fromEntries(entries.map(([key, item]) => [key, readValue(schema.getValueSchema(), item, `${at}.${key}`, settings)]));
  }
  if (schema.isTimestampSchema()) return readTimestamp(schema, value, at, settings);
  if (schema.isBlobSchema()) return readBase64(expect('string', value, at), at);
  if (schema.isStringSchema()) return expect('string', value, at);
  if (schema.isBooleanSchema()) return expect('boolean', value, at);
  if (schema.isNumericSchema()) return expect('number', value, at);
  throw new Error(`${schema.getName(true)} has a type that this server does not read from JSON`);
}

function readList(schema: NormalizedSchema, value: unknown, at: string, settings: JsonSettings): unknown[] {
  if (!Array.isArray(value)) throw mismatch(value, 'a List', at);
  return value.filter((item) => item !== null).map((item, index) => readValue(schema, item, `${at}.${index + 1}.member`, settings));
}

interface Simple {
  string: string;
  boolean: boolean;
  number: number;
}

const nouns = { string: 'a String', boolean: 'a Boolean', number: 'a Number' } as const;

function expect<Type extends keyof Simple>(type: Type, value: unknown, at: string): Simple[Type] {
  if (typeof value === type) return value as Simple[Type];
  throw mismatch(value, nouns[type], at);
}

function objectOf(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw mismatch(value, 'an Object', at);
}

const mismatch = (value: unknown, wanted: string, at: string) =>
  unreadable(
    `${Array.isArray(value) ? 'ARRAY' : value === null ? 'NULL' : (typeof value).toUpperCase()}_VALUE can not be converted to ${wanted}${at && ` at '${at}'`}`,
  );
