import type { Json, PairRules } from '../kind.ts';

/** A package and the Elasticsearch Service domain it is meant for, by AWS's own ids. */
export interface EsPackagePair {
  readonly packageId: string;
  readonly domainName: string;
}

/**
 * A custom package on a domain. Nothing but the pair itself identifies the association: there is no id, no ARN and no tag.
 * Associating again brings the domain to the package's newest version.
 */
export const esPackagePair: PairRules<EsPackagePair> = {
  name: 'es-package',
  desired: {
    ASSOCIATED: { allowed: true, impact: 'BACKGROUND' },
    DISSOCIATED: { allowed: true, impact: 'BACKGROUND' },
  },
  // What does not tell whether it is in use (a failed upgrade) is not what it should be: an association is ACTIVE at the newest version.
  drift({ before, targetVersion }) {
    const { associated, version, status } = before as Readonly<Record<string, Json>>;
    if (!associated) return { type: 'Missing', observed: 'The package is not on the domain.' };
    return targetVersion === null
      ? null
      : {
          type: 'VersionBehind',
          observed: `The domain has ${version ?? 'no version'} (${status}), and the package is at ${targetVersion}.`,
        };
  },
  key: ({ packageId, domainName }) => `es-package/${domainName}/${packageId}`,
  ends: ({ packageId, domainName }) => ({ source: packageId, target: domainName }),
  // A domain takes one change at a time, whichever package it concerns.
  scopes: ({ domainName }) => [`es:domain/${domainName}`],
  // Two hours leave a domain time to end a change of its own configuration first.
  defaults: { onFailure: 'ROLL_BACK', deadline: 'PT2H' },
  // A success takes 2 to 3 minutes and a failure 5 to 10 (source: aws-sdk-js issue 4099); Terraform waits for 10. Thrice that, to be sure.
  durations: { usual: 150, settle: 1800, undo: 1800 },
};
