import type { IncomingMessage } from 'node:http';

/**
 * Why a request must not be served, or null when it may. A page on the web can make a browser send requests to this machine: the Host header
 * gives away a name that was pointed at 127.0.0.1 (DNS rebinding), the Origin header a page from elsewhere.
 */
export function loopbackRefusal({ headers, socket }: IncomingMessage): string | null {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  if (!own.includes(headers.host?.toLowerCase() ?? '')) return `This server answers to ${own.join(' and ')} only`;
  const { origin } = headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`))
    return 'This server does not answer requests of other origins';
  return null;
}
