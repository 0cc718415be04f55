import type { PlanItem } from '../answers.ts';
import type { Request } from '../association.ts';
import { inParallel, type Words } from '../kinds/kind.ts';
import type { Unread } from '../unread.ts';

/** The plan of each request, or why it has none, in the requests' order. */
export type Planned = ReadonlyMap<Request, PlanItem | Unread>;

/** How many are planned at once. */
const atOnce = 10;

/** Plans while there is time. What could not be read is tried once more, after the others: they may have been too many reads at once. */
export function createPlanning(make: (request: Request) => Promise<PlanItem | Unread>, time: AbortSignal) {
  const over = outOfTime(time);

  return async (requests: readonly Request[]): Promise<Planned> => {
    const made = await planEach(requests);
    const unread = made.flatMap(([request, plan]) => ('unread' in plan ? [request] : []));
    return new Map([...made, ...(time.aborted ? [] : await planEach(unread))]);
  };

  function planEach(requests: readonly Request[]): Promise<[Request, PlanItem | Unread][]> {
    return inParallel(requests, atOnce, async (request) => [request, await (time.aborted ? over : Promise.race([make(request), over]))]);
  }
}

const noTime: Words = {
  operation: 'Plan',
  status: null,
  error: 'OutOfTime',
  message: 'There was no time for more: plan fewer at once.',
  requestId: null,
};

/** Says so once there is no time any more. */
export const outOfTime = (time: AbortSignal): Promise<Unread> =>
  new Promise((resolve) => {
    const say = () => resolve({ unread: noTime });
    if (time.aborted) say();
    else time.addEventListener('abort', say, { once: true });
  });
