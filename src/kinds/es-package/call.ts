import { AssociatePackageCommand, DissociatePackageCommand, type ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { isFromAws, nameOf, outcomeOfError } from '../../errors.ts';
import { type Context, type Desired, type Outcome, type Plan, says, type Words } from '../kind.ts';
import { isNotFound, wordsOfRow } from './facts.ts';
import type { EsPackagePair } from './pair.ts';
import { callFor, plan } from './plan.ts';

/** Makes the one mutating call for `desired`, the one its plan shows. Never throws what AWS answers. */
export async function call(client: ElasticsearchServiceClient, pair: EsPackagePair, desired: Desired, context: Context): Promise<Outcome> {
  const { operation, parameters } = callFor(desired, pair);
  try {
    const answer = await (operation === 'AssociatePackage'
      ? client.send(new AssociatePackageCommand(parameters))
      : client.send(new DissociatePackageCommand(parameters)));
    return { type: 'ACCEPTED', handle: null, words: wordsOfRow(operation, answer, answer.DomainPackageDetails) };
  } catch (error) {
    const outcome = outcomeOfError(operation, error);
    const { words } = outcome;
    if (saysAlready(error, words, desired)) return { type: 'ALREADY', handle: null, words };
    if (saysBusy(error, words)) return { type: 'IN_PROGRESS', words };
    return nameOf(error) === 'ConflictException' ? afterConflict(outcome, () => plan(client, pair, desired, context)) : outcome;
  }
}

/** Sources: terraform-provider-aws, issue 46666 and its package association, which take these answers as done. */
function saysAlready(error: unknown, words: Words, desired: Desired): boolean {
  if (desired === 'ASSOCIATED') return nameOf(error) === 'ConflictException' && says(words, /already in desired state/i);
  return isNotFound(error) || (nameOf(error) === 'ValidationException' && says(words, /not associated/i));
}

/**
 * The service says of other calls that a change of the domain is in progress, and that in the form of a mistake in the request, also where the domain
 * shows none any more (source: siem-on-amazon-opensearch-service, issue 444). That it may say so of these two is an assumption.
 */
const saysBusy = (error: unknown, words: Words): boolean => nameOf(error) === 'ValidationException' && says(words, /in progress/i);

/** A conflict does not say what it is with. Nothing was made in any case, so that looking decides. */
async function afterConflict(refused: Outcome, planAgain: () => Promise<Plan>): Promise<Outcome> {
  const { words } = refused;
  try {
    const { changed, checks, outOfDate } = await planAgain();
    // Overtaken meanwhile: the plan that follows says so.
    if (outOfDate) return { type: 'IN_PROGRESS', words };
    if (!changed) return { type: 'ALREADY', handle: null, words };
    return checks.some(({ result }) => result === 'WAIT') ? { type: 'IN_PROGRESS', words } : refused;
  } catch (error) {
    if (!isFromAws(error)) throw error;
    // The look failed, not the call: the plan that follows after waiting looks again and reports it.
    return { type: 'IN_PROGRESS', words };
  }
}
