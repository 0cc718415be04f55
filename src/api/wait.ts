import { type Association, isTerminal } from '../association.ts';
import { isKnown } from './conditional.ts';
import type { HttpRequest } from './http.ts';

/** What waiting goes by. Milliseconds of a clock that only goes forward. */
export interface Pace {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const pace: Pace = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Seconds. Well inside the function's own time-out, and API Gateway's 30. */
const longestWait = 15;

const milliseconds = 1_000;

const betweenLooks = 500;

/** The seconds that `Prefer: wait=N` asks to be waited, as many of them as are granted; undefined when it does not. Source: RFC 7240. */
export function preferredWait({ headers }: HttpRequest): number | undefined {
  const [, seconds] = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?=$|[,;])/i.exec(headers.prefer ?? '') ?? [];
  return seconds === undefined ? undefined : Math.min(Number(seconds), longestWait);
}

/** What `look` finds: at once if it is news, otherwise when it has become news or the seconds are over. */
export async function watched<Found>(
  seconds: number,
  look: () => Promise<Found>,
  isNews: (found: Found) => boolean,
  { now, sleep }: Pace = pace,
): Promise<Found> {
  const end = now() + seconds * milliseconds;
  for (let found = await look(); ; found = await look()) {
    const left = end - now();
    if (left <= 0 || isNews(found)) return found;
    await sleep(Math.min(betweenLooks, left));
  }
}

/** Whether somebody who waits for it should hear of it: another version than the one they know, or else an ending or a question. */
export const isNews = (request: HttpRequest, association: Association): boolean =>
  request.headers['if-none-match'] === undefined
    ? isTerminal(association) || association.state === 'AWAITING_APPROVAL'
    : !isKnown(request, association);

/** Seconds: for what has no next look, and the bounds for what has one. */
const [usual, shortest, longest] = [5, 1, 30];

/** Seconds after which looking again is worth while: when Liaison itself looks next. undefined once it has ended. */
export function retryAfter(association: Pick<Association, 'state' | 'step'>, now: number): number | undefined {
  if (isTerminal(association)) return undefined;
  const nextLookAt = association.step?.nextLookAt ?? null;
  return nextLookAt === null ? usual : Math.min(Math.max(Math.ceil((nextLookAt - now) / milliseconds), shortest), longest);
}
