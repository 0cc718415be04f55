import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LiveEvent, LiveTrouble } from '../../protocol.ts';
import { Refusal } from '../problem.ts';
import { nameIn } from '../proxy.ts';
import { apiPath } from '../routes.ts';
import type { Upstream } from '../upstream.ts';
import type { News } from './look.ts';
import { createWatch } from './looks.ts';

/** How many pages may listen at once, and to how much each. */
const [mostStreams, mostPaths] = [32, 16];

/** Milliseconds. Between the two it may be thought dead. */
const betweenSigns = 15_000;

/** Bytes that somebody may be behind in reading. */
const mostBehind = 8 * 2 ** 20;

/** Answers with a stream of server-sent events: how each path stands, whenever that changes. Throws a Refusal for what is none of the API's reads. */
export function createLive(upstream: Upstream) {
  const watch = createWatch(upstream);
  let streams = 0;

  return (request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void => {
    const as = nameIn(request.headers, upstream);
    const paths = pathsIn(query);
    // Who left while the console was about to begin is not heard to leave any more.
    if (response.destroyed) return;
    if (streams >= mostStreams) throw new Refusal('too-many-streams', `At most ${mostStreams} can be live at once: close some.`);
    streams += 1;
    const write = (text: string) => (response.writableLength > mostBehind ? response.destroy() : response.write(text));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    write(': it begins\n\n');
    const signs = setInterval(() => write(': still here\n\n'), betweenSigns);
    const ends = [...paths].map(([asked, path]) => watch(path, as, (news) => write(eventOf(asked, news))));
    response.once('close', () => {
      streams -= 1;
      clearInterval(signs);
      for (const end of ends) end();
    });
  };
}

/** By how each was asked for, what the API is asked. */
function pathsIn(query: URLSearchParams): Map<string, string> {
  const asked = [...new Set(query.getAll('path'))];
  if (asked.length === 0 || asked.length > mostPaths)
    throw new Refusal('invalid-parameter', `Name what to look at with path=…, at most ${mostPaths} times.`);
  return new Map(
    asked.map((each) => {
      const known = apiPath('GET', each);
      return [each, `${known.path}${known.query}`];
    }),
  );
}

function eventOf(path: string, news: News): string {
  if ('trouble' in news) return `event: trouble\ndata: ${JSON.stringify({ ...news.trouble, path } satisfies LiveTrouble)}\n\n`;
  return `data: ${JSON.stringify({ path, ...news.found } satisfies LiveEvent)}\n\n`;
}
