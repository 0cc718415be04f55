import * as z from 'zod';
import type { LatticeServicePair } from './pair.ts';

// Patterns and lengths: botocore vpc-lattice model, anchored.
const arn = (resource: string) => String.raw`arn:[a-z0-9\-]+:vpc-lattice:[a-zA-Z0-9\-]+:\d{12}:${resource}`;
const servicePattern = new RegExp(`^(?:svc-[0-9a-z]{17}|${arn('service')}/svc-[0-9a-z]{17})$`);
const networkPattern = new RegExp(`^(?:sn-[0-9a-z]{17}|${arn('servicenetwork')}/sn-[0-9a-z]{17})$`);

const longestIdentifier = 2048;

/** The id or the ARN of a service. */
const serviceSchema = z
  .string()
  .max(longestIdentifier)
  .regex(servicePattern, 'Expected the id (svc- and 17 characters) or the ARN of a VPC Lattice service');
const serviceArnSchema = z
  .string()
  .max(longestIdentifier)
  .regex(new RegExp(`^${arn('service')}/svc-[0-9a-z]{17}$`), 'Expected the ARN of a VPC Lattice service');
const serviceNetworkSchema = z
  .string()
  .max(longestIdentifier)
  .regex(networkPattern, 'Expected the id (sn- and 17 characters) or the ARN of a VPC Lattice service network');

// Source: the seed page of CreateServiceNetworkServiceAssociation. The count of 50 is CloudFormation's, and one of them is ours.
const characters = String.raw`[\p{L}\p{N}\p{Z}_.:/=+\-@]`;
const mostTags = 49;

const anyTagKey = z
  .string()
  .regex(new RegExp(`^${characters}{1,128}$`, 'u'), 'Expected 1 to 128 letters, digits, spaces or _ . : / = + - @');
const tagKey = anyTagKey
  .regex(/^(?![aA][wW][sS]:)/, 'Keys that begin with aws: belong to AWS')
  .regex(/^(?![lL][iI][aA][iI][sS][oO][nN]:)/, 'Keys that begin with liaison: belong to Liaison');
const tagValue = z
  .string()
  .regex(new RegExp(`^${characters}{0,256}$`, 'u'), 'Expected at most 256 letters, digits, spaces or _ . : / = + - @');

/** A VPC Lattice service and a service network, each by id or ARN, and the tags an association of them is made with. */
export const latticeServiceSchema: z.ZodType<LatticeServicePair> = z.strictObject({
  serviceIdentifier: serviceSchema,
  serviceNetworkIdentifier: serviceNetworkSchema,
  tags: z
    .record(tagKey, tagValue)
    .refine((tags) => Object.keys(tags).length <= mostTags, `Expected at most ${mostTags} tags`)
    .exactOptional(),
});

/** What names many pairs, each by the member that only it has. `unlessNamedBy` is a tag of the service: the network that it names is left out. */
export const latticeServiceSelectors = {
  tag: z
    .strictObject({
      tag: z.strictObject({ key: anyTagKey, value: tagValue.exactOptional() }),
      serviceNetworkIdentifier: serviceNetworkSchema,
    })
    .describe('Every service of the account with a tag, in one service network.'),
  serviceArn: z
    .strictObject({
      serviceArn: serviceArnSchema,
      unlessNamedBy: anyTagKey.describe('A tag of the service: the network that it names is left out.').exactOptional(),
    })
    .describe('One service, in every service network that Liaison associated it with.'),
};
