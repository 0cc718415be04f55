import { paginateListServices, type VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type Context, inParallel, type Selector } from '../kind.ts';
import { listAssociations, makerOf, type Row, tagsOf } from './associations.ts';
import { homeOf, type LatticeServicePair } from './pair.ts';

/** A tag to find services by; without a value, whatever its value. */
type Tag = { readonly key: string; readonly value?: string };

type Finder = (client: VPCLatticeClient, selector: Selector, account: string) => Promise<LatticeServicePair[]>;

/** What pairs are found by, each by the member that names it. */
const finders: Readonly<Record<string, Finder>> = { serviceArn: madeFor, tag: tagged };

/** The pairs that a selector means now. */
export async function targetsOf(
  client: VPCLatticeClient,
  selector: Selector,
  { account }: Pick<Context, 'account'>,
): Promise<LatticeServicePair[]> {
  const find = Object.entries(finders).find(([member]) => Object.hasOwn(selector, member))?.[1];
  if (!find) throw new Error('lattice-service finds pairs for a serviceArn, or for a tag and a serviceNetworkIdentifier.');
  return find(client, selector, account);
}

/**
 * The service, with every network that Liaison associated it with. Where a tag is given, but for the one that it names now; and none while
 * the service is not in that one yet, so that clients find it all the time.
 */
async function madeFor(client: VPCLatticeClient, { serviceArn, unlessNamedBy }: Selector): Promise<LatticeServicePair[]> {
  const serviceIdentifier = String(serviceArn);
  const tags = unlessNamedBy === undefined ? {} : await tagsOf(client, serviceIdentifier);
  // In doubt nothing is taken away.
  if (!tags) return [];
  const named = tags[String(unlessNamedBy)] ?? '';
  const { rows } = await listAssociations(client, { serviceIdentifier });
  const isNamed = ({ serviceNetworkId }: Row) => named.includes(String(serviceNetworkId));
  if (named && !rows.some((row) => isNamed(row) && row.status === 'ACTIVE')) return [];
  const pairs: LatticeServicePair[] = [];
  for (const row of rows.filter((each) => !isNamed(each))) {
    const serviceNetworkIdentifier = row.serviceNetworkArn ?? row.serviceNetworkId;
    if (!serviceNetworkIdentifier) continue;
    if (await makerOf(client, row)) pairs.push({ serviceIdentifier, serviceNetworkIdentifier });
  }
  return pairs;
}

/** How many services are asked for their tags at once. */
const atOnce = 10;

/** Every service of this account with the tag, with the one network. Whose services are shared here, others decide by their own tags. */
async function tagged(
  client: VPCLatticeClient,
  { tag, serviceNetworkIdentifier }: Selector,
  account: string,
): Promise<LatticeServicePair[]> {
  const own: string[] = [];
  for await (const { items } of paginateListServices({ client, pageSize: 100 }, {}))
    if (items) own.push(...items.map(({ arn }) => String(arn)).filter((arn) => homeOf(arn)?.account === account));
  const tags = await inParallel(own, atOnce, (arn) => tagsOf(client, arn));
  const found = own.filter((_, index) => has(tags[index], tag as Tag));
  return found.map((serviceIdentifier) => ({ serviceIdentifier, serviceNetworkIdentifier: String(serviceNetworkIdentifier) }));
}

const has = (tags: Readonly<Record<string, string>> = {}, { key, value }: Tag): boolean =>
  Object.hasOwn(tags, key) && (value === undefined || tags[key] === value);
