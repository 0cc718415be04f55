import { dxHostedConnectionPair } from './dx-hosted-connection/pair.ts';
import { esPackagePair } from './es-package/pair.ts';
import type { PairRules } from './kind.ts';
import { latticeServicePair } from './lattice-service/pair.ts';

/** Every kind, by its name. Only the pure halves: whoever accepts requests carries no AWS client of any kind. */
export const kinds: Readonly<Record<string, PairRules<never>>> = Object.fromEntries(
  [esPackagePair, latticeServicePair, dxHostedConnectionPair].map((rules) => [rules.name, rules as PairRules<never>]),
);

export const kindNames = Object.keys(kinds);

/** The kind of that name. Throws when there is none: what comes from outside has been checked before. */
export function kindOf(name: string): PairRules<never> {
  const rules = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!rules) throw new Error(`There is no kind ${name}. There are ${kindNames.join(', ')}.`);
  return rules;
}
