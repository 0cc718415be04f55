import type { ElasticsearchDomainStatus } from '@aws-sdk/client-elasticsearch-service';
import { type Check, check, fail, pass, type Verdict, verdictOn, wait } from '../kind.ts';
import { domainVerdicts, softwareVerdicts } from './statuses.ts';

/**
 * Seconds a domain is left alone after a change of its own. In some regions an association just after it fails
 * (source: aws-samples/opensearch-intelligent-search-jp, pull request 3, which waits as long).
 */
const rest = 120;

/** Is the domain there, to stay, and at rest? */
export function domainChecks(domain: ElasticsearchDomainStatus | undefined, now: number): Check[] {
  if (!domain) return [check('domain-exists', domainMissing)];
  const exists = isLeaving(domain)
    ? fail('DomainDeleting', 'The domain is being deleted: ask again with another.')
    : pass('DomainFound', 'The domain exists.');
  return [check('domain-exists', exists), check('domain-steady', steadiness(domain, now))];
}

const isLeaving = ({ Deleted, DomainProcessingStatus }: ElasticsearchDomainStatus) =>
  Deleted === true || DomainProcessingStatus === 'Deleting';

/** The most serious of everything a domain says about its own changes. */
export function steadiness(domain: ElasticsearchDomainStatus, now: number): Verdict {
  const { Created, Deleted, Processing, UpgradeProcessing, DomainProcessingStatus: status, ServiceSoftwareOptions } = domain;
  const said = [
    verdictOn(domainVerdicts, status),
    Created === false && domainVerdicts.Creating,
    Deleted && domainVerdicts.Deleting,
    UpgradeProcessing && domainVerdicts.UpgradingEngineVersion,
    Processing && domainVerdicts.Modifying,
    verdictOn(softwareVerdicts, ServiceSoftwareOptions?.UpdateStatus),
    hasJustChanged(domain, now) && resting,
  ].filter((each) => !!each);
  return said.find(({ result }) => result === 'FAIL') ?? said.find(({ result }) => result === 'WAIT') ?? domainVerdicts.Active;
}

const resting = wait(
  'DomainJustChanged',
  `The domain has just ended a change: associations within ${rest} seconds of it are known to fail.`,
);

function hasJustChanged({ ChangeProgressDetails: change }: ElasticsearchDomainStatus, now: number): boolean {
  const ended = change?.LastUpdatedTime?.getTime() ?? Number.NEGATIVE_INFINITY;
  return now - ended < rest * 1000;
}

const domainMissing = fail('DomainNotFound', 'There is no domain of this name in this account and region: check the name.');
