import type { AssociationView } from '../../src/answers.ts';
import type { Answer, Api } from '../api.ts';
import { confirm, demandOfCancel, demandOfPlanned } from '../confirmation.ts';
import { CommandError } from '../errors.ts';
import { exitCodeOfCancelled, hasEnded } from '../exit.ts';
import type { FollowOptions } from '../follow.ts';
import { showing } from '../ids.ts';
import { undoInterrupts } from '../impact.ts';
import { type Body, withoutAbsent } from '../request.ts';
import type { Action, Session } from '../session.ts';
import { keptPlanLines } from '../show/plan.ts';
import { cleaned } from '../text.ts';
import { patienceOf, type WaitOptions, waitFor } from './associate.ts';

interface DecisionOptions extends WaitOptions {
  readonly comment?: string;
  readonly confirm?: string;
  readonly planDigest?: string;
}

type Following = Pick<FollowOptions, 'patience' | 'exitCode'>;

const pathOf = (id: string, verb = '') => `/associations/${encodeURIComponent(id)}${verb && `/${verb}`}`;

/** Approves what an association's plan would do: that plan, as it is shown here, and no other. */
export const approve: Action<DecisionOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const { association, etag, digest } = await shown(session, api, id, options);
  await confirm(session, association.plan ? demandOfPlanned([{ ...association, plan: association.plan }]) : undefined, options.confirm);
  const { body } = await decide(api, pathOf(id, 'approve'), { planDigest: digest, comment: options.comment }, etag);
  session.output.say(`Approved: ${cleaned(digest)}`);
  return waitForDecided(session, api, body, { ...options, patience });
};

/** Rejects it, and says why. */
export const reject: Action<DecisionOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const { etag, digest } = await shown(session, api, id, options);
  const { body } = await decide(api, pathOf(id, 'reject'), { planDigest: digest, comment: options.comment }, etag);
  session.output.say(`Rejected: ${cleaned(digest)}`);
  return waitForDecided(session, api, body, { ...options, patience });
};

/** Shows the plan that is to be decided on, and gives what binds the decision to it. */
async function shown(session: Session, api: Api, id: string, { planDigest }: DecisionOptions) {
  const { body: association, headers } = await api.ask<AssociationView>({ method: 'GET', path: pathOf(id) });
  const asked = association.approvalRequest?.digest;
  if (association.state !== 'AWAITING_APPROVAL' || asked === undefined) {
    throw new CommandError(`${cleaned(association.id)} is ${association.state}: nothing is to be decided.`, {
      advice: `${hasEnded(association.state) ? 'See how it ended' : 'See what it is doing'}: ${showing(id)}`,
    });
  }
  if (!session.output.isJson) session.output.show(association, keptPlanLines);
  return { association, etag: headers.get('etag') ?? `"${association.version}"`, digest: planDigest ?? asked };
}

const decide = (api: Api, path: string, body: Body, etag: string): Promise<Answer<AssociationView>> =>
  api.ask({ method: 'POST', path, body: withoutAbsent(body), headers: { 'if-match': etag } });

/** Cancels an association; what was made by then is taken back. */
export const cancel: Action<DecisionOptions> = async (session, options, [id = '']) => {
  const patience = patienceOf(options);
  const api = await session.connectToChange();
  const { body: known, headers } = await api.ask<AssociationView>({ method: 'GET', path: pathOf(id) });
  const demand = demandOfCancel(known);
  await confirm(session, demand, options.confirm);
  const { body } = await api.ask<AssociationView>({
    method: 'POST',
    path: pathOf(id, 'cancel'),
    body: withoutAbsent({ comment: options.comment }),
    // What interrupts no traffic yet may do so once it has gone on.
    headers: undoInterrupts(known) && !demand ? { 'if-match': headers.get('etag') ?? `"${known.version}"` } : {},
  });
  session.output.say(hasEnded(known.state) ? `It is ${cleaned(known.state)} already.` : 'It is to be cancelled.');
  return waitForDecided(session, api, body, { ...options, patience, exitCode: exitCodeOfCancelled });
};

/** Follows what was decided on when that is wanted. What was done here is news; what went before, and what was asked then, is not. */
const waitForDecided = (session: Session, api: Api, decided: AssociationView, { wait = false, ...how }: WaitOptions & Following) =>
  waitFor(session, api, decided, { ...how, wait, decidedRound: decided.approvalRequest?.round ?? 0, since: decided.history.length - 1 });
