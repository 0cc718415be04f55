import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Bundle, bundle, mostGzipped } from './bundle.ts';
import { Refusal } from './problem.ts';
import { sendText } from './respond.ts';

const folder = join(import.meta.dirname, '../app');

/** The addresses of the page: which of its views is shown, it decides itself. */
const pages = /^\/(?:request|batches|(?:associations|batches)\/[\w-]{1,64})?$/;

const types = { script: 'text/javascript; charset=utf-8', style: 'text/css; charset=utf-8', page: 'text/html; charset=utf-8' };

/** Serves the page and what it is made of, which is built when it is first asked for. It holds no secret. Throws a Refusal for any other path. */
export function createPage(log: (line: string) => void) {
  let built: Promise<Bundle> | undefined;

  function build(): Promise<Bundle> {
    built ??= bundle(folder).then(
      (made) => {
        const { scriptGzipped } = made;
        const size = `The console's script has ${scriptGzipped} bytes as gzip makes it`;
        if (scriptGzipped > mostGzipped) log(`${size}, more than the ${mostGzipped} it is to have at most.`);
        return made;
      },
      (error: Error) => {
        // What is mended is built anew.
        built = undefined;
        throw error;
      },
    );
    return built;
  }

  return async ({ method = '' }: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const answer = async (type: keyof typeof types, text: Promise<string>) =>
      sendText(response, 200, await text, { 'content-type': types[type] });
    if (method !== 'GET' && method !== 'HEAD') throw new Refusal('no-such-route', `The page takes no ${method}.`);
    if (path === '/assets/app.js')
      return answer(
        'script',
        build().then(({ script }) => script),
      );
    if (path === '/assets/app.css')
      return answer(
        'style',
        build().then(({ style }) => style),
      );
    if (pages.test(path)) return answer('page', readFile(join(folder, 'index.html'), 'utf8'));
    throw new Refusal('no-such-route', `The console has no ${path.slice(0, 100)}.`);
  };
}
