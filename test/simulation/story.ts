import { mostOnDomain } from '../../local/simulators/elasticsearch-service/association-operations.ts';
import type { Deed, DomainChange } from './another-hand.ts';
import { type Aws, account, region } from './aws.ts';
import type { Dice } from './dice.ts';

/** One request, as somebody makes it. */
export type Request = Readonly<Record<string, unknown>> & { readonly kind: string; readonly pair: object };

/** What somebody wants: one thing, many things under one limit, a tag on a service, a new version of a package; or does in AWS without Liaison. */
export type Wish =
  | { readonly type: 'REQUEST'; readonly request: Request }
  | { readonly type: 'BATCH'; readonly batch: Readonly<Record<string, unknown>> & { readonly items: readonly Request[] } }
  | { readonly type: 'TAG'; readonly serviceArn: string; readonly value: string | null }
  | { readonly type: 'PACKAGE'; readonly packageId: string }
  | { readonly type: 'HAND'; readonly deed: Deed }
  | { readonly type: 'DOMAIN'; readonly change: DomainChange };

const packages = ['F111111111', 'F222222222'];
const domains = ['catalogue', 'orders'];
const services = ['svc-0a1b2c3d4e5f60001', 'svc-0a1b2c3d4e5f60002'];
const networks = ['sn-0a1b2c3d4e5f60001', 'sn-0a1b2c3d4e5f60002'];
const parents = { interconnect: 'dxcon-fgic0001', east: 'dxlag-fglag001', west: 'dxlag-fglag002' };
const connections = ['dxcon-fghc0001', 'dxcon-fghc0002'];

/** Puts a small world into AWS, in which some of what will be asked for is so already, or at an earlier version, and now and then there is hardly room. */
export function furnish({ simulators: { es, lattice, directConnect } }: Aws, dice: Dice): void {
  for (const [index, id] of packages.entries()) es.addPackage({ id, name: `package-${index}`, version: 2 });
  for (const name of domains) es.addDomain({ name });
  for (const domainName of domains) {
    const there = packages.filter(() => dice.chance(0.4));
    for (const packageId of there) es.addAssociation({ packageId, domainName, ...(dice.chance(0.7) && { version: 'v1' }) });
    if (dice.chance(0.05)) crowd(es, domainName, dice.between(mostOnDomain - 1, mostOnDomain) - there.length);
  }
  const serviceArns = services.map((id, index) => lattice.addService({ id, name: `service-${index}` }).arn);
  const networkArns = networks.map((id, index) => lattice.addServiceNetwork({ id, name: `network-${index}` }).arn);
  for (const serviceArn of serviceArns)
    for (const serviceNetworkArn of networkArns) {
      if (!dice.chance(0.3)) continue;
      const status = dice.pick(['ACTIVE', 'ACTIVE', 'CREATE_FAILED', 'DELETE_FAILED'] as const);
      lattice.addAssociation({ serviceArn, serviceNetworkArn, status });
    }
  directConnect.addInterconnect({ id: parents.interconnect, name: 'interconnect' });
  directConnect.addLag({ id: parents.east, name: 'east' });
  directConnect.addLag({ id: parents.west, name: 'west' });
  const sameVlan = dice.chance(0.3);
  const homes = [parents.interconnect, sameVlan ? parents.east : dice.pick(Object.values(parents))];
  for (const [index, id] of connections.entries())
    directConnect.addHostedConnection({
      id,
      name: `hosted-${index}`,
      parentId: homes[index] as string,
      vlan: sameVlan ? 101 : 101 + index,
    });
}

/** Packages that nobody asks for. */
function crowd(es: Aws['simulators']['es'], domainName: string, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const id = `G${index}-${domainName}`;
    es.addPackage({ id, name: id, version: 1 });
    es.addAssociation({ packageId: id, domainName });
  }
}

/** Pairs of each kind. Mostly about one `home`, so that requests for different pairs get in each other's way. */
const pairs: Readonly<Record<string, (dice: Dice, home: number) => object>> = {
  'es-package': (dice, home) => ({ packageId: dice.pick(packages), domainName: domains[home] }),
  'lattice-service': (dice, home) => ({ serviceIdentifier: services[home], serviceNetworkIdentifier: dice.pick(networks) }),
  'dx-hosted-connection': (dice, home) => ({
    connectionId: connections[home],
    parentConnectionId: dice.pick(Object.values(parents)),
  }),
};

/** What is wished for in one seed: two to six requests, of one kind as a rule and over few pairs, and sometimes more than requests. */
export function drawWishes(dice: Dice): Wish[] {
  const kinds = dice.chance(0.6) ? [dice.pick(Object.keys(pairs))] : Object.keys(pairs);
  const home = dice.between(0, 1);
  const few = Array.from({ length: dice.between(1, 3) }, () => {
    const kind = dice.pick(kinds);
    return { kind, pair: pairs[kind]?.(dice, dice.chance(0.8) ? home : 1 - home) ?? {} };
  });
  const times = (chance: number, most: number) => Array.from({ length: dice.chance(chance) ? dice.between(1, most) : 0 });
  return [
    ...Array.from({ length: dice.between(2, 6) }, (): Wish => ({ type: 'REQUEST', request: drawRequest(dice, dice.pick(few)) })),
    ...times(0.25, 2).map((): Wish => ({ type: 'BATCH', batch: drawBatch(dice, few) })),
    ...times(kinds.includes('lattice-service') ? 0.4 : 0, 3).map((): Wish => drawTag(dice, home)),
    ...times(kinds.includes('es-package') ? 0.3 : 0, 2).map((): Wish => ({ type: 'PACKAGE', packageId: dice.pick(packages) })),
    ...times(0.2, 3).map((): Wish => ({ type: 'HAND', deed: drawDeed(dice, dice.pick(few)) })),
    ...times(kinds.includes('es-package') ? 0.1 : 0, 2).map((): Wish => ({ type: 'DOMAIN', change: drawDomainChange(dice, home) })),
  ];
}

/** Where a connection can go by another hand there are more ways than one. */
function drawDeed(dice: Dice, { kind, pair }: Asked): Deed {
  if (kind !== 'dx-hosted-connection') return { kind, pair: pair as never, desired: dice.pick(['ASSOCIATED', 'DISSOCIATED']) };
  return { kind, pair: { ...pair, parentConnectionId: dice.pick(Object.values(parents)) } as never, desired: 'ASSOCIATED' };
}

const drawDomainChange = (dice: Dice, home: number): DomainChange => ({
  domainName: domains[home] as string,
  condition: dice.chance(0.2) ? 'Deleting' : 'Modifying',
  minutes: dice.between(1, 60),
});

type Asked = { readonly kind: string; readonly pair: object };

/** Each pair once, and one more of each kind that is asked for, so that there is something to limit. */
function drawBatch(dice: Dice, few: readonly Asked[]) {
  const more = few.flatMap(({ kind }) => [0, 1].map((home) => ({ kind, pair: pairs[kind]?.(dice, home) ?? {} })));
  const each = [...new Map([...few, ...more].map((asked) => [placeOf(asked), asked])).values()].slice(0, 4);
  return {
    items: each.map((asked) => drawRequest(dice, asked)),
    maxConcurrency: dice.between(1, 3),
    canary: dice.pick([0, 1]),
    stopAfterFailures: dice.pick([null, 1, 2]),
  };
}

/** A connection has one home: the same one under two parents would be asked for two things. */
const placeOf = ({ kind, pair }: Asked) => `${kind} ${(pair as { connectionId?: string }).connectionId ?? JSON.stringify(pair)}`;

const drawTag = (dice: Dice, home: number): Wish => ({
  type: 'TAG',
  serviceArn: `arn:aws:vpc-lattice:${region}:${account}:service/${services[home]}`,
  value: dice.chance(0.25) ? null : dice.pick(networks),
});

function drawRequest(dice: Dice, { kind, pair }: Asked): Request {
  const canDissociate = kind !== 'dx-hosted-connection';
  return {
    kind,
    pair,
    desired: canDissociate && dice.chance(0.35) ? 'DISSOCIATED' : 'ASSOCIATED',
    approval: dice.pick(['AUTO', 'AUTO', 'BY_IMPACT', 'REQUIRED']),
    deadline: dice.pick(['PT20M', 'PT1H', 'PT2H', 'PT6H']),
    ...(dice.chance(0.6) && { onFailure: dice.pick(['ROLL_BACK', 'ROLL_BACK', 'LEAVE']) }),
  };
}
