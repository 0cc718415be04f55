import * as z from 'zod';

/** JSON Schema 2020-12. */
export type JsonSchema = { readonly [member: string]: unknown };

/** The pattern that Zod gives times says less than their format. */
function override({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

/** The schema of what may be sent. */
export const sent = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input', override }) as JsonSchema;

/** The schema of what a parameter's text stands for. */
export const read = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'output', override }) as JsonSchema;

/** The schema of what is received: whoever reads it ignores members that were added since. */
export const received = (schema: z.ZodType): JsonSchema => open(sent(schema));

/** The schemas by name. Where one is part of another, it is referred to. */
export function components(named: Readonly<Record<string, z.ZodType>>): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', override, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema as JsonSchema]));
}

/** The same, with members that are not described allowed. */
export function open(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).filter(([name, value]) => name !== 'additionalProperties' || value !== false);
  return Object.fromEntries(entries.map(([name, value]) => [name, opened(value)]));
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  return typeof value === 'object' && value !== null ? open(value as JsonSchema) : value;
}
