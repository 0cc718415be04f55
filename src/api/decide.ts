import * as z from 'zod';
import { deciding, isSelf, isUndecided } from '../approval.ts';
import { type Association, type Cancel, type Decision, isTerminal } from '../association.ts';
import { tooLate } from '../cancel.ts';
import type { Start } from '../executions.ts';
import { isoTime } from '../iso-time.ts';
import { requestMembers } from '../request.ts';
import type { Retry } from '../retry.ts';
import type { Store } from '../store.ts';
import { noted } from '../transition.ts';
import { view } from '../view.ts';
import type { Wake } from '../wake.ts';
import {
  actorOf,
  etagOf,
  type HttpAnswer,
  type HttpRequest,
  holdIfMatch,
  jsonBody,
  linkTo,
  Refusal,
  type Route,
  readBody,
} from './http.ts';
import { associationIn } from './read.ts';

/** What deciding on an association works with. */
export interface DecisionSurroundings {
  readonly store: Store;
  readonly start: Start;
  readonly wake: Wake;
  readonly retry: Retry;
  readonly machine: () => string;
  readonly allowSelfApproval: () => boolean;
}

const { reason: comment, planDigest } = requestMembers;

/** The bodies of the four decisions. */
export const decisionSchemas = {
  approve: z.strictObject({ planDigest, comment: comment.optional() }),
  reject: z.strictObject({ planDigest, comment }),
  cancel: z.strictObject({ comment: comment.optional() }),
  retry: z.strictObject({ comment: comment.optional(), planDigest: planDigest.optional() }),
};

/** POST /associations/{id}/approve and /reject: one conditional write; the run that waits is only woken, and reads it. */
const decide =
  (verdict: 'APPROVED' | 'REJECTED', { store, wake, machine, allowSelfApproval }: DecisionSurroundings): Route =>
  async (request) => {
    const association = await associationIn(store, request);
    const body = readBody(decisionSchemas[verdict === 'APPROVED' ? 'approve' : 'reject'], jsonBody(request));
    const decision = { verdict, actor: actorOf(request), at: request.at, comment: body.comment ?? null };
    const decided = await store.changeRecord(
      association.id,
      (known) => {
        if (isRepeat(known, decision, body.planDigest)) return undefined;
        refuseUnlessDecidable(known, request, body.planDigest);
        if (verdict === 'APPROVED' && isSelf(known, decision.actor) && !allowSelfApproval()) {
          throw new Refusal(
            'self-approval',
            `${decision.actor.id} is, or may be, who asked for it: somebody with another role must approve it.`,
          );
        }
        return deciding(known, decision);
      },
      association,
    );
    await wake(decided.approvalRequest?.token ?? '');
    return accepted(decided, machine());
  };

/** The same decision by the same hand: its answer may have been lost. */
const isRepeat = ({ decision }: Association, { verdict, actor }: Pick<Decision, 'verdict' | 'actor'>, planDigest: string) =>
  decision?.verdict === verdict && decision.actor.id === actor.id && decision.digest === planDigest;

function refuseUnlessDecidable(known: Association, request: HttpRequest, planDigest: string): void {
  holdIfMatch(request, known, true);
  const { state, approvalRequest, decision } = known;
  if (!approvalRequest || !isUndecided(known)) {
    const decided = decision ? `: it was ${decision.verdict} by ${decision.actor.id}` : '';
    const givenUp = known.cancel ? `, and has been given up: ${known.cancel.message}` : '';
    throw new Refusal('not-awaiting-approval', `It is ${state}${decided}${givenUp}.`);
  }
  if (request.at >= approvalRequest.expiresAt) {
    throw new Refusal('not-awaiting-approval', `Its deadline was ${isoTime(approvalRequest.expiresAt)}: it is about to end EXPIRED.`);
  }
  if (planDigest !== approvalRequest.digest) {
    throw new Refusal('plan-stale', `The plan to decide on is ${approvalRequest.digest}. Read it, then decide on that one.`);
  }
}

/** POST /associations/{id}/cancel. */
const cancel =
  ({ store, start, wake, machine }: DecisionSurroundings): Route =>
  async (request) => {
    const association = await associationIn(store, request);
    const { comment: why = null } = readBody(decisionSchemas.cancel, jsonBody(request, { empty: {} }));
    const [actor, at] = [actorOf(request), request.at];
    const cancelled = await store.changeRecord(
      association.id,
      (known) => {
        if (known.cancel && !isOverOtherwise(known, known.cancel)) return undefined;
        holdIfMatch(request, known);
        const late = tooLate(known);
        if (late) throw new Refusal('too-late', late);
        const message = `${actor.id} cancelled it${why === null ? '' : `: ${why}`}`;
        const note = noted(known, { at, actor, action: 'Cancelled', comment: why });
        return { cancel: { at, actor, reason: 'Cancelled', message }, mayCall: false, ...note };
      },
      association,
    );
    // What has not begun begins, to end.
    if (cancelled.state === 'PENDING') await start(cancelled);
    if (cancelled.state === 'AWAITING_APPROVAL' && cancelled.approvalRequest) await wake(cancelled.approvalRequest.token);
    return accepted(cancelled, machine());
  };

/** Whether it ended without regard to having been given up. */
const isOverOtherwise = (known: Association, { reason }: Cancel) => isTerminal(known) && known.endReason !== reason;

/** POST /associations/{id}/retry. */
const retryAssociation =
  ({ store, retry, machine }: DecisionSurroundings): Route =>
  async (request) => {
    const association = await associationIn(store, request);
    const { comment: why = null, planDigest = null } = readBody(decisionSchemas.retry, jsonBody(request, { empty: {} }));
    const retried = await retry(association, {
      actor: actorOf(request),
      at: request.at,
      comment: why,
      planDigest,
      hold: (known) => holdIfMatch(request, known),
    });
    switch (retried.type) {
      case 'RETRIED':
        return accepted(retried.association, machine());
      case 'BUSY':
        throw new Refusal('association-in-progress', `The pair is ${retried.holder.state} as ${retried.holder.id}.`, {
          links: { existing: linkTo(retried.holder.id) },
        });
      case 'SETTLING':
        throw new Refusal('still-settling', `It has ended ${retried.association.state}, and is still being told. Send this again.`);
      case 'NOT_RETRYABLE':
        throw new Refusal('not-retryable', retried.why);
    }
  };

const accepted = (association: Association, machineArn: string): HttpAnswer => ({
  status: 202,
  headers: { location: linkTo(association.id), etag: etagOf(association), 'retry-after': '5' },
  body: view(association, machineArn),
});

/** What people decide on an association. */
export const decisionRoutesOf = (surroundings: DecisionSurroundings) => ({
  'POST /associations/{id}/approve': decide('APPROVED', surroundings),
  'POST /associations/{id}/reject': decide('REJECTED', surroundings),
  'POST /associations/{id}/cancel': cancel(surroundings),
  'POST /associations/{id}/retry': retryAssociation(surroundings),
});
