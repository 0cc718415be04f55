import { randomUUID } from 'node:crypto';
import type { AssociationView, Plans } from '../../src/answers.ts';
import { isWhollyBlocked } from '../../src/verdict.ts';
import type { Api } from '../api.ts';
import { confirm, type Demand, demandOfPlans } from '../confirmation.ts';
import { durationOf } from '../duration.ts';
import { Interrupted, UsageError } from '../errors.ts';
import { exitCodeOf, exitCodes, hasEnded } from '../exit.ts';
import { type FollowOptions, follow } from '../follow.ts';
import { type Body, type RequestOptions, requestOf } from '../request.ts';
import type { Action, Session } from '../session.ts';
import { summaryLines } from '../show/association.ts';
import { planLines } from '../show/plan.ts';
import { cleaned } from '../text.ts';
import { exitCodeOfPlans, plansOf } from './plan.ts';

/** How the end is waited for. */
export interface WaitOptions {
  readonly wait?: boolean;
  readonly timeout?: string;
}

/** What is demanded before something is started, and how often it may be. */
export interface StartOptions extends WaitOptions {
  readonly dryRun?: boolean;
  readonly confirm?: string;
  readonly idempotencyKey?: string;
}

type Options = RequestOptions & StartOptions;

/** Brings a pair to a desired relation: plan, confirmation, request, and by default the way to its end. */
const bring =
  (desired: 'ASSOCIATED' | 'DISSOCIATED'): Action<Options> =>
  async (session, options, [kind]) => {
    const request: Body = await requestOf(session, { ...options }, kind);
    if (request.desired !== undefined && request.desired !== desired) {
      throw new UsageError(`The file asks for ${request.desired}, and this command for ${desired}.`);
    }
    if (request.items !== undefined || request.selector !== undefined) {
      throw new UsageError('The file holds a batch.', 'Start it with: liaison batch create --file FILE');
    }
    const patience = patienceOf(options);
    const body = { ...request, desired };
    const api = await (options.dryRun ? session.connect() : session.connectToChange());
    const plans = await plansOf(api, body);
    const ended = await review(session, plans, demandOfPlans(plans, body), options);
    if (ended !== undefined) return ended;
    const planDigest = plans.items[0]?.digest;
    const association = await start<AssociationView>(session, api, '/associations', { planDigest, ...body }, options);
    const exitCode = await waitFor(session, api, association, { ...options, patience });
    return hasEnded(association.state) ? exitCodeOf(association.state) : exitCode;
  };

export const associate = bring('ASSOCIATED');
export const dissociate = bring('DISSOCIATED');

/** Milliseconds that --timeout allows. Throws UsageError. */
export const patienceOf = ({ timeout }: WaitOptions): number | undefined => (timeout === undefined ? undefined : durationOf(timeout));

/** Shows the plans and has met what they demand; gives an exit code when there is nothing to start. */
export async function review(
  session: Session,
  plans: Plans,
  demand: Demand | undefined,
  { dryRun, confirm: given, idempotencyKey }: StartOptions,
): Promise<number | undefined> {
  const { output } = session;
  const nothing = whyNothing(plans);
  // Under a key that is named it may be a repeat, of when there was something to start.
  const ends = dryRun || (nothing !== undefined && idempotencyKey === undefined);
  if (ends || !output.isJson) output.show(plans, planLines);
  if (ends) {
    if (!dryRun) output.say(`${nothing}: nothing was started.`);
    return exitCodeOfPlans(plans, false);
  }
  await confirm(session, demand, given);
  if (nothing !== undefined) output.say(`${nothing}. It is sent all the same: its --idempotency-key may stand for an earlier request.`);
  return undefined;
}

/** Why nothing of these plans would be started; undefined where something would. */
function whyNothing(plans: Plans): string | undefined {
  if (isWhollyBlocked(plans)) return 'It is blocked';
  const { change, waiting, blocked, notPlanned = 0 } = plans.summary;
  return change + waiting + blocked + notPlanned === 0 ? 'Everything is as desired already' : undefined;
}

/** Sends what is to be started, under a key that is told, so that it can be sent again; gives what the key stands for from then on. */
export async function start<Started extends { readonly id: string }>(
  { output }: Session,
  api: Api,
  path: string,
  body: Body,
  { idempotencyKey }: StartOptions,
): Promise<Started> {
  const key = idempotencyKey ?? randomUUID();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw new UsageError('--idempotency-key takes 1 to 255 visible ASCII characters.');
  if (idempotencyKey === undefined) output.say(`To send this again without doing it twice: --idempotency-key ${key}`);
  const { status, body: started } = await api
    .ask<Started>({ method: 'POST', path, body, headers: { 'idempotency-key': key } })
    .catch((error: Error) => {
      if (error instanceof Interrupted)
        throw new Interrupted(`It is not known whether it was taken in. To find out, send it again with --idempotency-key ${key}`);
      throw error;
    });
  // 200 is what has ended: there is nothing more to be done for it.
  output.say(`${status === 200 ? 'It was asked for before, as' : 'Accepted as'} ${cleaned(started.id)}.`);
  return started;
}

/** Follows what was started to its end; without --wait, says where it is to be found. */
export async function waitFor(
  session: Session,
  api: Api,
  association: AssociationView,
  { wait = true, patience, decidedRound = 0, since = 0, exitCode = exitCodeOf }: WaitOptions & Omit<FollowOptions, 'streams'>,
): Promise<number> {
  if (wait) return follow(session, api, association.id, { decidedRound, patience, since, exitCode });
  session.output.show(association, summaryLines);
  if (!hasEnded(association.state)) session.output.say(`Follow it with: liaison watch ${cleaned(association.id)}`);
  return exitCodes.reached;
}
