import { LostAnswer } from '../../local/simulators/faults.ts';
import { AwsError } from '../../local/wire/service.ts';
import { BrokenAnswer } from './broken-answer.ts';
import { inTurn, turn } from './turns.ts';

/** A command of any client of the SDK. */
interface Command {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

/** Carries out an operation by its name; throws AwsError, or LostAnswer where no answer came. */
export type Carry = (operation: string, input: object) => Promise<unknown>;

/** What every answer and every error of the SDK carries. */
export interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
  readonly attempts: number;
  readonly totalRetryDelay: number;
}

/** Makes a client of AWS: of that class, for calls that `carry` carries out. */
export type ClientOf = <Client extends object>(
  type: { readonly prototype: Client },
  exported: Readonly<Record<string, unknown>>,
  carry: Carry,
  newRequestId: () => string,
) => Client;

/**
 * A client of the SDK's own class that is answered in memory: nothing is serialised, and nothing is waited for but what `carry`
 * waits for. It is an instance of its class, because the SDK's pagination asks for that; its errors are the SDK's own.
 */
export const clientOf: ClientOf = (type, exported, carry, newRequestId) => {
  const client = Object.create(type.prototype);
  const send = async ({ constructor: { name }, input }: Command) => {
    const requestId = newRequestId();
    await turn();
    try {
      const output = (await inTurn(() => carry(name.replace(/Command$/, ''), input))) as object | undefined;
      return { ...output, $metadata: metadata(requestId, 200) };
    } catch (error) {
      throw asOfSdk(error, exported, requestId);
    }
  };
  return Object.assign(client, { send });
};

const metadata = (requestId: string, httpStatusCode: number): Metadata => ({ httpStatusCode, requestId, attempts: 1, totalRetryDelay: 0 });

/** The error as the SDK throws it: of the class that the client exports for it, with its members, or one that no answer came for, or half of one. */
function asOfSdk(error: unknown, exported: Readonly<Record<string, unknown>>, requestId: string): unknown {
  if (error instanceof BrokenAnswer)
    return Object.assign(new SyntaxError('Unexpected end of JSON input'), { $metadata: metadata(requestId, 200) });
  if (error instanceof LostAnswer) {
    const $metadata: Metadata = { attempts: 1, totalRetryDelay: 0 };
    return Object.assign(new Error('Connection timed out'), { name: 'TimeoutError', $metadata });
  }
  if (!(error instanceof AwsError)) return error;
  const { name, message, status, members } = error;
  const Exception = exported[name] as (new (options: object) => Error) | undefined;
  const $metadata = metadata(requestId, status);
  if (typeof Exception === 'function') return new Exception({ ...members, message, $metadata });
  return Object.assign(new Error(message), { name, $fault: status < 500 ? 'client' : 'server', $metadata, ...members });
}
