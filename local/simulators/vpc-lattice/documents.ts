import type { AuthType, DnsEntry, ServiceNetworkServiceAssociationStatus, ServiceStatus } from '@aws-sdk/client-vpc-lattice';
import type { Random } from '../../random.ts';
import type { Timeline } from '../timeline.ts';

/** Why something ended as failed, in AWS's words. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

interface Resource {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly authType: AuthType;
  /** Accounts that may use it beside its owner, as through AWS RAM. */
  readonly sharedWith: readonly string[];
}

/** A service as the state keeps it. */
export interface ServiceDocument extends Resource {
  readonly dnsEntry: DnsEntry;
  readonly customDomainName: string | null;
  readonly certificateArn: string | null;
  readonly idleTimeoutSeconds: number;
  readonly progress: Timeline<{ readonly status: ServiceStatus; readonly failure: Failure | null }>;
}

/** A service network as the state keeps it. */
export type ServiceNetworkDocument = Resource;

/** The association of a service with a network as the state keeps it. Times in epoch milliseconds. */
export interface AssociationDocument {
  readonly id: string;
  readonly arn: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly serviceArn: string;
  readonly serviceNetworkArn: string;
  /** From when on it can be read. */
  readonly seenFrom: number;
  readonly progress: Timeline<Progress>;
}

/** Where an association stands; a status of null: gone. */
export interface Progress {
  readonly status: ServiceNetworkServiceAssociationStatus | null;
  readonly failure: Failure | null;
}

/** The tags of one resource, kept under its ARN. */
export interface TagsDocument {
  readonly tags: Readonly<Record<string, string>>;
  /** How often they have changed. */
  readonly version: number;
  /** What they were before the last change, and when that was; not there when they have been the same from the start. */
  readonly before?: { readonly tags: Readonly<Record<string, string>>; readonly until: number };
}

/** Where each sort of document is kept. */
export const collections = {
  service: 'vpc-lattice/service',
  serviceNetwork: 'vpc-lattice/service-network',
  association: 'vpc-lattice/association',
  tags: 'vpc-lattice/tags',
  token: 'vpc-lattice/token',
} as const;

const paths = { svc: 'service', sn: 'servicenetwork', snsa: 'servicenetworkserviceassociation' } as const;

/** A new identifier with the given prefix. */
export const newId = (prefix: keyof typeof paths, random: Random): string =>
  `${prefix}-0${Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('')}`;

/** The ARN of what has that id in that account. */
export const arnOf = (id: string, { account, region }: { account: string; region: string }): string =>
  `arn:aws:vpc-lattice:${region}:${account}:${paths[id.slice(0, id.indexOf('-')) as keyof typeof paths]}/${id}`;

/** The id in an id or ARN. */
export const idOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('/') + 1);

/** The account in an ARN. */
export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
