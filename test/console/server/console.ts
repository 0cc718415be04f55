import { type IncomingMessage, request } from 'node:http';
import { serveConsole } from '../../../console/server/server.ts';
import type { ConsoleTarget } from '../../../console/server/target.ts';
import { createToken } from '../../../console/server/token.ts';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The JSON of the body. */
  readonly body: Record<string, unknown>;
}

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A console of that target on a port of its own, or on that of an earlier one, and a page that has its link. */
export async function openConsole(target: Partial<ConsoleTarget> & Pick<ConsoleTarget, 'url'>, port = 0) {
  const log: string[] = [];
  const full = { region: 'eu-west-1', isLocal: true, as: 'ana', found: 'the test', place: 'local world', aws: undefined, ...target };
  const token = createToken();
  const { url, link, close } = await serveConsole({ port, token, target: async () => full, log: (line) => void log.push(line) });
  const open = (path: string, { method = 'GET', headers = {}, body }: AskOptions = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const asked = { authorization: `Bearer ${token}`, ...(method !== 'GET' && { origin: url }), ...headers };
      const sent = request(url, { method, path, headers: asked, agent: false }, resolve);
      sent.once('error', reject);
      sent.end(body);
    });
  return {
    url,
    link,
    token,
    /** What it was told of. */
    log,
    close,
    /** The answer as it comes, for streams. */
    open,
    async ask(path: string, options?: AskOptions): Promise<Answered> {
      const answer = await open(path, options);
      const text = Buffer.concat(await answer.toArray()).toString('utf8');
      const isJson = /json/.test(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode ?? 0, headers: answer.headers, text, body: isJson ? JSON.parse(text) : {} };
    },
  };
}

export type OpenConsole = Awaited<ReturnType<typeof openConsole>>;
