import type { Context } from '../protocol.ts';
import { type Identity, readIdentity } from './identity.ts';
import { problemOf } from './problem.ts';
import type { Upstream } from './upstream.ts';

/** Milliseconds for which a deployed stage's principal is known: credentials are seldom others. */
const freshFor = 60_000;

/** Says whom the console speaks to, and as whom. `log` is told why AWS does not say who that is. */
export function createContext(upstream: Upstream, log: (line: string) => void): (as: string | null) => Promise<Context> {
  const { target } = upstream;
  const { isLocal, place, url, region } = target;
  let told = '';
  let known: { readonly identity: Identity; readonly at: number } | undefined;

  /** A local world is asked every time, because it tells the time, too. */
  async function identityOf(as: string | null): Promise<Identity | undefined> {
    // Of a local API without its AWS: whoever signs there is a name, of which AWS's own STS knows nothing.
    if (isLocal && target.aws === undefined) return undefined;
    if (known && Date.now() - known.at < freshFor) return known.identity;
    try {
      const identity = await readIdentity(target, await upstream.credentials(as));
      if (!isLocal) known = { identity, at: Date.now() };
      return identity;
    } catch (error) {
      const why = problemOf(error)?.detail ?? (error as Error).message;
      if (why !== told) log(`Whose credentials these are is not known: ${why}`);
      told = why;
      return undefined;
    }
  }

  return async (as) => {
    const identity = await identityOf(as);
    const now = isLocal && identity && !Number.isNaN(identity.at) ? identity.at : Date.now();
    return {
      isLocal,
      place,
      url,
      account: identity?.account ?? null,
      region,
      principal: identity?.principal ?? null,
      as,
      now: new Date(now).toISOString(),
    };
  };
}
