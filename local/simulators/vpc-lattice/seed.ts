import type { AuthType, ServiceNetworkServiceAssociationStatus, ServiceStatus } from '@aws-sdk/client-vpc-lattice';
import {
  type AssociationDocument,
  arnOf,
  collections,
  type Failure,
  newId,
  type ServiceDocument,
  type ServiceNetworkDocument,
} from './documents.ts';
import { putTags } from './tags.ts';
import type { World } from './world.ts';

/** What services and networks have in common; what is left out gets a usual value, a new id and the world's own account. */
export interface NewResource {
  readonly name: string;
  readonly id?: string;
  readonly account?: string;
  readonly authType?: AuthType;
  /** Accounts that may use it beside its owner. */
  readonly sharedWith?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A service to put there. */
export interface NewService extends NewResource {
  /** ACTIVE when left out. */
  readonly status?: Exclude<ServiceStatus, 'CREATE_IN_PROGRESS'>;
  readonly failure?: Failure;
  /** Seconds from now during which it is CREATE_IN_PROGRESS, before its status. */
  readonly readyIn?: number;
  readonly customDomainName?: string;
  readonly certificateArn?: string;
}

/** An association to put there. */
export interface NewAssociation {
  /** ARNs of what was added before. */
  readonly serviceArn: string;
  readonly serviceNetworkArn: string;
  readonly id?: string;
  readonly account?: string;
  /** ACTIVE when left out. */
  readonly status?: ServiceNetworkServiceAssociationStatus;
  readonly failure?: Failure;
  readonly tags?: Readonly<Record<string, string>>;
}

/** How something added can be asked for. */
export interface Added {
  readonly id: string;
  readonly arn: string;
}

/** Puts a service there, as if it had been made before the world began. */
export const addService =
  (world: World) =>
  (service: NewService): Added => {
    const resource = resourceOf(world, 'svc', service);
    const at = world.clock.now();
    const { status = 'ACTIVE', failure = null, readyIn } = service;
    const document: ServiceDocument = {
      ...resource,
      dnsEntry: dnsEntryOf(resource, world.region),
      customDomainName: service.customDomainName ?? null,
      certificateArn: service.certificateArn ?? null,
      idleTimeoutSeconds: 60,
      progress: [
        ...(readyIn === undefined ? [] : [{ at, value: { status: 'CREATE_IN_PROGRESS' as const, failure: null } }]),
        { at: at + (readyIn ?? 0) * 1000, value: { status, failure } },
      ],
    };
    world.state.put(collections.service, document.id, document);
    putTags(world, document.arn, { tags: service.tags ?? {}, version: 1 });
    return { id: document.id, arn: document.arn };
  };

/** Puts a service network there. */
export const addServiceNetwork =
  (world: World) =>
  (network: NewResource): Added => {
    const document: ServiceNetworkDocument = resourceOf(world, 'sn', network);
    world.state.put(collections.serviceNetwork, document.id, document);
    putTags(world, document.arn, { tags: network.tags ?? {}, version: 1 });
    return { id: document.id, arn: document.arn };
  };

/** Puts an association there that somebody made before; it stays in the given status. */
export const addAssociation =
  (world: World) =>
  ({ serviceArn, serviceNetworkArn, id: given, account, status = 'ACTIVE', failure, tags = {} }: NewAssociation): Added => {
    const at = world.clock.now();
    const createdBy = account ?? world.account;
    const id = given ?? newId('snsa', world.random);
    const arn = arnOf(id, { account: createdBy, region: world.region });
    const progress = [{ at, value: { status, failure: failure ?? null } }];
    const document: AssociationDocument = { id, arn, createdBy, createdAt: at, serviceArn, serviceNetworkArn, seenFrom: at, progress };
    world.state.put(collections.association, id, document);
    putTags(world, arn, { tags, version: 1 });
    return { id, arn };
  };

function resourceOf(world: World, prefix: 'svc' | 'sn', { name, id: given, account, authType, sharedWith }: NewResource) {
  const id = given ?? newId(prefix, world.random);
  return {
    id,
    arn: arnOf(id, { account: account ?? world.account, region: world.region }),
    name,
    createdAt: world.clock.now(),
    authType: authType ?? 'NONE',
    sharedWith: sharedWith ?? [],
  };
}

/** The shape of the name and of the zone: aws-cli, example of create-service-network-service-association. */
const dnsEntryOf = ({ id, name }: Pick<ServiceDocument, 'id' | 'name'>, region: string) => ({
  domainName: `${name}-${id.replace('svc-', '')}.7d67968.vpc-lattice-svcs.${region}.on.aws`,
  hostedZoneId: 'Z09127221KTH2CEXAMPLE',
});
