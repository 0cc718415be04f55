import type { AssociationView } from '../../src/answers.ts';
import { isWhollyBlocked } from '../../src/verdict.ts';
import type { Api } from '../api.ts';
import { confirm, demandOf, demandOfPlans } from '../confirmation.ts';
import { exitCodes, hasEnded } from '../exit.ts';
import { canInterrupt } from '../impact.ts';
import { type Body, withoutAbsent } from '../request.ts';
import type { Action, Session } from '../session.ts';
import { planLines } from '../show/plan.ts';
import { patienceOf, type WaitOptions, waitFor } from './associate.ts';
import { plansOf } from './plan.ts';

interface RetryOptions extends WaitOptions {
  readonly comment?: string;
  readonly confirm?: string;
  readonly planDigest?: string;
}

/** Starts a new attempt of an association that has ended otherwise than desired: plan, confirmation, retry, and the way to its end. */
export const retry: Action<RetryOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const path = `/associations/${encodeURIComponent(id)}`;
  const { body: known, headers } = await api.ask<AssociationView>({ method: 'GET', path });
  const reviewed = mayBeRetried(known) ? await review(session, api, known, options) : {};
  if (!reviewed) return exitCodes.failed;
  const { body: association } = await api.ask<AssociationView>({
    method: 'POST',
    path: `${path}/retry`,
    body: withoutAbsent({ ...reviewed, comment: options.comment }),
    // Only what was reviewed is tried again.
    headers: { 'if-match': headers.get('etag') ?? `"${known.version}"` },
  });
  return waitFor(session, api, association, { ...options, patience, since: association.history.length - 1 });
};

/** Of anything else the API says why it cannot be; an attempt that was not started yet is carried on. */
const mayBeRetried = ({ state }: AssociationView) => hasEnded(state) && state !== 'SUCCEEDED';

/** Shows what the next attempt would do and demands what that demands; gives what binds the attempt to it, or undefined when it is blocked. */
async function review(session: Session, api: Api, known: AssociationView, options: RetryOptions): Promise<Body | undefined> {
  const { output } = session;
  const body = requestOf(known);
  const plans = await plansOf(api, body);
  const isBlocked = isWhollyBlocked(plans) && !hasLeft(known);
  if (isBlocked || !output.isJson) output.show(plans, planLines);
  if (isBlocked) {
    output.say('It is blocked: nothing was started.');
    return undefined;
  }
  if (hasLeft(known))
    output.say('What the last attempt may have left is looked at first, and taken back if it failed: the plan can become another.');
  // Taking back what is left moves traffic as the attempt did.
  const demand = hasLeft(known) && canInterrupt(known) ? demandOf(known) : demandOfPlans(plans, body);
  await confirm(session, demand, options.confirm);
  return { planDigest: options.planDigest ?? (isBoundBy(known) ? plans.items[0]?.digest : undefined) };
}

/** The request as it was made, as far as a plan depends on it. */
const requestOf = ({ kind, pair, desired, onFailure, approval }: AssociationView): Body =>
  withoutAbsent({ kind, pair, desired, onFailure, approval });

/** Something of it may be in AWS. */
const hasLeft = ({ sideEffects }: AssociationView) => sideEffects === 'LEFT_BEHIND' || sideEffects === 'UNKNOWN';

/** The next attempt begins with this plan: nothing is taken back before, and no event's own conditions are among its checks. */
const isBoundBy = (known: AssociationView) => !hasLeft(known) && known.requestedBy.type === 'IAM';
