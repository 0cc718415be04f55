import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many ports after the wished one are tried. */
const mostTries = 20;

/** There are no more. */
const lastPort = 65_535;

/** Listens on 127.0.0.1 at `port`, or at the next that is free, and gives it; 0 takes any. Rejects with what is taken, or else with the system's error. */
export async function listen(server: Server, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + mostTries, lastPort);
  for (let next = port; ; next += 1) {
    try {
      return await listenOn(server, next);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      if (next >= last)
        throw new Error(`All ports from ${port} to ${last} are taken on 127.0.0.1. Name another, or 0 for any that is free.`, {
          cause: error,
        });
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
