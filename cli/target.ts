import { UsageError } from './errors.ts';
import type { Asking } from './stage.ts';
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
export const localRegion = 'eu-west-1';

type Surrounding = Pick<Surroundings, 'environment' | 'directory' | 'user'>;

/** Which of the three places is meant. */
export type Place =
  | { readonly type: 'URL'; readonly url: string; readonly name: string }
  | { readonly type: 'STAGE'; readonly stage: string }
  | { readonly type: 'WORLD' };

/** By the flags, else by LIAISON_URL or LIAISON_STAGE, else it is a local world. Throws UsageError. */
export function placeOf(options: TargetOptions, environment: Surrounding['environment']): Place {
  const named = (['url', 'stage', 'stateDir'] as const).filter((name) => options[name] !== undefined);
  if (named.length > 1) throw new UsageError('--url, --stage and --state-dir name three different places: give one of them.');
  const { url, stage } = options;
  if (url !== undefined) return { type: 'URL', url, name: '--url' };
  if (stage !== undefined) return { type: 'STAGE', stage };
  const { LIAISON_URL, LIAISON_STAGE } = options.stateDir === undefined ? environment : {};
  if (LIAISON_URL !== undefined && LIAISON_STAGE !== undefined) {
    throw new UsageError(
      'LIAISON_URL and LIAISON_STAGE name two different places.',
      'Unset one of them, or add --url, --stage or --state-dir.',
    );
  }
  if (LIAISON_URL !== undefined) return { type: 'URL', url: LIAISON_URL, name: 'LIAISON_URL' };
  return LIAISON_STAGE === undefined ? { type: 'WORLD' } : { type: 'STAGE', stage: LIAISON_STAGE };
}

/** Where AWS is asked about a deployed stage: the region and the endpoint of the operator's environment. */
export const askingOf = ({ region }: TargetOptions, environment: Surrounding['environment']): Asking => ({
  region: region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION,
  endpoint: environment.AWS_ENDPOINT_URL,
});

/** Finds the API. Throws UsageError and Unreachable. */
export async function findTarget(options: TargetOptions, { environment, directory, user }: Surrounding): Promise<Target> {
  const as = localName(options, user);
  const place = placeOf(options, environment);
  switch (place.type) {
    case 'URL':
      return atUrl(place.url, place.name, options, environment);
    case 'STAGE': {
      const { findStage } = await import('./stage.ts');
      const { output, region, stack } = await findStage(place.stage, askingOf(options, environment));
      return ofOperator({ url: output('HttpApiUrl').replace(/\/+$/, ''), region, found: `stack ${stack}` }, options.as);
    }
    case 'WORLD': {
      const { api, path, pid } = findWorld(options.stateDir, directory);
      return { url: api, region: options.region ?? localRegion, isLocal: true, as, found: `${path}, process ${pid}` };
    }
  }
}

/** Who signs in a local world: any name is a user there, if it can be an access key id. Throws UsageError. */
export function localName({ as }: TargetOptions, user: string): string {
  if (as === undefined) return user.replace(/\W/g, '_').slice(0, 128) || 'operator';
  if (/^\w{1,128}$/.test(as)) return as;
  throw new UsageError(`--as takes a name of letters, digits and _, not "${as}".`);
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
