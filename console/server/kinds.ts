import { type KindFlags, kindFlags } from '../../cli/kinds.ts';
import { sent } from '../../schemas/json-schema.ts';
import { requests } from '../../schemas/request.ts';
import { type Kind, kinds } from '../../src/kinds/index.ts';
import type { JsonSchema, KindForm } from '../protocol.ts';

/** What can be asked of each kind, as far as a form is made from it: by the very schemas that requests are read with. */
export const kindForms = (): readonly KindForm[] => Object.values(kinds).map((kind) => formOf(kind, kindFlags[kind.name] as KindFlags));

const formOf = ({ name, desired, defaults, selector }: Kind, { describes, subject }: KindFlags): KindForm => ({
  kind: name,
  title: describes,
  subject,
  schema: sent(requests[name] as NonNullable<(typeof requests)[string]>) as JsonSchema,
  desired,
  defaults,
  ...(selector && { selectors: sent(selector) as JsonSchema }),
});
