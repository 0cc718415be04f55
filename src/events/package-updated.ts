import * as z from 'zod';
import { problemsOf } from '../request.ts';
import { type Reader, unusable } from './event.ts';

/** AWS does not say how the member is spelled in CloudTrail's records; these are the spellings seen or likely. */
const spellings = ['packageID', 'packageId', 'PackageID'] as const;

const packageId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is not a package id');

/** Source: CloudTrail record reference; the call is the API's UpdatePackage. */
const detail = z.object({
  eventName: z.literal('UpdatePackage'),
  errorCode: z.never('says that the call failed').optional(),
  eventTime: z.iso.datetime({ offset: true }),
  requestParameters: z
    .record(z.string(), z.unknown())
    .transform((parameters) => spellings.map((spelling) => parameters[spelling]).find((value) => value !== undefined))
    .pipe(packageId),
});

/** A package has a new version: every domain that has it gets it. */
export const packageUpdated: Reader = {
  source: 'aws.es',
  detailTypes: ['AWS API Call via CloudTrail'],
  read({ detail: input }) {
    const read = detail.safeParse(input);
    if (!read.success) return unusable(...problemsOf(read, 'detail'));
    return {
      type: 'TARGETS',
      kind: 'es-package',
      about: { packageId: read.data.requestParameters },
      trigger: { type: 'PACKAGE_UPDATED', at: Date.parse(read.data.eventTime) },
      ask: (pair) => ({ kind: 'es-package', pair, desired: 'ASSOCIATED', reason: `package ${read.data.requestParameters} updated` }),
    };
  },
};
