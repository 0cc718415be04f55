import type * as z from 'zod';
import { dxHostedConnectionPair } from './dx-hosted-connection/pair.ts';
import { dxHostedConnectionSchema } from './dx-hosted-connection/schema.ts';
import { esPackagePair } from './es-package/pair.ts';
import { esPackageSchema, esPackageSelectors } from './es-package/schema.ts';
import type { PairRules, Selector } from './kind.ts';
import { latticeServicePair } from './lattice-service/pair.ts';
import { latticeServiceSchema, latticeServiceSelectors } from './lattice-service/schema.ts';

/** What whoever accepts requests must know of a kind. The kind's own function, which gets pairs that were read, carries no schema. */
export interface Kind extends PairRules<never> {
  /** Reads a pair out of untrusted input. */
  readonly schema: z.ZodType;
  /** Read what names many pairs at once, each by the member that only it has; none where nothing does. */
  readonly selectors: Readonly<Record<string, z.ZodObject & z.ZodType<Selector>>>;
}

const kind = <Pair>(rules: PairRules<Pair>, schema: z.ZodType<Pair>, selectors: Kind['selectors']): Kind => ({
  ...(rules as PairRules<never>),
  schema,
  selectors,
});

/** Every kind, by its name. Only the pure halves: whoever accepts requests carries no AWS client of any kind. */
export const kinds: Readonly<Record<string, Kind>> = Object.fromEntries(
  [
    kind(esPackagePair, esPackageSchema, esPackageSelectors),
    kind(latticeServicePair, latticeServiceSchema, latticeServiceSelectors),
    kind(dxHostedConnectionPair, dxHostedConnectionSchema, {}),
  ].map((each) => [each.name, each]),
);

export const kindNames = Object.keys(kinds);

/** The kind of that name. Throws when there is none: what comes from outside has been checked before. */
export function kindOf(name: string): Kind {
  const found = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!found) throw new Error(`There is no kind ${name}. There are ${kindNames.join(', ')}.`);
  return found;
}
