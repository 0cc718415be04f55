import { once } from 'node:events';
import { serveConsole } from '../../console/server/server.ts';
import type { ConsoleTarget } from '../../console/server/target.ts';
import { createToken } from '../../console/server/token.ts';
import { CommandError, UsageError } from '../errors.ts';
import { exitCodes } from '../exit.ts';
import type { Action, Session } from '../session.ts';
import { askingOf, findTarget, placeOf } from '../target.ts';
import { findWorld } from '../world-file.ts';

interface ConsoleOptions {
  readonly port?: number;
}

/** Where it listens when nothing is said, and the last port there is. */
const [usualPort, lastPort] = [3_100, 65_535];

/** Serves the console on this machine, with the operator's own credentials, until it is interrupted. */
export const console: Action<ConsoleOptions> = async (session, { port = usualPort }) => {
  if (port > lastPort) throw new UsageError(`--port takes a number up to ${lastPort}, not ${port}.`);
  const { output, surroundings } = session;
  const target = await targetOf(session);
  const served = await serveConsole({ port, token: createToken(), target: async () => target, log: output.say }).catch(inUse(port));
  try {
    const { place, url, region, found } = target;
    output.say(
      `The console of the ${place} at ${url} (${found}), region ${region}. Whoever has this link acts with your credentials. Ctrl-C ends it.`,
    );
    output.stream({ url: served.url, link: served.link, place, api: url, region }, ({ link }) => [link]);
    if (!surroundings.interrupted.aborted) await once(surroundings.interrupted, 'abort');
  } finally {
    await served.close();
  }
  return exitCodes.reached;
};

/** The API, and the AWS beside it. Throws UsageError and Unreachable. */
async function targetOf({ options, surroundings }: Session): Promise<ConsoleTarget> {
  const { environment, directory } = surroundings;
  const place = placeOf(options, environment);
  const target = await findTarget(options, surroundings);
  switch (place.type) {
    case 'WORLD':
      return { ...target, place: 'local world', aws: findWorld(options.stateDir, directory).aws };
    case 'STAGE':
      return { ...target, place: `stage ${place.stage}`, aws: askingOf(options, environment).endpoint };
    case 'URL':
      return { ...target, place: target.isLocal ? 'local API' : 'deployed API', aws: askingOf(options, environment).endpoint };
  }
}

const inUse = (port: number) => (error: NodeJS.ErrnoException) => {
  throw error.code === 'EADDRINUSE' || error.code === 'EACCES'
    ? new CommandError(`The console cannot listen on port ${port}: ${error.message}`, { advice: 'Name another with --port; 0 takes any.' })
    : error;
};
