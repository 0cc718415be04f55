import type { KeptPlan, Request } from './association.ts';
import type { Operations } from './kinds/kind.ts';
import { kept } from './steps/plan.ts';
import type { Store } from './store.ts';
import { orUnread, type Unread } from './unread.ts';

/** What is to be planned, and the time (epoch milliseconds) it is planned at. */
export interface Previewed extends Pick<Request, 'kind' | 'pair' | 'desired' | 'onFailure'> {
  readonly now: number;
}

/** The plan, as an association would keep it; or what AWS said when it could not be read. */
export type Preview = { readonly plan: KeptPlan; readonly usualSeconds: number | null } | Unread;

/** Makes the plan that an association would begin with, by the kind's own function and with no association behind it. */
export function preview(
  { now, ...request }: Previewed,
  operations: Operations<never>,
  store: Pick<Store, 'usualSeconds'>,
  { account, region }: { account: string; region: string },
): Promise<Preview> {
  const context = { now, associationId: 'assoc_preview', run: 0, token: 'preview', account, region, trigger: null, takingBack: false };
  return orUnread('Plan', planned());

  async function planned() {
    const made = await operations.plan(request.pair as never, request.desired, context);
    return { plan: kept(request, made), usualSeconds: await store.usualSeconds(request) };
  }
}
