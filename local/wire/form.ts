import type { NormalizedSchema } from '@smithy/core/schema';
import type { CodecSettings } from '@smithy/types';
import type { Members } from './protocol.ts';
import { readText } from './scalar.ts';

const settings: CodecSettings = { timestampFormat: { useTrait: true, default: 5 }, httpBindings: false };

/** Reads structures out of the flat names of the query protocol: `Tags.member.1.Key`, `MessageAttributes.entry.1.Value.DataType`. */
export function createForm(parameters: URLSearchParams): { read(input: NormalizedSchema): Members } {
  const values = new Map(parameters);
  // Every beginning of a name, so that looking for `Tags.member.2` does not go through the whole form.
  const prefixes = new Set([...values.keys()].flatMap(beginnings));

  function structure(schema: NormalizedSchema, prefix: string): Members {
    const members = [...schema.structIterator()].map(([name, member]) => {
      const key = member.getMergedTraits().xmlName ?? name;
      return [name, value(member, prefix ? `${prefix}.${key}` : key)] as const;
    });
    return Object.fromEntries(members.filter(([, found]) => found !== undefined));
  }

  function value(schema: NormalizedSchema, key: string): unknown {
    if (!prefixes.has(key)) return undefined;
    if (schema.isStructSchema()) return structure(schema, key);
    if (schema.isListSchema()) return list(schema, key);
    if (schema.isMapSchema()) return map(schema, key);
    return readText(schema, values.get(key) ?? '', key, settings);
  }

  function list(schema: NormalizedSchema, key: string): unknown[] {
    const element = schema.getValueSchema();
    const flat = schema.getMergedTraits().xmlFlattened;
    return numbered(flat ? key : `${key}.${element.getMergedTraits().xmlName ?? 'member'}`).map((item) => value(element, item));
  }

  function map(schema: NormalizedSchema, key: string): unknown {
    const names = {
      key: schema.getKeySchema().getMergedTraits().xmlName ?? 'key',
      value: schema.getValueSchema().getMergedTraits().xmlName ?? 'value',
    };
    const entries = numbered(schema.getMergedTraits().xmlFlattened ? key : `${key}.entry`);
    return Object.fromEntries(
      entries.map((entry) => [values.get(`${entry}.${names.key}`) ?? '', value(schema.getValueSchema(), `${entry}.${names.value}`)]),
    );
  }

  function numbered(key: string): string[] {
    const found: string[] = [];
    while (prefixes.has(`${key}.${found.length + 1}`)) found.push(`${key}.${found.length + 1}`);
    return found;
  }

  return { read: (input) => structure(input, '') };
}

/** No input nests deeper; the bound keeps a hostile name from costing its length squared. */
const deepest = 32;

function beginnings(name: string): string[] {
  const parts = name.split('.', deepest);
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
