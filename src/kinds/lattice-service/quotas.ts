import { type Check, check, type Desired, fail, inParallel, pass, unknown } from '../kind.ts';
import { listAssociations } from './associations.ts';
import { reading, staying } from './checks.ts';
import { idOf, type LatticeServicePair } from './pair.ts';
import type { Source } from './plan.ts';

/** How many networks are asked for their services at once. */
const networksAtOnce = 5;

/** Whether all of the pairs together fit: one check for each network that they bring services to. */
export async function quotasOf(source: Source, pairs: readonly LatticeServicePair[], desired: Desired): Promise<Check[]> {
  if (desired !== 'ASSOCIATED') return [];
  const byNetwork = new Map<string, LatticeServicePair[]>();
  for (const pair of pairs) {
    const network = idOf(pair.serviceNetworkIdentifier);
    byNetwork.set(network, [...(byNetwork.get(network) ?? []), pair]);
  }
  return inParallel(byNetwork, networksAtOnce, ([network, brought]) => quotaOf(source, network, brought));
}

async function quotaOf({ client, associationsPerNetwork }: Source, network: string, pairs: readonly LatticeServicePair[]): Promise<Check> {
  const name = `quota ${network}`;
  const [{ serviceNetworkIdentifier }] = pairs as [LatticeServicePair];
  const listed = await reading(listAssociations(client, { serviceNetworkIdentifier }));
  if (typeof listed === 'string') return check(name, unknown('CountUnknown', `The associations of ${network} are not ours to list.`));
  const existing = staying(listed.rows);
  const there = new Set(existing.map(({ serviceId }) => serviceId));
  const fresh = pairs.filter(({ serviceIdentifier }) => !there.has(idOf(serviceIdentifier))).length;
  const sum = existing.length + fresh;
  const count = `Service network ${network}: ${fresh} new + ${existing.length} existing = ${sum} of ${associationsPerNetwork} service associations`;
  return check(
    name,
    sum <= associationsPerNetwork
      ? pass('WithinQuota', `${count}.`)
      : fail(
          'QuotaExceeded',
          `${count}: leave ${sum - associationsPerNetwork} out, or have the quota raised and ASSOCIATIONS_PER_NETWORK with it.`,
        ),
  );
}
