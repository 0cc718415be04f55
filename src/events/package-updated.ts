import * as z from 'zod';
import { problemsOf } from '../request.ts';
import { type Reader, unusable } from './event.ts';

/** AWS does not say how the member is spelled in CloudTrail's records; these are the spellings seen or likely. */
const spellings = ['packageID', 'packageId', 'PackageID'] as const;

/** Source: CloudTrail record reference; the call is the API's UpdatePackage. */
const detail = z.object({
  eventName: z.literal('UpdatePackage'),
  errorCode: z.never('says that the call failed').optional(),
  eventTime: z.iso.datetime({ offset: true }),
  requestParameters: z
    .record(z.string(), z.unknown())
    .transform((parameters) => spellings.map((spelling) => parameters[spelling]).find((value) => value !== undefined))
    .pipe(z.string()),
});

/** A new version that breaks one domain is not brought to the next: the first goes alone, and the first failure is the last. */
const careful = { maxConcurrency: 10, canary: 1, stopAfterFailures: 1 };

/**
 * A package has a new version: every domain that has it gets it. AWS names two sources for the service: aws.es in its event reference of
 * Elasticsearch Service and in its samples, aws.opensearchservice in that of OpenSearch Service.
 */
export const packageUpdated: Reader = {
  sources: ['aws.es', 'aws.opensearchservice'],
  detailTypes: ['AWS API Call via CloudTrail'],
  read({ detail: input }) {
    const read = detail.safeParse(input);
    if (!read.success) return unusable(...problemsOf(read, 'detail'));
    return {
      type: 'TARGETS',
      kind: 'es-package',
      selector: { packageId: read.data.requestParameters },
      trigger: { type: 'PACKAGE_UPDATED', at: Date.parse(read.data.eventTime) },
      defaults: { desired: 'ASSOCIATED', reason: `package ${read.data.requestParameters} updated` },
      limits: careful,
      onlyTagged: false,
    };
  },
};
