import { UsageError } from './errors.ts';
import type { Surroundings } from './surroundings.ts';
import { findWorld } from './world-file.ts';

/** What every command can be told about where to go. */
export interface TargetOptions {
  readonly url?: string;
  readonly stage?: string;
  readonly stateDir?: string;
  readonly region?: string;
  readonly as?: string;
}

/** Where the API is, and who signs. */
export interface Target {
  readonly url: string;
  readonly region: string;
  /** It is a local world: its clock is not the machine's. */
  readonly isLocal: boolean;
  /** Who signs in a local world; undefined: the operator's own credentials. */
  readonly as: string | undefined;
  /** How it was found, for people. */
  readonly found: string;
}

/** Where a local world says it is. It checks that requests are signed for it. */
const localRegion = 'eu-west-1';

type Surrounding = Pick<Surroundings, 'environment' | 'directory' | 'user'>;

/** Finds the API: by the flags, else by LIAISON_URL or LIAISON_STAGE, else by the world.json of a local world. Throws UsageError and Unreachable. */
export async function findTarget(options: TargetOptions, { environment, directory, user }: Surrounding): Promise<Target> {
  const named = (['url', 'stage', 'stateDir'] as const).filter((name) => options[name] !== undefined);
  if (named.length > 1) throw new UsageError('--url, --stage and --state-dir name three different places: give one of them.');
  if (options.as !== undefined && !/^\w{1,128}$/.test(options.as)) {
    throw new UsageError(`--as takes a name of letters, digits and _, not "${options.as}".`);
  }
  if (named.length === 0 && environment.LIAISON_URL !== undefined && environment.LIAISON_STAGE !== undefined) {
    throw new UsageError(
      'LIAISON_URL and LIAISON_STAGE name two different places.',
      'Unset one of them, or add --url, --stage or --state-dir.',
    );
  }
  const url = options.url ?? (named.length === 0 ? environment.LIAISON_URL : undefined);
  if (url !== undefined) return atUrl(url, options.url === undefined ? 'LIAISON_URL' : '--url', options, environment);
  const stage = options.stage ?? (named.length === 0 ? environment.LIAISON_STAGE : undefined);
  if (stage !== undefined) {
    const { addressOfStage } = await import('./stage.ts');
    return ofOperator({ ...(await addressOfStage(stage, options.region, environment)), found: `stack liaison-${stage}` }, options.as);
  }
  const { api, path, pid } = findWorld(options.stateDir, directory);
  // Any name is a user in a local world, if it can be an access key id.
  const as = options.as ?? (user.replace(/\W/g, '_').slice(0, 128) || 'operator');
  return { url: api, region: options.region ?? localRegion, isLocal: true, as, found: `${path}, process ${pid}` };
}

function atUrl(text: string, name: string, options: TargetOptions, environment: Surrounding['environment']): Target {
  // Not even what is wrong with it is shown: it may be a password.
  if (text.includes('@'))
    throw new UsageError(`${name} takes an address without a user and a password.`, 'Requests are signed with your own AWS credentials.');
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`${name} takes the address of an API, like https://…, not "${text}".`);
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new UsageError(`${name} takes https: only what is on this machine is spoken to without.`);
  const [, ofHost] = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(url.hostname) ?? [];
  const region =
    options.region ?? ofHost ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? (isLoopback(url) ? localRegion : undefined);
  if (!region) throw new UsageError(`${text} does not say which region it is in.`, 'Add --region, or set AWS_REGION.');
  return ofOperator({ url: text.replace(/\/+$/, ''), region, found: name }, options.as);
}

function ofOperator({ url, region, found }: Pick<Target, 'url' | 'region' | 'found'>, as: string | undefined): Target {
  const isLocal = isLoopback(new URL(url));
  if (as !== undefined && !isLocal)
    throw new UsageError('--as works in a local world only: AWS goes by your credentials.', 'Choose them with AWS_PROFILE.');
  return { url, region, isLocal, as, found };
}

const isLoopback = ({ hostname }: URL) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname);
