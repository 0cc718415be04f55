import type { DomainPackageDetails, ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { outcomeOfBlindUndo } from '../../errors.ts';
import { type Context, type Desired, type Intent, type UndoOutcome, unseenFor, verdictOn } from '../kind.ts';
import { type Before, beforeIn, isAsBefore } from './before.ts';
import { call } from './call.ts';
import { type Look, look } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { pairVerdicts } from './statuses.ts';

/** Takes an association back that was not there before, and nothing else. */
export async function undo(
  client: ElasticsearchServiceClient,
  pair: EsPackagePair,
  desired: Desired,
  intent: Intent,
  context: Context,
): Promise<UndoOutcome> {
  let found: Look;
  try {
    found = await look(client, pair);
  } catch (error) {
    return outcomeOfBlindUndo('ListPackagesForDomain', error);
  }
  return reasonToKeep(found, desired, intent, context) ?? call(client, pair, 'DISSOCIATED', context);
}

/** Why what is there is not dissociated, or not yet. */
function reasonToKeep({ row, words }: Look, desired: Desired, intent: Intent, { now }: Context): UndoOutcome | undefined {
  const before = beforeIn(intent);
  const told = (type: 'NOTHING_TO_UNDO' | 'CANNOT_UNDO' | 'IN_PROGRESS', message: string): UndoOutcome => ({
    type,
    words: { ...words, message },
  });
  if (intent.adopted) return told('NOTHING_TO_UNDO', 'It was so already: Liaison changed nothing.');
  if (row && isOnItsWay(row)) return told('IN_PROGRESS', 'AWS takes no other change until this one has ended.');
  if (isAsBefore(row, before))
    return now - intent.at < unseenFor
      ? told('IN_PROGRESS', 'The call may not show yet.')
      : told('NOTHING_TO_UNDO', 'The domain is as it was before the call.');
  if (desired === 'DISSOCIATED') return told('CANNOT_UNDO', afterDissociation);
  return before.associated ? told('CANNOT_UNDO', afterUpgrade(before)) : undefined;
}

/** A status AWS has added since is waited out. */
const isOnItsWay = ({ DomainPackageStatus }: DomainPackageDetails) => verdictOn(pairVerdicts, DomainPackageStatus).result === 'WAIT';

const afterDissociation =
  'Associating the package again would apply the version it has now, not the one that was there. Request that it be ASSOCIATED if this is what you want.';

const afterUpgrade = ({ version, status }: Before & { associated: true }) =>
  status === 'ACTIVE'
    ? `Dissociating would take away the dictionary that worked${version === null ? '' : ` at ${version}`}, and AWS has no way back to an earlier version. Update the package with its earlier file, then associate it again.`
    : `The package was on the domain before, with the status ${status}. Dissociate it if it is not wanted there.`;
