import type { Answer, Api } from './api.ts';
import { type CommandError, Interrupted } from './errors.ts';
import { hasEnded } from './exit.ts';

/** Something that changes until it has ended. */
interface Changing {
  readonly state: string;
  readonly version: number;
}

export interface WatchOptions<Item> {
  /** Where it is to be read. */
  readonly path: string;
  /** Told of every version that is seen, the first included. */
  tell(item: Item): void;
  /** Told every second, while nothing changes, how many seconds that has been. */
  tick?(seconds: number): void;
  /** Enough has been seen; by default, when it has ended. */
  enough?(item: Item): boolean;
  /** Milliseconds to watch for; forever when not given. */
  readonly patience?: number | undefined;
  /** What to say when whoever watches does not want to any more. */
  readonly goesOn: string;
}

/** Seconds that the API is asked to hold its answer while nothing changes. */
const hold = 10;

/** Milliseconds between the beginnings of two looks: a local world is quicker than AWS. */
const least = { local: 200, deployed: 2_000 };

/** Milliseconds: longer than this nobody is kept waiting, whatever the API thinks is soon enough. */
const most = 10_000;

/** How often, one after the other, the API may be out of reach while it is watched. */
const mostFailures = 5;

/** Reads it again and again until enough has been seen, or the patience is over; gives what was seen last. Throws what the API's reads throw. */
export async function watch<Item extends Changing>(api: Api, options: WatchOptions<Item>): Promise<Item> {
  const start = performance.now();
  /** Milliseconds. */
  const left = () => (options.patience ?? Number.POSITIVE_INFINITY) - (performance.now() - start);
  const enough = options.enough ?? (({ state }: Item) => hasEnded(state));
  let failures = 0;
  let seen: { item: Item; etag: string | null; at: number } | undefined;
  const ticking = setInterval(() => seen && options.tick?.(Math.round((performance.now() - seen.at) / 1_000)), 1_000);
  try {
    for (;;) {
      const before = performance.now();
      const answer = await look(api, options.path, seen?.etag ?? null).catch((error: CommandError) => {
        failures += 1;
        // What has been seen once is there: a lost connection is waited out.
        if (!seen || error.name !== 'Unreachable' || failures > mostFailures) throw error;
        return undefined;
      });
      if (answer) failures = 0;
      if (answer?.status === 200) {
        const isNews = answer.body.version !== seen?.item.version;
        seen = { item: answer.body, etag: answer.headers.get('etag'), at: isNews ? performance.now() : (seen?.at ?? 0) };
        if (isNews) options.tell(answer.body);
      }
      if (seen && (enough(seen.item) || left() <= 0)) return seen.item;
      await api.pause(Math.max(0, Math.min(left(), pauseAfter(answer, api, failures) - (performance.now() - before))));
    }
  } catch (error) {
    throw error instanceof Interrupted ? new Interrupted(options.goesOn) : error;
  } finally {
    clearInterval(ticking);
  }

  function look(from: Api, path: string, etag: string | null): Promise<Answer<Item>> {
    return from.ask<Item>({
      method: 'GET',
      path,
      headers: etag === null ? {} : { 'if-none-match': etag, prefer: `wait=${Math.max(1, Math.min(hold, Math.ceil(left() / 1_000)))}` },
    });
  }
}

/** Milliseconds between the beginnings of these two looks: what the API asks for, unless it has held its answer itself. */
function pauseAfter(answer: Answer<unknown> | undefined, { target }: Api, failures: number): number {
  const usual = target.isLocal ? least.local : least.deployed;
  if (!answer) return usual * 2 ** failures;
  if (target.isLocal || answer.headers.has('preference-applied')) return usual;
  return Math.min(most, Math.max(usual, Number(answer.headers.get('retry-after') ?? 0) * 1_000));
}
