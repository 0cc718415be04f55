import { randomUUID } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/** An answer of the HTTP API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON of the body. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type ApiClient = (method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>) => Promise<ApiAnswer>;

/** A client of the HTTP API that signs as IAM authorization wants it. Each POST is a request of its own unless the caller gives a key. */
export function createApiClient(url: string, { accessKeyId, region }: { accessKeyId: string; region: string }): ApiClient {
  const { hostname, port, host } = new URL(url);
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: { accessKeyId, secretAccessKey: 'local' },
    sha256: Hash.bind(null, 'sha256'),
  });
  return async (method, path, body, headers = {}) => {
    const [pathname = '/', search = ''] = path.split('?');
    const text = body && JSON.stringify(body);
    const signed = await signer.sign({
      method,
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(search)),
      headers: {
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...headers,
        host,
        ...(text && { 'content-type': 'application/json' }),
      },
      body: text,
    });
    return send(`${url}${path}`, method, signed.headers, text);
  };
}

function send(url: string, method: string, headers: Record<string, string>, text: string | undefined): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    // An answer may be cut off in the middle, by the end of whoever gives it.
    const sent = request(url, { method, headers }, (response) => void read(response).then(resolve, reject));
    sent.once('error', reject);
    sent.end(text);
  });
}

async function read(response: IncomingMessage): Promise<ApiAnswer> {
  const received = Buffer.concat(await response.toArray()).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, body: received ? JSON.parse(received) : {} };
}
