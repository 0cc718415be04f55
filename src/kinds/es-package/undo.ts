import type { DomainPackageDetails, ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import type { Context, Desired, Intent, UndoOutcome } from '../kind.ts';
import { type Before, beforeIn, isAsBefore } from './before.ts';
import { call } from './call.ts';
import { look } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { pairVerdicts, statusVerdict } from './statuses.ts';

/** Seconds the list may stay behind a call. Terraform's provider does not look in the first 30; this is on the safe side of it. */
const lag = 120;

/** Takes an association back that was not there before. Throws AWS's errors of the look; never those of the call. */
export async function undo(
  client: ElasticsearchServiceClient,
  pair: EsPackagePair,
  desired: Desired,
  intent: Intent,
  context: Context,
): Promise<UndoOutcome> {
  const { row, words } = await look(client, pair);
  const before = beforeIn(intent);
  const told = (type: 'NOTHING_TO_UNDO' | 'CANNOT_UNDO' | 'IN_PROGRESS', message: string): UndoOutcome => ({
    type,
    words: { ...words, message },
  });

  if (intent.adopted) return told('NOTHING_TO_UNDO', 'It was so already: Liaison changed nothing.');
  if (row && isOnItsWay(row)) return told('IN_PROGRESS', 'AWS takes no other change until this one has ended.');
  if (isAsBefore(row, before)) {
    return context.now - intent.at < lag * 1000
      ? told('IN_PROGRESS', 'The call may not show yet.')
      : told('NOTHING_TO_UNDO', 'The domain is as it was before the call.');
  }
  if (desired === 'DISSOCIATED') return told('CANNOT_UNDO', afterDissociation);
  if (before.associated) return told('CANNOT_UNDO', afterUpgrade(before));
  const outcome = await call(client, pair, 'DISSOCIATED', context);
  return outcome.type === 'ALREADY' ? { type: 'NOTHING_TO_UNDO', words: outcome.words } : outcome;
}

/** A status AWS has added since is waited out. */
const isOnItsWay = ({ DomainPackageStatus }: DomainPackageDetails) => statusVerdict(pairVerdicts, DomainPackageStatus).result === 'WAIT';

const afterDissociation =
  'Associating the package again would apply the version it has now, not the one that was there. Request that it be ASSOCIATED if this is what you want.';

const afterUpgrade = ({ version, status }: Before & { associated: true }) =>
  status === 'ACTIVE'
    ? `Dissociating would take away the dictionary that worked${version === null ? '' : ` at ${version}`}, and AWS has no way back to an earlier version. Update the package with its earlier file, then associate it again.`
    : `The package was on the domain before, with the status ${status}. Dissociate it if it is not wanted there.`;
