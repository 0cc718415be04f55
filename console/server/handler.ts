import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContext } from './context.ts';
import { kindForms } from './kinds.ts';
import { createLive } from './live/stream.ts';
import { Refusal } from './problem.ts';
import { nameIn, pass } from './proxy.ts';
import { send } from './respond.ts';
import { createExecutions } from './runs/executions.ts';
import { associationId, createRuns } from './runs/runs.ts';
import type { ConsoleTarget } from './target.ts';
import { createUpstream } from './upstream.ts';

/** Answers what the page asks with its token: what is under /api/ and /console/. Throws a Refusal, or the command line's errors. */
export type Answering = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** What a console answers that looks at the target, until it is `closed`. */
export function createAnswering(target: ConsoleTarget, closed: AbortSignal, log: (line: string) => void): Answering {
  const upstream = createUpstream(target, closed);
  const [contextOf, readRuns, live] = [createContext(upstream, log), createRuns(upstream, createExecutions), createLive(upstream)];

  const reads: readonly (readonly [RegExp, (request: IncomingMessage, response: ServerResponse, url: URL, id: string) => unknown])[] = [
    [/^\/console\/context$/, async ({ headers }, response) => send(response, 200, await contextOf(nameIn(headers, upstream)))],
    [/^\/console\/kinds$/, (_, response) => send(response, 200, kindForms())],
    [/^\/console\/live$/, (request, response, { searchParams }) => live(request, response, searchParams)],
    [
      /^\/console\/associations\/([^/]+)\/runs$/,
      async ({ headers }, response, _, id) => {
        const { status, body } = await readRuns(associationId(id), nameIn(headers, upstream));
        send(response, status, body);
      },
    ],
  ];

  return async (request, response, url) => {
    const { method = '' } = request;
    if (url.pathname.startsWith('/api/')) return pass(upstream, request, response, `${url.pathname.slice('/api'.length)}${url.search}`);
    for (const [pattern, answer] of reads) {
      const [found, id = ''] = pattern.exec(url.pathname) ?? [];
      if (found !== undefined && method === 'GET') return void (await answer(request, response, url, id));
    }
    throw new Refusal('no-such-route', `The console has no ${method} ${url.pathname.slice(0, 100)}.`);
  };
}
