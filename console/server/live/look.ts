import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveEvent, Problem } from '../../protocol.ts';
import { problemOf, Refusal } from '../problem.ts';
import type { Answer, Upstream } from '../upstream.ts';

/** What a look found that its listeners do not know yet: how it stands, or why that cannot be said. */
export type News = { readonly found: Omit<LiveEvent, 'path'> } | { readonly trouble: Problem };

/** Milliseconds between two looks, and the longest while the API cannot be read. A local world is quicker than AWS. */
const paces = {
  local: { usual: 300, quiet: 1_000, mostInTrouble: 2_000 },
  deployed: { usual: 3_000, quiet: 3_000, mostInTrouble: 30_000 },
};

/** After so many looks that found nothing new, the next may come later. */
const quietAfter = 10;

/** Milliseconds: longer than this nobody is kept waiting for news, however much later the API thinks soon enough. */
const most = 10_000;

/** Milliseconds until the next look. `failures`: how many came to nothing since the last that did not; `unchanged`: how many found nothing new. */
export function pauseAfter(retryAfter: string | null, { failures, unchanged }: Memory, isLocal: boolean): number {
  const { usual, quiet, mostInTrouble } = paces[isLocal ? 'local' : 'deployed'];
  const asked = Number(retryAfter ?? 0) * 1_000 || 0;
  if (failures > 0) return Math.min(mostInTrouble, Math.max(asked, usual * 2 ** Math.min(failures, 10)));
  // A local world's seconds are shorter.
  if (isLocal) return unchanged < quietAfter ? usual : quiet;
  return Math.max(usual, Math.min(most, asked));
}

/** Reads an address of the API again and again, and tells what is new, until `stopped`. It goes on through all trouble. */
export async function look(
  upstream: Upstream,
  { path, as }: { readonly path: string; readonly as: string | null },
  tell: (news: News) => void,
  stopped: AbortSignal,
): Promise<void> {
  const memory = createMemory();
  while (!stopped.aborted) {
    const etag = memory.etag();
    const answer = await ask(upstream, { path, headers: etag ? { 'if-none-match': etag } : {} }, as);
    const news = stopped.aborted ? undefined : memory.news(answer);
    if (news) tell(news);
    const pause = pauseAfter(answer.headers.get('retry-after'), memory, upstream.target.isLocal);
    await sleep(pause, undefined, { signal: stopped }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
  }
}

/** How the looks before this one went. */
interface Memory {
  readonly failures: number;
  readonly unchanged: number;
}

/** Knows what was found and told, so that it can say what is new in an answer. */
function createMemory() {
  let seen: { readonly found: Omit<LiveEvent, 'path'>; readonly text: string } | undefined;
  let [failures, unchanged, told] = [0, 0, ''];

  function troubleIn({ detail, ...more }: Problem): News | undefined {
    failures += 1;
    if (told === detail) return undefined;
    told = detail;
    return { trouble: { detail, ...more } };
  }

  return {
    etag: () => seen?.found.etag ?? null,
    get failures() {
      return failures;
    },
    get unchanged() {
      return unchanged;
    },
    news(answer: Answer): News | undefined {
      if (isTrouble(answer)) return troubleIn(answer.body as Problem);
      const [before, wasTrouble] = [seen?.text, failures > 0];
      [failures, told] = [0, ''];
      const { status, headers, body } = answer;
      if (status !== 304) seen = { found: { status, etag: headers.get('etag'), body }, text: `${status} ${JSON.stringify(body)}` };
      // What is as it was is told all the same when there was trouble: it is over.
      const isNews = wasTrouble || seen?.text !== before;
      unchanged = isNews ? 0 : unchanged + 1;
      return isNews ? seen : undefined;
    },
  };
}

/** What can be otherwise the next time, and is no news of what is looked at. */
const isTrouble = ({ status }: Answer) => status === 403 || status === 429 || status >= 500;

async function ask(upstream: Upstream, request: { path: string; headers: Record<string, string> }, as: string | null): Promise<Answer> {
  try {
    return await upstream.send({ method: 'GET', ...request }, as);
  } catch (error) {
    const body = problemOf(error) ?? new Refusal('fault', `It could not look: ${(error as Error).message}`).problem;
    return { status: body.status, headers: new Headers(), body };
  }
}
