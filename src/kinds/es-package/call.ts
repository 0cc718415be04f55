import { AssociatePackageCommand, DissociatePackageCommand, type ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { isOutcomeUnknown, isThrottle, nameOf, retryAfterSeconds, wordsOfError } from '../../errors.ts';
import type { Context, Desired, Outcome } from '../kind.ts';
import { isNotFound, wordsOfRow } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { operationFor, plan } from './plan.ts';

/** Makes the one mutating call for `desired`. Never throws what AWS answers. */
export async function call(client: ElasticsearchServiceClient, pair: EsPackagePair, desired: Desired, context: Context): Promise<Outcome> {
  const input = { PackageID: pair.packageId, DomainName: pair.domainName };
  try {
    const sent =
      desired === 'ASSOCIATED' ? client.send(new AssociatePackageCommand(input)) : client.send(new DissociatePackageCommand(input));
    const answer = await sent;
    return { type: 'ACCEPTED', handle: null, words: wordsOfRow(operationFor[desired], answer, answer.DomainPackageDetails) };
  } catch (error) {
    return outcomeOf(error, desired, () => plan(client, pair, desired, context));
  }
}

async function outcomeOf(error: unknown, desired: Desired, planAgain: () => ReturnType<typeof plan>): Promise<Outcome> {
  const words = wordsOfError(operationFor[desired], error);
  if (isThrottle(error)) return { type: 'THROTTLED', retryAfterSeconds: retryAfterSeconds(error), words };
  if (isOutcomeUnknown(error)) return { type: 'UNKNOWN', words };
  if (saysAlready(error, words.message ?? '', desired)) return { type: 'ALREADY', handle: null, words };
  if (nameOf(error) !== 'ConflictException') return { type: 'REFUSED', words };
  const found = await meaningOfConflict(planAgain);
  return found === 'ALREADY' ? { type: found, handle: null, words } : { type: found, words };
}

/** Sources: terraform-provider-aws, issue 46666 and its package association, which take these answers as done. */
function saysAlready(error: unknown, message: string, desired: Desired): boolean {
  if (desired === 'ASSOCIATED') return nameOf(error) === 'ConflictException' && /already in desired state/i.test(message);
  return isNotFound(error) || (nameOf(error) === 'ValidationException' && /not associated/i.test(message));
}

/** A conflict does not say what it is with. Nothing was made in any case, so that looking decides. */
async function meaningOfConflict(planAgain: () => ReturnType<typeof plan>): Promise<'ALREADY' | 'IN_PROGRESS' | 'REFUSED'> {
  try {
    const { changed, checks } = await planAgain();
    if (!changed) return 'ALREADY';
    return checks.some(({ result }) => result === 'WAIT') ? 'IN_PROGRESS' : 'REFUSED';
  } catch {
    // The look failed, and its error with it: the plan that follows after waiting looks again and reports it.
    return 'IN_PROGRESS';
  }
}
