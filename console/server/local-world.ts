import { userInfo } from 'node:os';
import { type Console, serveConsole } from './server.ts';
import { keptToken } from './token.ts';

/** A world in this process, as far as a console must know it. */
export interface LocalWorld {
  readonly apiUrl: string;
  readonly awsUrl: string;
  readonly region: string;
  /** Its directory, which keeps the token, too. */
  readonly stateDirectory: string;
}

/** Serves a console of a world in this process. A page that was open goes on when a world is there again. */
export const serveLocalWorld = (world: LocalWorld, port: number, log: (line: string) => void): Promise<Console> =>
  serveConsole({
    port,
    token: keptToken(world.stateDirectory),
    log,
    async target() {
      const { localName } = await import('../../cli/target.ts');
      const as = localName({}, userInfo().username);
      const { apiUrl: url, awsUrl: aws, region } = world;
      return { url, region, isLocal: true, as, found: world.stateDirectory, place: 'local world', aws };
    },
  });
