import * as z from 'zod';
import { type KindFlags, kindFlags } from '../../cli/kinds.ts';
import { sent } from '../../schemas/json-schema.ts';
import { batchBy, batchOf, requests, selectorsOf } from '../../schemas/request.ts';
import { type Kind, kinds } from '../../src/kinds/index.ts';
import type { JsonSchema, KindForm, Way } from '../protocol.ts';

/** What can be asked of each kind, as far as a form is made from it: by the very schemas that requests are read with. */
export const kindForms = (): readonly KindForm[] => Object.values(kinds).map((kind) => formOf(kind, kindFlags[kind.name] as KindFlags));

const formOf = (kind: Kind, { describes, subject }: KindFlags): KindForm => ({
  kind: kind.name,
  title: describes,
  subject,
  ways: waysOf(kind),
  desired: kind.desired,
});

const waysOf = (kind: Kind): Way[] => [
  { title: 'One pair.', path: '/associations', schema: schemaOf(requests[kind.name] as NonNullable<(typeof requests)[string]>) },
  {
    title: 'Several pairs, one a line.',
    path: '/batches',
    schema: schemaOf(batchOf(z.strictObject({ kind: z.literal(kind.name), pair: kind.schema }))),
  },
  ...selectorsOf(kind).map(
    (selector): Way => ({ title: selector.description ?? '', path: '/batches', schema: schemaOf(batchBy(selector)) }),
  ),
];

const schemaOf = (schema: z.ZodType) => sent(schema) as JsonSchema;
