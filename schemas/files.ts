import type * as z from 'zod';
import { incoming, outgoing } from './events.ts';
import { type JsonSchema, received, sent } from './json-schema.ts';
import { openapi } from './openapi.ts';

/** The documents that are kept beside this file, by their paths. */
export const files = (): Readonly<Record<string, JsonSchema>> => ({
  'openapi.json': openapi(),
  ...eventFiles(incoming, sent, 'What the detail of such an event on the bus asks for.'),
  ...eventFiles(outgoing, received, 'The detail of such an event of the source liaison. Members may be added.'),
});

const eventFiles = (schemas: Readonly<Record<string, z.ZodType>>, written: (schema: z.ZodType) => JsonSchema, description: string) =>
  Object.fromEntries(
    Object.entries(schemas).map(([title, schema]) => {
      const { $schema, ...rest } = written(schema);
      return [`events/${title.toLowerCase().replaceAll(' ', '-')}.json`, { $schema, title, description, ...rest }];
    }),
  );
