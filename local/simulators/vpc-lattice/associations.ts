import type {
  DeleteServiceNetworkServiceAssociationRequest,
  DeleteServiceNetworkServiceAssociationResponse,
  GetServiceNetworkServiceAssociationRequest,
  GetServiceNetworkServiceAssociationResponse,
  ListServiceNetworkServiceAssociationsRequest,
  ListServiceNetworkServiceAssociationsResponse,
  ListServiceNetworkVpcAssociationsRequest,
  ListServiceNetworkVpcAssociationsResponse,
  ServiceNetworkServiceAssociationSummary,
} from '@aws-sdk/client-vpc-lattice';
import { pageOf } from '../../page.ts';
import type { Caller } from '../../wire/service.ts';
import { draw, type Timeline, valueAt } from '../timeline.ts';
import {
  type AssociationDocument,
  accountOf,
  collections,
  idOf,
  type Progress,
  type ServiceDocument,
  type ServiceNetworkDocument,
} from './documents.ts';
import { conflict, invalid, invalidMember, notAuthorized, notFound } from './errors.ts';
import { belongsTo, type Seen, seen, type World } from './world.ts';

const type = 'SERVICE_NETWORK_SERVICE_ASSOCIATION';

/** Reads one association. Not found until it can be seen, and again when it is gone. */
export const getServiceNetworkServiceAssociation =
  (world: World) =>
  (input: GetServiceNetworkServiceAssociationRequest, caller: Caller): GetServiceNetworkServiceAssociationResponse => {
    const operation = 'GetServiceNetworkServiceAssociation';
    const association = findAssociation(world, input.serviceNetworkServiceAssociationIdentifier ?? '', operation, caller);
    const stale = world.faults.take(operation, { ...input, id: association.id, arn: association.arn }, 'STALE') !== undefined;
    const found = seen(association, world.clock.now(), stale);
    if (!found) throw notFound(type, association.id);
    const { failure } = found.progress;
    return { ...summary(world, found), ...(failure && { failureCode: failure.code, failureMessage: failure.message }) };
  };

/** Lists the associations of a service, of a network, or of the pair. Why one failed is not in the list. */
export const listServiceNetworkServiceAssociations =
  (world: World) =>
  (input: ListServiceNetworkServiceAssociationsRequest, caller: Caller): ListServiceNetworkServiceAssociationsResponse => {
    const { serviceIdentifier: service, serviceNetworkIdentifier: network } = input;
    if (service === undefined && network === undefined) throw invalid('Either serviceIdentifier or serviceNetworkIdentifier is required.');
    const stale = world.faults.take('ListServiceNetworkServiceAssociations', input, 'STALE') !== undefined;
    const [isService, isNetwork] = [named(service, caller.account), named(network, caller.account)];
    const entries = world.state
      .list<AssociationDocument>(collections.association)
      .filter(([, each]) => isService(each.serviceArn) && isNetwork(each.serviceNetworkArn) && belongsTo(each, caller.account))
      .flatMap(([id, each]) => {
        const found = seen(each, world.clock.now(), stale);
        return found ? [[id, summary(world, found)] as const] : [];
      });
    return pageOf(`${service} ${network}`, entries, input, { most: 100, refuse: (message) => invalidMember('nextToken', message) });
  };

/** No VPC can be associated here, so there is none to list. */
export const listServiceNetworkVpcAssociations =
  () =>
  ({ serviceNetworkIdentifier, vpcIdentifier }: ListServiceNetworkVpcAssociationsRequest): ListServiceNetworkVpcAssociationsResponse => {
    if (serviceNetworkIdentifier === undefined && vpcIdentifier === undefined)
      throw invalid('Either serviceNetworkIdentifier or vpcIdentifier is required.');
    return { items: [] };
  };

/** Starts to delete an association; again while it is being deleted changes nothing. */
export const deleteServiceNetworkServiceAssociation =
  (world: World) =>
  (input: DeleteServiceNetworkServiceAssociationRequest, caller: Caller): DeleteServiceNetworkServiceAssociationResponse => {
    const operation = 'DeleteServiceNetworkServiceAssociation';
    const association = findAssociation(world, input.serviceNetworkServiceAssociationIdentifier ?? '', operation, caller);
    const { id, arn } = association;
    const status = valueAt(association.progress, world.clock.now())?.status;
    if (status === null) throw notFound(type, id);
    if (status === 'CREATE_IN_PROGRESS') throw conflict('Creation is in progress.', type, id);
    if (status !== 'DELETE_IN_PROGRESS') {
      const parts = { ...input, id, arn, service: idOf(association.serviceArn), network: idOf(association.serviceNetworkArn) };
      world.state.put(collections.association, id, { ...association, progress: deleting(world, association, operation, parts) });
    }
    return { id, status: 'DELETE_IN_PROGRESS', arn };
  };

function deleting(world: World, { progress }: AssociationDocument, operation: string, input: object): Timeline<Progress> {
  const { clock, random, faults, timing } = world;
  const at = clock.now();
  const failure = faults.take(operation, input, 'FAIL_LATER');
  const factor = faults.take(operation, input, 'SLOW')?.factor ?? 1;
  const end: Progress = failure
    ? { status: 'DELETE_FAILED', failure: { code: failure.code, message: failure.message } }
    : { status: null, failure: null };
  return [
    ...progress,
    { at, value: { status: 'DELETE_IN_PROGRESS', failure: null } },
    { at: at + draw(random, timing.deletion, factor), value: end },
  ];
}

/** The association of that id or ARN, seen or not. Throws when there is none in the caller's account. */
function findAssociation({ state }: World, identifier: string, operation: string, caller: Caller): AssociationDocument {
  const found = state.get<AssociationDocument>(collections.association, idOf(identifier));
  if (!found || (identifier.startsWith('arn:') && identifier !== found.arn)) throw notFound(type, idOf(identifier));
  if (belongsTo(found, caller.account)) return found;
  throw identifier === found.arn ? notAuthorized(caller, operation, found.arn) : notFound(type, found.id);
}

/**
 * Whether an ARN is the identifier, or ends in it and is of the account; every one is when there is none. That a list knows no id of what another
 * account owns is an assumption: its model has no error that could say so.
 */
function named(identifier: string | undefined, account: string): (arn: string) => boolean {
  if (identifier === undefined) return () => true;
  const ending = `/${identifier}`;
  return (arn) => arn === identifier || (arn.endsWith(ending) && accountOf(arn) === account);
}

function summary({ state }: World, { association, progress }: Seen): ServiceNetworkServiceAssociationSummary {
  const { id, arn, createdBy, createdAt, serviceArn, serviceNetworkArn } = association;
  const service = state.get<ServiceDocument>(collections.service, idOf(serviceArn));
  const network = state.get<ServiceNetworkDocument>(collections.serviceNetwork, idOf(serviceNetworkArn));
  if (!service || !network || progress.status === null) throw new Error(`The state has ${arn} without its service or network`);
  return {
    id,
    status: progress.status,
    arn,
    createdBy,
    createdAt: new Date(createdAt),
    serviceId: service.id,
    serviceName: service.name,
    serviceArn,
    serviceNetworkId: network.id,
    serviceNetworkName: network.name,
    serviceNetworkArn,
    dnsEntry: service.dnsEntry,
    ...(service.customDomainName !== null && { customDomainName: service.customDomainName }),
  };
}
