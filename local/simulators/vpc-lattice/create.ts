import type {
  CreateServiceNetworkServiceAssociationRequest,
  CreateServiceNetworkServiceAssociationResponse,
} from '@aws-sdk/client-vpc-lattice';
import type { Caller } from '../../wire/service.ts';
import { draw, type Timeline, valueAt } from '../timeline.ts';
import { type AssociationDocument, accountOf, arnOf, collections, newId, type Progress, type ServiceDocument } from './documents.ts';
import { accessDenied, conflict, quotaExceeded } from './errors.ts';
import { refuseReserved, setTags } from './tags.ts';
import { associations, find, forgetGone, type World } from './world.ts';

type Request = CreateServiceNetworkServiceAssociationRequest;

/** An answer given before, for the same token. */
interface TokenDocument {
  readonly at: number;
  readonly asked: string;
  readonly answer: CreateServiceNetworkServiceAssociationResponse;
}

const operation = 'CreateServiceNetworkServiceAssociation';

/** Starts an association. Refuses as the API reference says: a second one for the pair, resources of which the caller owns neither, a full network. */
export const createServiceNetworkServiceAssociation = (world: World) => (input: Request, caller: Caller) => {
  const service = find(world, 'service', input.serviceIdentifier ?? '', operation, caller);
  const network = find(world, 'serviceNetwork', input.serviceNetworkIdentifier ?? '', operation, caller);
  const tags = input.tags ?? {};
  refuseReserved(Object.keys(tags));
  const asked = JSON.stringify([service.arn, network.arn, Object.entries(tags).sort()]);
  const before = answerBefore(world, input.clientToken, asked, caller);
  if (before) return before;

  refuseOwningNeither([service.arn, network.arn], caller);
  refuseUnready(service, world.clock.now());
  refuseSecond(world, service.arn, network.arn);
  refuseFull(world, network.id, network.arn);

  const named = { ...input, service: service.id, serviceArn: service.arn, network: network.id, networkArn: network.arn };
  const association = begun(world, named, service.arn, network.arn, caller.account);
  forgetGone(world);
  // First, because a process can be killed between two writes: an association never is without the tags it was asked for with.
  setTags(world, association.arn, tags);
  world.state.put(collections.association, association.id, association);
  const answer = answerFor(association, service);
  if (input.clientToken !== undefined) remember(world, input.clientToken, { at: world.clock.now(), asked, answer }, caller);
  return answer;
};

const answerFor = (
  { id, arn, createdBy }: AssociationDocument,
  { customDomainName, dnsEntry }: ServiceDocument,
): CreateServiceNetworkServiceAssociationResponse => ({
  id,
  status: 'CREATE_IN_PROGRESS',
  arn,
  createdBy,
  ...(customDomainName !== null && { customDomainName }),
  dnsEntry,
});

/** The answer that this token got; throws when it was asked for something else. Which exception AWS throws then is not published. */
function answerBefore({ state, clock, timing }: World, clientToken: string | undefined, asked: string, { account }: Caller) {
  const before = clientToken === undefined ? undefined : state.get<TokenDocument>(collections.token, `${account}/${clientToken}`);
  if (!before || clock.now() > before.at + timing.tokenMemory * 1000) return undefined;
  if (before.asked === asked) return before.answer;
  throw conflict(
    'The client token was used before with different parameters.',
    'SERVICE_NETWORK_SERVICE_ASSOCIATION',
    before.answer.id ?? '',
  );
}

/** Keeps an answer, and lets go of those that are too old to be asked for. */
function remember({ state, clock, timing }: World, clientToken: string, document: TokenDocument, { account }: Caller): void {
  const oldest = clock.now() - timing.tokenMemory * 1000;
  for (const [key, { at }] of state.list<TokenDocument>(collections.token)) if (at < oldest) state.delete(collections.token, key);
  state.put(collections.token, `${account}/${clientToken}`, document);
}

function refuseOwningNeither(arns: readonly string[], { account }: Caller): void {
  if (!arns.some((arn) => accountOf(arn) === account))
    throw accessDenied(
      'You cannot associate a service and service network that are shared with a caller. The caller must own either the service or the service network.',
    );
}

function refuseUnready({ id, progress }: ServiceDocument, now: number): void {
  const status = valueAt(progress, now)?.status;
  if (status !== 'ACTIVE')
    throw conflict(`Invalid resource status for this operation, resource id ${id}, status: ${status}.`, 'SERVICE', id);
}

function refuseSecond(world: World, serviceArn: string, serviceNetworkArn: string): void {
  const isSame = (other: AssociationDocument) => other.serviceArn === serviceArn && other.serviceNetworkArn === serviceNetworkArn;
  const [[id, there] = []] = associations(world, isSame);
  if (!id || !there) return;
  const deleting = valueAt(there.progress, world.clock.now())?.status === 'DELETE_IN_PROGRESS';
  throw conflict(deleting ? 'Deletion is in progress.' : 'Association already exists.', 'SERVICE_NETWORK_SERVICE_ASSOCIATION', id);
}

function refuseFull(world: World, networkId: string, networkArn: string): void {
  const { quota } = world.timing;
  if (associations(world, ({ serviceNetworkArn }) => serviceNetworkArn === networkArn).length >= quota)
    throw quotaExceeded(quota, networkId);
}

/** A new association that will end as the faults for this call have it. */
function begun(world: World, input: object, serviceArn: string, serviceNetworkArn: string, account: string): AssociationDocument {
  const { clock, random, faults, timing, region } = world;
  const at = clock.now();
  const failure = faults.take(operation, input, 'FAIL_LATER');
  const factor = faults.take(operation, input, 'SLOW')?.factor ?? 1;
  const id = newId('snsa', random);
  const end: Progress = failure
    ? { status: 'CREATE_FAILED', failure: { code: failure.code, message: failure.message } }
    : { status: 'ACTIVE', failure: null };
  const progress: Timeline<Progress> = [
    { at, value: { status: 'CREATE_IN_PROGRESS', failure: null } },
    { at: at + draw(random, timing.creation, factor), value: end },
  ];
  return {
    id,
    arn: arnOf(id, { account, region }),
    createdBy: account,
    createdAt: at,
    serviceArn,
    serviceNetworkArn,
    seenFrom: at + draw(random, timing.unseen),
    progress,
  };
}
