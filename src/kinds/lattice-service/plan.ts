import { GetServiceCommand, GetServiceNetworkCommand, type VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { type Check, type Context, check, type Desired, fail, type Impact, type Plan, pass, unknown, wait } from '../kind.ts';
import { beforeImage, isFailed, type Look, listAssociations, look, lookAtOne, makerOf, oneOf, type Row, tagsOf } from './associations.ts';
import { creation, deletion } from './calls.ts';
import { answerOf, authorisationCheck, networkCheck, ownershipCheck, quotaCheck, reading, regionCheck, serviceCheck } from './checks.ts';
import { homeOf, idOf, type LatticeServicePair, latticeServicePair } from './pair.ts';
import { isTaggedJustNow, standingCheck, tagStillAsks } from './standing.ts';

/** What no read tells. */
export interface Settings {
  /** The account's quota "service associations per service network". */
  readonly associationsPerNetwork: number;
  /** Whether this stage may remove associations that Liaison did not make: its role's rights go by that. */
  readonly dissociateOthers: boolean;
}

/** Where plans read, and what they cannot read. */
export interface Source extends Settings {
  readonly client: VPCLatticeClient;
}

/** Reads what there is and says what would be done to bring the pair to the desired relation. */
export async function planOf(source: Source, pair: LatticeServicePair, desired: Desired, context: Context): Promise<Plan> {
  const region = regionCheck(pair, context);
  if (region.result === 'FAIL') return assemble(pair, { changed: true, checks: [region], calls: [] });
  const { client } = source;
  const { row, words } = await lookFor(client, pair, desired);
  const standing = standingCheck(desired, row, words);
  const plan = desired === 'ASSOCIATED' ? await planAssociation(source, pair, row, context) : planDissociation(row);
  const trigger = await planTrigger(client, pair, desired, row, context);
  const removal = await planRemoval(source, desired, row, context);
  return assemble(pair, {
    ...plan,
    outOfDate: trigger.outOfDate,
    checks: [region, standing, ...plan.checks, ...trigger.checks, ...removal],
  });
}

/** That there is nothing to remove ends a request as done: in doubt it is looked for twice. */
async function lookFor(client: VPCLatticeClient, pair: LatticeServicePair, desired: Desired): Promise<Look> {
  const found = await look(client, pair);
  return (desired === 'DISSOCIATED' && !found.row && (await lookByOne(client, pair))) || found;
}

/**
 * Looks for what no list of the two shows, where one of them is named by its id alone: AWS may not know an id as that of what another account owns,
 * and say of no list that it does not. The list of the other one, where it is ours to read, has both ids.
 */
async function lookByOne(client: VPCLatticeClient, pair: LatticeServicePair): Promise<Look | undefined> {
  const { serviceIdentifier, serviceNetworkIdentifier } = pair;
  const lists = [
    ...(homeOf(serviceIdentifier) ? [] : [{ serviceNetworkIdentifier }]),
    ...(homeOf(serviceNetworkIdentifier) ? [] : [{ serviceIdentifier }]),
  ];
  for (const by of lists) {
    const listed = answerOf(await reading(listAssociations(client, by)));
    const row = oneOf(listed?.rows.filter((each) => isOf(pair, each)));
    if (row?.id !== undefined) return lookAtOne(client, row.id);
  }
  return undefined;
}

const isOf = ({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair, { serviceId, serviceNetworkId }: Row) =>
  serviceId === idOf(serviceIdentifier) && serviceNetworkId === idOf(serviceNetworkIdentifier);

/** Whose it is that would be removed, where that matters: a tag takes away only what Liaison made, and so does a stage that may do no more. */
async function planRemoval(
  { client, dissociateOthers }: Source,
  desired: Desired,
  row: Row | undefined,
  { trigger }: Context,
): Promise<Check[]> {
  if (!row || (desired === 'ASSOCIATED' && !isFailed(row))) return [];
  const isOfTag = trigger?.type === 'TAG' && desired === 'DISSOCIATED';
  return isOfTag || !dissociateOthers ? [madeByLiaison(await makerOf(client, row), isOfTag)] : [];
}

type Part = Pick<Plan, 'changed' | 'checks' | 'calls'> & Partial<Pick<Plan, 'undo' | 'impact' | 'before' | 'outOfDate'>>;

const assemble = (pair: LatticeServicePair, part: Part): Plan => ({
  outOfDate: false,
  undo: [],
  impact: 'NONE',
  targetVersion: null,
  before: null,
  scopes: latticeServicePair.scopes(pair),
  ...part,
});

async function planAssociation(source: Source, pair: LatticeServicePair, row: Row | undefined, context: Context): Promise<Part> {
  // What could keep a call from working does not matter where none is needed.
  if (row?.status === 'ACTIVE') return { changed: false, checks: [], calls: [], before: beforeImage(row) };
  const { client } = source;
  const { serviceIdentifier, serviceNetworkIdentifier } = pair;
  const [service, network] = await Promise.all([
    reading(client.send(new GetServiceCommand({ serviceIdentifier }))),
    reading(client.send(new GetServiceNetworkCommand({ serviceNetworkIdentifier }))),
  ]);
  const arns = {
    serviceIdentifier: answerOf(service)?.arn ?? serviceIdentifier,
    serviceNetworkIdentifier: answerOf(network)?.arn ?? serviceNetworkIdentifier,
  };
  const checks = [
    serviceCheck(service, context),
    networkCheck(network),
    ownershipCheck(Object.values(arns), context),
    authorisationCheck(network),
  ];
  return {
    changed: true,
    checks: answerOf(network) ? [...checks, await roomIn(source, serviceNetworkIdentifier, row)] : checks,
    calls: [...(row && isFailed(row) ? [deletion(row.id ?? null)] : []), creation(callable(pair, arns))],
    undo: [deletion(null)],
    impact: impactOf(row),
    before: beforeImage(row),
  };
}

/** AWS takes ids only where one account owns both. */
function callable(pair: LatticeServicePair, arns: Pick<LatticeServicePair, 'serviceIdentifier' | 'serviceNetworkIdentifier'>) {
  const owners = Object.values(arns).map((arn) => homeOf(arn)?.account);
  return new Set(owners).size === 1 ? pair : { ...pair, ...arns };
}

/** What could not be removed may still carry traffic, and is removed to make room. */
const impactOf = (row: Row | undefined): Impact => (row?.status === 'DELETE_FAILED' ? 'INTERRUPTS_TRAFFIC' : 'BACKGROUND');

async function roomIn({ client, associationsPerNetwork }: Source, serviceNetworkIdentifier: string, own: Row | undefined): Promise<Check> {
  const listed = await reading(listAssociations(client, { serviceNetworkIdentifier }));
  const others = typeof listed === 'string' ? undefined : listed.rows.filter(({ id }) => id !== own?.id);
  return quotaCheck(others, associationsPerNetwork);
}

function planDissociation(row: Row | undefined): Part {
  if (row === undefined) return { changed: false, checks: [], calls: [] };
  return { changed: true, checks: [], calls: [deletion(row.id ?? null)], impact: 'INTERRUPTS_TRAFFIC', before: beforeImage(row) };
}

/** What asked must still hold. */
async function planTrigger(
  client: VPCLatticeClient,
  pair: LatticeServicePair,
  desired: Desired,
  row: Row | undefined,
  context: Context,
): Promise<{ outOfDate: boolean; checks: Check[] }> {
  const { trigger } = context;
  if (trigger?.type !== 'TAG') return { outOfDate: false, checks: [] };
  const arn = await arnOf(client, pair.serviceIdentifier);
  const tags = arn && (await tagsOf(client, arn));
  if (!tags) return { outOfDate: false, checks: [unreadableTag(desired, row)] };
  if (tagStillAsks(desired, trigger, tags, pair))
    return { outOfDate: false, checks: [check('tag', pass('TagHolds', `The tag ${trigger.key} of the service still asks for this.`))] };
  return isTaggedJustNow(context)
    ? { outOfDate: false, checks: [check('tag', wait('TagNotSeen', `AWS may still show the tag ${trigger.key} as it was before.`))] }
    : { outOfDate: true, checks: [check('tag', pass('TagChanged', `The tag ${trigger.key} of the service no longer asks for this.`))] };
}

const madeByLiaison = (maker: string | undefined, isOfTag: boolean): Check =>
  check(
    'made-by-liaison',
    maker === undefined
      ? fail('NotMadeByLiaison', `The association was not made by Liaison, and ${isOfTag ? noOtherByTag : noOther}`)
      : pass('MadeByLiaison', `The association was made by ${maker}.`),
  );

const noOtherByTag = 'a tag that is gone takes away no other: ask for DISSOCIATED if it is to go.';
const noOther = 'this stage removes no other: remove it where it was made, or deploy with the parameter dissociateOthers "true".';

/** In doubt traffic is not interrupted. */
const unreadableTag = (desired: Desired, row: Row | undefined): Check =>
  check(
    'tag',
    desired === 'DISSOCIATED' && row
      ? fail(
          'TagsUnreadable',
          'The tags of the service could not be read, and in doubt nothing is removed: ask for DISSOCIATED if it is to go.',
        )
      : unknown('TagsUnreadable', 'The tags of the service could not be read.'),
  );

async function arnOf(client: VPCLatticeClient, serviceIdentifier: string): Promise<string | undefined> {
  if (homeOf(serviceIdentifier)) return serviceIdentifier;
  return answerOf(await reading(client.send(new GetServiceCommand({ serviceIdentifier }))))?.arn;
}
