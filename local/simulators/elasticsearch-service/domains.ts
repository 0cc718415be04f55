import type * as client from '@aws-sdk/client-elasticsearch-service';
import type { Surroundings } from '../../wire/service.ts';
import { identifier, uuid } from '../identifier.ts';
import { type Change, settled, truth } from './change.ts';
import { invalid, notFound } from './errors.ts';

/** A domain as the world remembers it. */
export interface Domain {
  readonly name: string;
  /** Such as 7.10, or OpenSearch_2.19. */
  readonly version: string;
  readonly instanceType: client.ESPartitionInstanceType;
  readonly instanceCount: number;
  /** The part of the endpoint that AWS makes up. */
  readonly endpointId: string;
  /** Of the last configuration change; the first one made the domain. */
  readonly change: { readonly id: string; readonly startedAt: number };
  readonly condition: Change<Condition>;
}

/** AWS's own word for what is going on with a domain. */
export type Condition = client.DomainProcessingStatusType;

/** What a domain that is there from the start is given; a name is enough. */
export type GivenDomain = Pick<Domain, 'name'> & Partial<Pick<Domain, 'version' | 'instanceType' | 'instanceCount'>>;

/** The domains of the account in this region. */
export interface Domains {
  /** A domain that is Active; throws when the name is taken or was once. */
  add(given: GivenDomain): void;
  /**
   * From now on, for that many seconds, the domain is in that condition (Modifying when left out); then Active again, or gone after
   * Deleting. ValidationException while it is being deleted: there is no way back.
   */
  setProcessing(name: string, seconds: number, condition?: Condition): void;
  /** The domain; ResourceNotFoundException when there is none. */
  find(name: string | undefined): Domain;
  /** Those that are there, by name. */
  all(): Domain[];
  arn(name: string): string;
}

const collection = 'es-domain';

/** How long before the world began its domains were made, in milliseconds: long enough to have settled. */
const aDay = 24 * 60 * 60 * 1000;

/** Keeps the domains in the world's state. */
export function createDomains({ clock, random, state, account, region }: Surroundings): Domains {
  const isThere = ({ condition }: Domain) => truth(condition, clock.now()).value !== null;
  const find = (name: string | undefined) => {
    const domain = name === undefined ? undefined : state.get<Domain>(collection, name);
    if (!domain || !isThere(domain)) throw notFound(`Domain not found: ${name}`);
    return domain;
  };
  const all = () => state.list<Domain>(collection).flatMap(([, domain]) => (isThere(domain) ? [domain] : []));
  const put = (domain: Domain) => state.put(collection, domain.name, domain);
  return {
    find,
    all,
    arn: (name) => `arn:aws:es:${region}:${account}:domain/${name}`,
    add({ name, version = '7.10', instanceType = 'm5.large.elasticsearch', instanceCount = 2 }) {
      if (state.get(collection, name)) throw new Error(`there is or was a domain ${name} already`);
      const endpointId = identifier(random, 26, 'abcdefghijklmnopqrstuvwxyz234567');
      const change = { id: uuid(random), startedAt: clock.now() - aDay };
      put({ name, version, instanceType, instanceCount, endpointId, change, condition: settled<Condition>('Active', 0) });
    },
    setProcessing(name, seconds, condition = 'Modifying') {
      const domain = find(name);
      const now = clock.now();
      const before = truth(domain.condition, now);
      if (before.value === 'Deleting') throw invalid(`Domain is not available: it is ${before.value}`);
      const after = { at: now + seconds * 1000, value: condition === 'Deleting' ? null : ('Active' as const) };
      const change = { id: uuid(random), startedAt: now };
      const steps = [{ at: now, value: condition }, after];
      put({ ...domain, change, condition: { before, seenFrom: now, steps } });
    },
  };
}
