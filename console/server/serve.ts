import type { IncomingMessage, ServerResponse } from 'node:http';
import { createDoor, protection, refuseForeign } from './admission.ts';
import { createAnswering } from './handler.ts';
import { createPage } from './page.ts';
import { problemOf, Refusal } from './problem.ts';
import { refuse } from './respond.ts';
import type { ConsoleTarget } from './target.ts';

/** What serving goes by. */
interface Served {
  readonly token: string;
  readonly target: ConsoleTarget;
  log(line: string): void;
}

/** Serves requests: who may not ask is refused before anything is looked at. */
export function createServing({ token, target, log }: Served, closed: AbortSignal) {
  const [pass, answer, page] = [createDoor(token), createAnswering(target, closed, log), createPage(log)];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseForeign(request);
    const url = URL.parse(request.url ?? '', 'http://console');
    if (!url) throw new Refusal('invalid-parameter', 'That is no path.');
    if (!/^\/(?:api|console)\//.test(url.pathname)) return page(request, response, url.pathname);
    pass(request);
    return answer(request, response, url);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(protection)) response.setHeader(name, value);
    try {
      await serve(request, response);
    } catch (error) {
      if (response.destroyed) return;
      if (response.headersSent) return void response.destroy();
      const problem = problemOf(error);
      if (!problem) log(`The console failed at ${request.method} ${request.url?.split('?')[0]}: ${(error as Error).stack}`);
      refuse(response, problem ?? new Refusal('fault', 'It is a fault of the console; its log says more.').problem);
    }
  };
}
