import * as z from 'zod';
import type { EsPackagePair } from './pair.ts';

/** AWS's id of a package, read from outside. Source: the OpenSearch Service model; the es model gives no pattern. */
const packageId = z
  .string()
  .max(256)
  .regex(/^([FG][0-9]+|pkg-[a-f0-9]+)$/, 'Expected the id of a package: F or G and digits, or pkg- and letters a to f or digits');

/** A package and a domain, read from outside. Source of the domain's name: the es model. */
export const esPackageSchema: z.ZodType<EsPackagePair> = z.strictObject({
  packageId,
  domainName: z.string().regex(/^[a-z][a-z0-9-]{2,27}$/, 'Expected the name of a domain: 3 to 28 of a-z, 0-9 and -, a letter first'),
});

/** What names many pairs, by the member that it has. */
export const esPackageSelectors = {
  packageId: z
    .strictObject({ packageId })
    .describe('One package, on every domain that has it or is getting it, those where that failed last.'),
};
