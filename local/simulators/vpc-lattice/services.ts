import type {
  GetServiceNetworkRequest,
  GetServiceNetworkResponse,
  GetServiceRequest,
  GetServiceResponse,
  ListServiceNetworksRequest,
  ListServiceNetworksResponse,
  ListServicesRequest,
  ListServicesResponse,
} from '@aws-sdk/client-vpc-lattice';
import { pageOf } from '../../page.ts';
import type { Caller } from '../../wire/service.ts';
import { valueAt } from '../timeline.ts';
import type { ServiceDocument, ServiceNetworkDocument } from './documents.ts';
import { invalidMember } from './errors.ts';
import { associations, find, usable, type World } from './world.ts';

const paging = { most: 100, refuse: (message: string) => invalidMember('nextToken', message) };

/** Reads one service. */
export const getService =
  (world: World) =>
  (input: GetServiceRequest, caller: Caller): GetServiceResponse => {
    const service = find(world, 'service', input.serviceIdentifier ?? '', 'GetService', caller);
    const { authType, certificateArn, idleTimeoutSeconds } = service;
    const failure = valueAt(service.progress, world.clock.now())?.failure;
    return {
      ...summaryOfService(world, service),
      authType,
      idleTimeoutSeconds,
      ...(certificateArn !== null && { certificateArn }),
      ...(failure && { failureCode: failure.code, failureMessage: failure.message }),
    };
  };

/** Lists the services that the caller owns or that are shared with the caller. */
export const listServices =
  (world: World) =>
  (input: ListServicesRequest, { account }: Caller): ListServicesResponse =>
    pageOf(
      'services',
      usable(world, 'service', account).map(([id, service]) => [id, summaryOfService(world, service)]),
      input,
      paging,
    );

/** Reads one service network. */
export const getServiceNetwork =
  (world: World) =>
  (input: GetServiceNetworkRequest, caller: Caller): GetServiceNetworkResponse => {
    const network = find(world, 'serviceNetwork', input.serviceNetworkIdentifier ?? '', 'GetServiceNetwork', caller);
    return {
      ...factsOfNetwork(network),
      authType: network.authType,
      sharingConfig: { enabled: true },
      ...countsOf(world, network),
    };
  };

/** Lists the service networks that the caller owns or that are shared with the caller. */
export const listServiceNetworks =
  (world: World) =>
  (input: ListServiceNetworksRequest, { account }: Caller): ListServiceNetworksResponse => {
    const entries = usable(world, 'serviceNetwork', account).map(
      ([id, network]) =>
        [id, { ...factsOfNetwork(network), ...countsOf(world, network), numberOfAssociatedResourceConfigurations: 0 }] as const,
    );
    return pageOf('service networks', entries, input, paging);
  };

function summaryOfService({ clock }: World, { id, name, arn, createdAt, dnsEntry, customDomainName, progress }: ServiceDocument) {
  const status = valueAt(progress, clock.now())?.status;
  return {
    id,
    name,
    arn,
    createdAt: new Date(createdAt),
    lastUpdatedAt: new Date(createdAt),
    dnsEntry,
    ...(customDomainName !== null && { customDomainName }),
    ...(status && { status }),
  };
}

const factsOfNetwork = ({ id, name, arn, createdAt }: ServiceNetworkDocument) => ({
  id,
  name,
  arn,
  createdAt: new Date(createdAt),
  lastUpdatedAt: new Date(createdAt),
});

const countsOf = (world: World, { arn }: ServiceNetworkDocument) => ({
  numberOfAssociatedVPCs: 0,
  numberOfAssociatedServices: associations(world, ({ serviceNetworkArn }) => serviceNetworkArn === arn).length,
});
