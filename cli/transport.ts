import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { Interrupted, Unreachable } from './errors.ts';
import type { Target } from './target.ts';

/** One request to the API. */
export interface Sent {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined when it has none, or it is no JSON. */
  readonly body: unknown;
}

export type Transport = (request: Sent) => Promise<Received>;

/** Milliseconds: longer than API Gateway waits for an answer. */
const patience = 35_000;

/** Credentials as the SDK's own chain gives them. */
export type Credentials = () => Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken?: string }>;

/** Who signs: a name in a local world, else the operator's own credentials. */
export async function credentialsFor({ as }: Target): Promise<Credentials> {
  if (as !== undefined) return async () => ({ accessKeyId: as, secretAccessKey: 'local' });
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  // The SDK reads the files of profiles once in a process: another provider would give what has expired.
  const provider = defaultProvider({ ignoreCache: true });
  return async () => {
    try {
      return await provider();
    } catch (error) {
      throw new Unreachable(
        `There are no AWS credentials: ${(error as Error).message}`,
        'Set AWS_PROFILE, or log in with aws sso login. In a local world, --as NAME is enough.',
      );
    }
  };
}

/** Sends requests to the API, signed as IAM authorization wants it. Throws Unreachable and Interrupted. */
export function createTransport(target: Target, credentials: Credentials, interrupted: AbortSignal): Transport {
  const { url, region } = target;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Hash.bind(null, 'sha256') });

  async function signed({ method, path, headers = {} }: Sent, body: string | undefined): Promise<Record<string, string>> {
    const address = new URL(`${url}${path}`);
    const request = await signer.sign({
      method,
      protocol: address.protocol,
      hostname: address.hostname,
      path: address.pathname,
      query: Object.fromEntries(address.searchParams),
      headers: { ...headers, host: address.host, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body,
    });
    const { host: _, ...others } = request.headers;
    return others;
  }

  return async (request) => {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = await signed(request, body);
    const signal = AbortSignal.any([interrupted, AbortSignal.timeout(patience)]);
    try {
      const answer = await fetch(`${url}${request.path}`, {
        method: request.method,
        headers,
        signal,
        redirect: 'error',
        ...(body !== undefined && { body }),
      });
      return { status: answer.status, headers: answer.headers, body: parsed(await answer.text()) };
    } catch (error) {
      if (interrupted.aborted) throw new Interrupted();
      throw unreachable(target, error as Error);
    }
  };
}

function unreachable({ url, found, isLocal }: Target, error: Error): Unreachable {
  const code = codeOf(error) ?? '';
  if (withoutTls.has(code))
    return new Unreachable(
      `${url} cannot be reached: what answers there speaks no TLS.`,
      isLocal ? `Try ${url.replace(/^https/, 'http')}` : `It was found by ${found}. Check its port.`,
    );
  const advice = `It was found by ${found}. liaison doctor looks at every step of the way.`;
  return new Unreachable(`${url} cannot be reached: ${causeOf(error)}`, advice, broken.has(code));
}

/** Node's codes of a connection that was there and broke. */
const broken = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Node's codes of what answers TLS with something else. */
const withoutTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

const codeOf = ({ cause }: Error) => (cause as { code?: string } | undefined)?.code;

/** What fetch hides behind "fetch failed". */
const causeOf = (error: Error): string => (error.cause as Error | undefined)?.message || codeOf(error) || error.message;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
