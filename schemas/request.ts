import * as z from 'zod';
import { batchSchema } from '../src/batches/read.ts';
import { type Kind, kinds } from '../src/kinds/index.ts';
import { requestSchemaOf } from '../src/request.ts';

const all = Object.values(kinds);

/** A request for each kind, by the kind's name: the very schemas that requests are read with. */
export const requests = Object.fromEntries(all.map((kind) => [kind.name, requestSchemaOf(kind)]));

/** A request of any kind. */
export const request = oneOf(Object.values(requests));

/** What an event asks for whose detail-type says what is desired: only of kinds that can be asked for it. */
export const requestedBy = (desired: 'ASSOCIATED' | 'DISSOCIATED') =>
  oneOf(all.filter((kind) => kind.desired[desired].allowed).map((kind) => requestSchemaOf(kind).omit({ desired: true })));

/** What a kind finds pairs by, each said with the kind. */
export const selectorsOf = ({ name, selectors }: Kind) =>
  Object.values(selectors).map((selector) => selector.extend({ kind: z.literal(name) }).describe(selector.description ?? ''));

const { items, selector, ...rest } = batchSchema.shape;
const { minItems, maxItems } = z.toJSONSchema(items);

/** A batch of such items. What it says beside them holds for items that do not say otherwise. */
export const batchOf = (item: z.ZodType) => z.strictObject({ items: z.array(item).meta({ minItems, maxItems }), ...rest });

/** A batch of the pairs that such a selector names. */
export const batchBy = (selected: z.ZodType) => z.strictObject({ selector: selected, ...rest });

/** A batch: requests, or what names their pairs. */
export const batchRequest = z.union([batchOf(request), batchBy(z.union(all.flatMap(selectorsOf)).describe(selector.description ?? ''))]);

/** What can be planned. */
export const planRequest = z.union([request, batchRequest]);

function oneOf<Schema extends z.core.$ZodTypeDiscriminable>(schemas: readonly Schema[]) {
  return z.discriminatedUnion('kind', schemas as readonly [Schema, ...Schema[]]);
}
