import type { Caller, Surroundings } from '../../wire/service.ts';
import type { Faults } from '../faults.ts';
import { lastValue, valueAt } from '../timeline.ts';
import {
  type AssociationDocument,
  accountOf,
  collections,
  idOf,
  type Progress,
  type ServiceDocument,
  type ServiceNetworkDocument,
} from './documents.ts';
import { notAuthorized, notFound } from './errors.ts';
import type { LatticeTiming } from './timing.ts';

/** What the operations of the simulator work on. */
export interface World extends Surroundings {
  readonly faults: Faults;
  readonly timing: LatticeTiming;
}

/** How long something that is gone is kept, so that a reader behind the last change can still see it. */
const keptWhenGone = 10 * 60 * 1000;

const sorts = {
  service: { collection: collections.service, type: 'SERVICE' },
  serviceNetwork: { collection: collections.serviceNetwork, type: 'SERVICE_NETWORK' },
} as const;

interface Documents {
  service: ServiceDocument;
  serviceNetwork: ServiceNetworkDocument;
}

/**
 * A service or network by its id or ARN. An id alone names only what the caller's own account has (source: API reference of
 * CreateServiceNetworkServiceAssociation). Throws ResourceNotFoundException, or AccessDeniedException for what is not shared with the caller.
 */
export function find<Sort extends keyof Documents>(
  world: World,
  sort: Sort,
  identifier: string,
  action: string,
  caller: Caller,
): Documents[Sort] {
  const { collection, type } = sorts[sort];
  const found = world.state.get<Documents[Sort]>(collection, idOf(identifier));
  const named = identifier.startsWith('arn:') ? found?.arn === identifier : found && accountOf(found.arn) === caller.account;
  if (!found || !named) throw notFound(type, idOf(identifier));
  if (!mayUse(found, caller.account)) throw notAuthorized(caller, action, found.arn);
  return found;
}

/** Every service or network that the account owns or may use, by id. */
export const usable = <Sort extends keyof Documents>(world: World, sort: Sort, account: string): [string, Documents[Sort]][] =>
  world.state.list<Documents[Sort]>(sorts[sort].collection).filter(([, document]) => mayUse(document, account));

const mayUse = ({ arn, sharedWith }: ServiceNetworkDocument, account: string) => accountOf(arn) === account || sharedWith.includes(account);

/** Every association of such that is not gone, by id, whether it can be read yet or not. */
export function associations(
  { state, clock }: World,
  isOne: (association: AssociationDocument) => boolean,
): [string, AssociationDocument][] {
  const now = clock.now();
  const isThere = ({ progress }: AssociationDocument) => valueAt(progress, now)?.status !== null;
  return state.list<AssociationDocument>(collections.association).filter(([, association]) => isOne(association) && isThere(association));
}

/** Lets go of the associations that nobody can see any more. */
export function forgetGone({ state, clock }: World): void {
  const before = clock.now() - keptWhenGone;
  for (const [id, { arn, progress }] of state.list<AssociationDocument>(collections.association))
    if (lastValue(progress)?.status === null && valueAt(progress, before)?.status === null) {
      state.delete(collections.association, id);
      state.delete(collections.tags, arn);
    }
}

/** An association together with where it stands. */
export interface Seen {
  readonly association: AssociationDocument;
  readonly progress: Progress;
}

/** The association as a reader sees it, or undefined when he sees none: not yet, or no more. */
export function seen(association: AssociationDocument, now: number, stale: boolean): Seen | undefined {
  const progress = valueAt(association.progress, now, { stale });
  return progress && progress.status !== null && now >= association.seenFrom ? { association, progress } : undefined;
}

/** An association exists in the account that made it and in the accounts of its service and its network. */
export const belongsTo = ({ createdBy, serviceArn, serviceNetworkArn }: AssociationDocument, account: string): boolean =>
  [createdBy, accountOf(serviceArn), accountOf(serviceNetworkArn)].includes(account);
