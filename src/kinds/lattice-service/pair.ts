import * as z from 'zod';
import type { PairRules } from '../kind.ts';

/** The tag every association made by Liaison carries: its value is the id of the association that made it. */
export const ownTag = 'liaison:association-id';

// Patterns and lengths: botocore vpc-lattice model, anchored.
const arn = (resource: string) => String.raw`arn:[a-z0-9\-]+:vpc-lattice:[a-zA-Z0-9\-]+:\d{12}:${resource}`;
const servicePattern = new RegExp(`^(?:svc-[0-9a-z]{17}|${arn('service')}/svc-[0-9a-z]{17})$`);
const networkPattern = new RegExp(`^(?:sn-[0-9a-z]{17}|${arn('servicenetwork')}/sn-[0-9a-z]{17})$`);

const longestIdentifier = 2048;

/** The id or the ARN of a service. */
export const serviceSchema = z
  .string()
  .max(longestIdentifier)
  .regex(servicePattern, 'Expected the id (svc- and 17 characters) or the ARN of a VPC Lattice service');
const serviceNetworkSchema = z
  .string()
  .max(longestIdentifier)
  .regex(networkPattern, 'Expected the id (sn- and 17 characters) or the ARN of a VPC Lattice service network');

// Source: the seed page of CreateServiceNetworkServiceAssociation. The count of 50 is CloudFormation's, and one of them is ours.
const characters = String.raw`[\p{L}\p{N}\p{Z}_.:/=+\-@]`;
const mostTags = 49;

const tagKey = z
  .string()
  .regex(new RegExp(`^${characters}{1,128}$`, 'u'), 'Expected 1 to 128 letters, digits, spaces or _ . : / = + - @')
  .regex(/^(?!aws:)/i, 'Keys that begin with aws: belong to AWS')
  .regex(/^(?!liaison:)/i, 'Keys that begin with liaison: belong to Liaison');
const tagValue = z
  .string()
  .regex(new RegExp(`^${characters}{0,256}$`, 'u'), 'Expected at most 256 letters, digits, spaces or _ . : / = + - @');

const schema = z.strictObject({
  serviceIdentifier: serviceSchema,
  serviceNetworkIdentifier: serviceNetworkSchema,
  tags: z
    .record(tagKey, tagValue)
    .refine((tags) => Object.keys(tags).length <= mostTags, `Expected at most ${mostTags} tags`)
    .exactOptional(),
});

/** A VPC Lattice service and a service network, each by id or ARN, and the tags an association of them is made with. */
export type LatticeServicePair = z.infer<typeof schema>;

/** The id in an id or an ARN. */
export const idOf = (identifier: string): string => identifier.slice(identifier.lastIndexOf('/') + 1);

/** Region and account in an ARN; undefined for an id. */
export function homeOf(identifier: string): { region: string; account: string } | undefined {
  const [, , , region, account] = identifier.split(':');
  return region && account ? { region, account } : undefined;
}

// Ids, not ARNs: one pair has one name. The pair keeps the ARN, because a call across accounts needs it.
const key = ({ serviceIdentifier, serviceNetworkIdentifier }: LatticeServicePair) =>
  `${idOf(serviceIdentifier)}/${idOf(serviceNetworkIdentifier)}`;

/** A VPC Lattice service in a service network. */
export const latticeServicePair: PairRules<LatticeServicePair> = {
  name: 'lattice-service',
  schema,
  desired: {
    ASSOCIATED: { allowed: true, impact: 'BACKGROUND' },
    DISSOCIATED: { allowed: true, impact: 'INTERRUPTS_TRAFFIC' },
  },
  key,
  scopes: (pair) => [`lattice:${key(pair)}`],
  defaults: { onFailure: 'ROLL_BACK', deadline: 'P1D' },
  // AWS publishes no durations. Terraform waits 5 minutes, CloudFormation up to 120; undoing may have to wait for the creation to end first.
  durations: { usual: 60, settle: 1_800, undo: 3_600 },
};
