import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../cli/transport.ts';
import type { ConsoleTarget } from './target.ts';

/** Whose credentials they are, as STS says. */
export interface Identity {
  readonly account: string;
  readonly principal: string;
  /** Epoch milliseconds of the clock of who answered: in a local world it is not the machine's. NaN when it does not tell. */
  readonly at: number;
}

/** Milliseconds. */
const patience = 10_000;

const action = 'Action=GetCallerIdentity&Version=2011-06-15';

/** Asks STS whose credentials these are; it answers everybody, whatever they may do. Throws an Error when it does not. */
export async function readIdentity({ aws, region }: Pick<ConsoleTarget, 'aws' | 'region'>, credentials: Credentials): Promise<Identity> {
  const url = new URL(aws ?? `https://sts.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`);
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Hash.bind(null, 'sha256') });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded' },
    body: action,
  });
  const { host: _, ...others } = headers;
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(new URL('/', url), { method: 'POST', headers: others, body: action, redirect: 'error', signal });
  const text = await answer.text();
  const [account, principal] = [contentOf(text, 'Account'), contentOf(text, 'Arn')];
  if (!answer.ok || !account || !principal) throw new Error(`STS answers ${answer.status}: ${contentOf(text, 'Message') ?? 'no message'}`);
  return { account, principal, at: Date.parse(answer.headers.get('date') ?? '') };
}

/** Of an element of the answer; neither an account nor an ARN holds what XML would escape. */
const contentOf = (xml: string, element: string) => new RegExp(`<${element}>([^<]+)</${element}>`).exec(xml)?.[1];
