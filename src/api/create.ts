import type { Accept, Acceptance } from '../accept.ts';
import { isTerminal } from '../association.ts';
import type { MakePlan } from '../plans.ts';
import { readRequest } from '../request.ts';
import { view } from '../view.ts';
import {
  actorOf,
  etagOf,
  type HttpAnswer,
  type HttpRequest,
  idempotencyKey,
  jsonBody,
  linkTo,
  Refusal,
  type Route,
  readOrRefuse,
} from './http.ts';
import { holdPlan } from './plans.ts';

/** POST /associations. */
export const createAssociation =
  (accept: Accept, makePlan: MakePlan, machine: () => string): Route =>
  async (request: HttpRequest) => {
    const key = idempotencyKey(request);
    const asked = readOrRefuse(readRequest(jsonBody(request)));
    const acceptance = await accept({
      request: asked,
      key,
      requestedBy: actorOf(request),
      requestedAt: request.at,
      trigger: null,
      whenBusy: 'REFUSE',
      hold: () => holdPlan(makePlan, asked, request.at),
    });
    return answerTo(acceptance, machine());
  };

function answerTo(acceptance: Acceptance, machineArn: string): HttpAnswer {
  switch (acceptance.type) {
    case 'ACCEPTED': {
      const { association } = acceptance;
      const headers = { location: linkTo(association.id), etag: etagOf(association) };
      const body = view(association, machineArn);
      // A repeat of what has ended already: there is nothing to wait for.
      return isTerminal(association) ? { status: 200, headers, body } : { status: 202, headers: { ...headers, 'retry-after': '5' }, body };
    }
    case 'BUSY': {
      const { id, state, requestedBy } = acceptance.holder;
      throw new Refusal('association-in-progress', `It is ${state} as ${id}, requested by ${requestedBy.id}.`, {
        links: { existing: linkTo(id) },
      });
    }
    case 'STARTING':
      throw new Refusal(
        'still-starting',
        'Another request with this Idempotency-Key is being taken in, or taken back. Send this one again.',
      );
    case 'KEY_REUSED':
      throw acceptance.id === null
        ? new Refusal('idempotency-key-reused', 'It stands for a request that was refused, and had another body.')
        : new Refusal('idempotency-key-reused', `It stands for ${acceptance.id}, which was requested with another body.`, {
            links: { existing: linkTo(acceptance.id) },
          });
  }
}
