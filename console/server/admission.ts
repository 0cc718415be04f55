import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './problem.ts';

/** What asks for something and changes nothing. */
const reading = new Set(['GET', 'HEAD']);

/** Headers of every answer: what is shown runs no script, shows no image and asks no server but the console's own. */
export const protection: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Throws a Refusal for what does not come from this machine's own page. Any page on the web can make a browser send requests here: Host
 * gives away a name that was pointed at 127.0.0.1 (DNS rebinding), Origin a page from elsewhere, Sec-Fetch-Site where a request came from.
 */
export function refuseForeign({ headers, headersDistinct, method = '', socket, url = '' }: IncomingMessage): void {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  const [host = '', ...otherHosts] = headersDistinct.host ?? [];
  if (!own.includes(host.toLowerCase()) || otherHosts.length > 0) throw foreign(`It answers to ${own.join(' and ')} only.`);
  if (!url.startsWith('/')) throw foreign('It is no proxy: it takes a path, not an address.');
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (origin === undefined ? !reading.has(method) : origin !== `http://${host.toLowerCase()}`)
    throw foreign('What changes something must come from its own page, and say so in the header Origin.');
  // Following a link from elsewhere to the page is no harm: only what it then reads is guarded.
  if (!reading.has(method) && site !== 'none' && site !== 'same-origin') throw foreign('It changes nothing for pages of other origins.');
}

const foreign = (detail: string) => new Refusal('foreign-request', detail);

/** Throws a Refusal for a request without the token, in a time that tells nothing about it. */
export function createDoor(token: string): (request: IncomingMessage) => void {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${token}`);
  return ({ headers }) => {
    if (!timingSafeEqual(digest(headers.authorization ?? ''), expected))
      throw new Refusal(
        'token-required',
        'The console was started anew, or this page was opened without its link: open the link it prints.',
      );
  };
}
