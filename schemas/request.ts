import * as z from 'zod';
import { batchSchema } from '../src/batches/read.ts';
import { kinds } from '../src/kinds/index.ts';
import { requestSchemaOf } from '../src/request.ts';

const all = Object.values(kinds);

/** A request for each kind, by the kind's name: the very schemas that requests are read with. */
export const requests = Object.fromEntries(all.map((kind) => [kind.name, requestSchemaOf(kind)]));

/** A request of any kind. */
export const request = oneOf(Object.values(requests));

/** What an event asks for whose detail-type says what is desired: only of kinds that can be asked for it. */
export const requestedBy = (desired: 'ASSOCIATED' | 'DISSOCIATED') =>
  oneOf(all.filter((kind) => kind.desired[desired].allowed).map((kind) => requestSchemaOf(kind).omit({ desired: true })));

/** What a kind finds pairs by, said with the kind. Throws for a schema that is neither members nor a choice of such. */
function selectorsOf(kind: string, selector: z.core.$ZodType): z.ZodObject[] {
  if (selector instanceof z.ZodUnion) return selector.options.flatMap((option) => selectorsOf(kind, option));
  if (!(selector instanceof z.ZodObject)) throw new Error(`The selector of ${kind} has no members that could be described.`);
  return [selector.extend({ kind: z.literal(kind) })];
}

const { items, selector, ...rest } = batchSchema.shape;
const { minItems, maxItems } = z.toJSONSchema(items);

const selectors = z.union(all.flatMap((kind) => (kind.selector ? selectorsOf(kind.name, kind.selector) : [])));

/** A batch: requests, or what names their pairs. What it says beside them holds for items that do not say otherwise. */
export const batchRequest = z.union([
  z.strictObject({ items: z.array(request).meta({ minItems, maxItems }), ...rest }),
  z.strictObject({ selector: selectors.describe(selector.description ?? ''), ...rest }),
]);

/** What can be planned. */
export const planRequest = z.union([request, batchRequest]);

function oneOf<Schema extends z.core.$ZodTypeDiscriminable>(schemas: readonly Schema[]) {
  return z.discriminatedUnion('kind', schemas as readonly [Schema, ...Schema[]]);
}
