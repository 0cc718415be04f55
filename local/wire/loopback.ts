import type { IncomingMessage } from 'node:http';

/** What asks a server for something, and changes nothing there. */
const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Why a request must not be served, or null when it may. A page on the web can make a browser send requests to this machine: the Host header
 * gives away a name that was pointed at 127.0.0.1 (DNS rebinding), the Origin header a page from elsewhere, and Sec-Fetch-Site where it came
 * from, which no page can change. What is sent as if to a proxy, or with two hosts, may mean another server to whoever passed it on.
 */
export function loopbackRefusal({ headers, headersDistinct, method = '', socket, url = '' }: IncomingMessage): string | null {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  const [host = '', ...otherHosts] = headersDistinct.host ?? [];
  if (!own.includes(host.toLowerCase()) || otherHosts.length > 0) return `This server answers to ${own.join(' and ')} only`;
  if (!url.startsWith('/')) return 'This server is no proxy: it takes a path, not an address';
  const { origin, 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined && !own.some((known) => origin === `http://${known}`))
    return 'This server does not answer requests of other origins';
  if (!reading.has(method) && site !== 'none' && site !== 'same-origin') return 'This server changes nothing for pages of other origins';
  return null;
}
