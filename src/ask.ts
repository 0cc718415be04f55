import { asking } from './approval.ts';
import type { Association } from './association.ts';
import type { Locks } from './locks.ts';
import type { Notices } from './notices.ts';
import { changeCurrent, current, type Input } from './steps/step.ts';
import type { Store } from './store.ts';
import type { Wake } from './wake.ts';

/**
 * Asks for the approval of a plan, once for each plan, with the locks free: who waits for people must not hold others up.
 * The token is written before anybody can decide, so that whoever decides finds whom to wake.
 */
export function createAsk(store: Store, notices: Pick<Notices, 'request'>, locks: Pick<Locks, 'release'>, wake: Wake) {
  return async ({ token, ...input }: Input & { readonly token: string }): Promise<void> => {
    const association = await current(store, input);
    // Decided, or gone on: the locks that it has by now are of what came after the question.
    if (!association || !asking(association, token, input.now)) return wake(token);
    // Before anybody can decide: the run that is woken takes them anew.
    await locks.release(input, association.scopes);
    const record = await changeCurrent(store, input, association, (known) => asking(known, token, input.now));
    if (record.approvalRequest?.token !== token) return wake(token);
    if (!record.approvalRequest.told) await tell(record, input);
  };

  async function tell(record: Association, input: Input): Promise<void> {
    await notices.request(record);
    await changeCurrent(store, input, record, ({ approvalRequest }) =>
      approvalRequest && approvalRequest.digest === record.approvalRequest?.digest
        ? { approvalRequest: { ...approvalRequest, told: true } }
        : undefined,
    );
  }
}
