import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { LostAnswer } from '../simulators/faults.ts';
import { ClientGone, readBody } from './body.ts';
import { exchange, unknownOperation } from './exchange.ts';
import { jsonRpcFaults, operationOf, targetOf, typeOf } from './json-rpc.ts';
import { loopbackRefusal } from './loopback.ts';
import type { Members, WireAnswer } from './protocol.ts';
import type { ServiceSchemas } from './schema.ts';
import { AwsError, type Caller, type Service, type TextService } from './service.ts';
import { readSignature, unknownKey, wrongRegion } from './signature.ts';
import { createSpeaker, guessFaults, type Speaker } from './speaker.ts';

/** One signed call, however it came out. */
export interface Call {
  /** The signing name. */
  readonly service: string;
  /** Null when the request names no operation that the service has. */
  readonly operation: string | null;
  /** Null when it could not be read, and for a service that reads its own text. */
  readonly input: Members | null;
  readonly principalArn: string;
  readonly accessKeyId: string;
  readonly requestId: string;
  /** When it arrived, by the world's clock. */
  readonly at: number;
  readonly error: Error | null;
}

export interface HandlerOptions {
  readonly services: readonly Service[];
  readonly textServices?: readonly TextService[];
  readonly clock: Clock;
  /** For request ids. */
  readonly random: Random;
  readonly region: string;
  /** The ARN that calls with an access key; undefined for a key that nobody has. */
  principalOf(accessKeyId: string): string | undefined;
  /** Told of every signed call, before its answer goes out. */
  onCall?(call: Call): void;
  /** Told of every exception that is not an answer of AWS: a fault of this program. The caller gets InternalFailure. */
  onFault(error: unknown, requestId: string): void;
  /** Bytes of a body; above what Lambda takes, so that Lambda can refuse in its own words. */
  readonly bodyLimit?: number;
}

/** Answers requests as AWS would. Throws when a service's operations or constraints do not fit its client's schemas. */
export function createHandler(options: HandlerOptions): RequestListener {
  const { clock, random, bodyLimit = 7 * 2 ** 20 } = options;
  const speakers = new Map(options.services.map((service) => [service.signingName, createSpeaker(service)]));
  const texts = new Map((options.textServices ?? []).map((service) => [service.signingName, service]));

  async function serve(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    let faults = guessFaults(request.headers);
    let schemas: ServiceSchemas | undefined;
    try {
      const refusal = loopbackRefusal(request);
      if (refusal) throw new AwsError('AccessDeniedException', refusal, { status: 403 });
      const { service, caller } = identify(request, requestId);
      const text = texts.get(service);
      if (text) {
        faults = jsonRpcFaults('1.0');
        return send(response, await answerText(text, caller, request));
      }
      const speaker = speakers.get(service);
      if (!speaker) throw faults.unknownOperation(`This endpoint does not speak for '${service}'`);
      ({ faults, schemas } = speaker);
      send(response, await answer(speaker, caller, request));
    } catch (error) {
      fail(error, request, response, (known) => faults.write(known, requestId, schemas));
    }
  }

  function identify(request: IncomingMessage, requestId: string): { service: string; caller: Caller } {
    const { accessKeyId, region, service } = readSignature(request.headers);
    const principalArn = options.principalOf(accessKeyId);
    if (!principalArn) throw unknownKey();
    if (region !== options.region) throw wrongRegion(options.region);
    const sourceAddress = request.socket.remoteAddress ?? '';
    const userAgent = request.headers['user-agent'] ?? '';
    const account = principalArn.split(':')[4] ?? '';
    return { service, caller: { accessKeyId, principalArn, account, region, requestId, sourceAddress, userAgent } };
  }

  const callOf = (service: string, { principalArn, accessKeyId, requestId }: Caller): Call => ({
    service,
    operation: null,
    input: null,
    principalArn,
    accessKeyId,
    requestId,
    at: clock.now(),
    error: null,
  });

  /** Tells of a call, however it comes out, before its answer goes out. `note` adds what is known of it. */
  async function told<Answer>(first: Call, carryOut: (note: (known: Partial<Call>) => void) => Promise<Answer>): Promise<Answer> {
    let call = first;
    const note = (known: Partial<Call>) => {
      call = { ...call, ...known };
    };
    try {
      return await carryOut(note);
    } catch (error) {
      note({ error: error instanceof Error ? error : new Error(String(error)) });
      throw error;
    } finally {
      options.onCall?.(call);
    }
  }

  const answerText = (service: TextService, caller: Caller, incoming: IncomingMessage): Promise<WireAnswer> =>
    told(callOf(service.signingName, caller), async (note) => {
      const body = await readBody(incoming, bodyLimit);
      const operation = incoming.method === 'POST' ? operationOf(incoming, service.target) : undefined;
      if (operation === undefined || !service.has(operation))
        throw unknownOperation(jsonRpcFaults('1.0'), service.signingName, targetOf(incoming));
      note({ operation });
      return { status: 200, headers: typeOf('1.0'), body: service.answer(operation, body.toString()) };
    });

  const answer = (speaker: Speaker, caller: Caller, incoming: IncomingMessage): Promise<WireAnswer> =>
    told(callOf(speaker.service.signingName, caller), async (note) => {
      const { method = '', url = '', headers } = incoming;
      return exchange(speaker, { method, url, headers, body: await readBody(incoming, bodyLimit) }, caller, note);
    });

  function fail(error: unknown, request: IncomingMessage, response: ServerResponse, write: (known: AwsError) => WireAnswer): void {
    if (error instanceof ClientGone) return;
    if (error instanceof LostAnswer) return void request.socket.destroy();
    try {
      if (!(error instanceof AwsError)) throw error;
      send(response, write(error));
    } catch (fault) {
      options.onFault(fault, String(response.getHeader('x-amzn-RequestId')));
      send(
        response,
        write(new AwsError('InternalFailure', 'The request failed because of a fault of the local endpoint', { status: 500 })),
      );
    }
  }

  return (request, response) => {
    const requestId = createRequestId(random);
    response.setHeader('x-amzn-RequestId', requestId);
    response.setHeader('Date', new Date(clock.now()).toUTCString());
    void serve(request, response, requestId);
  };
}

function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status, headers).end(body);
}

/** A UUID of version 4 out of the world's random numbers. */
function createRequestId(random: Random): string {
  const digits = [...'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'];
  return digits.map((digit) => (digit === 'x' ? Math.floor(random() * 16).toString(16) : digit)).join('');
}
