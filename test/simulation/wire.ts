import { AsyncLocalStorage } from 'node:async_hooks';
import { DescribeHostedConnectionsCommand } from '@aws-sdk/client-direct-connect';
import { DescribePackagesCommand } from '@aws-sdk/client-elasticsearch-service';
import * as events from '@aws-sdk/client-eventbridge';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import { ListServicesCommand } from '@aws-sdk/client-vpc-lattice';
import { buildQueryString, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { createRandom } from '../../local/random.ts';
import { createDirectConnect } from '../../local/simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from '../../local/simulators/elasticsearch-service/service.ts';
import { createFaults, LostAnswer } from '../../local/simulators/faults.ts';
import { createVpcLattice } from '../../local/simulators/vpc-lattice/simulator.ts';
import { eventsConstraints } from '../../local/wire/constraints/events.ts';
import { statesConstraints } from '../../local/wire/constraints/states.ts';
import { exchange } from '../../local/wire/exchange.ts';
import type { WireAnswer } from '../../local/wire/protocol.ts';
import { schemasOf } from '../../local/wire/schema.ts';
import { AwsError, type Operation, type Service } from '../../local/wire/service.ts';
import { createSpeaker, type Speaker } from '../../local/wire/speaker.ts';
import { account, caller, region, sdkOf } from './aws.ts';
import { BrokenAnswer } from './broken-answer.ts';
import { createMemoryState } from './memory-state.ts';
import type { Carry, ClientOf } from './sdk.ts';
import { inTurn, turn } from './turns.ts';

/** What the call that is under way was made with. */
const underWay = new AsyncLocalStorage<{ readonly carry: Carry; readonly requestId: string }>();

/** A client of the SDK, as far as calls go through it. */
interface Client {
  send(command: object): Promise<unknown>;
}

/** What a service is on the wire, and a read of it that any client can make. */
interface Spoken {
  readonly type: new (configuration: object) => Client;
  readonly wire: Omit<Service, 'operations'>;
  readonly probe: object;
}

const nowhere = {
  clock: { now: () => 0, at: () => ({ cancel: () => undefined }) },
  random: createRandom(1),
  state: createMemoryState(),
  account,
  region,
  emit: () => undefined,
};

const invalid = (message: string) => new AwsError('ValidationException', message);

const spoken = [
  {
    type: sdkOf('es').type,
    wire: createElasticsearchService(nowhere, createFaults()).service,
    probe: new DescribePackagesCommand({}),
  },
  {
    type: sdkOf('lattice').type,
    wire: createVpcLattice(nowhere, createFaults()).service,
    probe: new ListServicesCommand({}),
  },
  {
    type: sdkOf('directConnect').type,
    wire: createDirectConnect(nowhere, createFaults()).service,
    probe: new DescribeHostedConnectionsCommand({ connectionId: 'dxcon-fgic0001' }),
  },
  {
    type: sfn.SFNClient,
    wire: { signingName: 'states', protocol: 'json-1.0', client: sfn, constraints: statesConstraints, invalid },
    probe: new sfn.ListStateMachinesCommand({}),
  },
  {
    type: events.EventBridgeClient,
    wire: { signingName: 'events', protocol: 'json-1.1', client: events, constraints: eventsConstraints, invalid },
    probe: new events.ListRulesCommand({}),
  },
  {
    type: sns.SNSClient,
    wire: { signingName: 'sns', protocol: 'query', client: sns, constraints: {}, invalid },
    probe: new sns.ListTopicsCommand({}),
  },
] satisfies readonly Spoken[] as readonly Spoken[];

/** Every operation that the client has, carried out by whoever made the call; what came of it waits for its turn. */
const operationsOf = (client: Service['client']): Service['operations'] =>
  Object.fromEntries(
    [...schemasOf(client).operations.keys()].map((name): [string, Operation] => [
      name,
      (input: never) => inTurn(() => underWayNow().carry(name, input)),
    ]),
  );

function underWayNow() {
  const call = underWay.getStore();
  if (!call) throw new Error('A client was called past the story that it is part of.');
  return call;
}

/** What answers a client: the service's own side of the wire, without a wire. */
function handlerOf(speaker: Speaker) {
  async function handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const { requestId } = underWayNow();
    const { status, headers, body } = await answer(request, requestId);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return { response: new HttpResponse({ statusCode: status, headers: { ...headers, 'x-amzn-requestid': requestId }, body: bytes }) };
  }

  async function answer({ method, path, query, headers, body }: HttpRequest, requestId: string): Promise<WireAnswer> {
    const asked = buildQueryString(query);
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const url = asked ? `${path}?${asked}` : path;
    const read = { method, url, headers: lowered, body: bytesOf(body) };
    try {
      return await exchange(speaker, read, { ...caller, requestId });
    } catch (error) {
      if (error instanceof BrokenAnswer) return { status: 200, headers: {}, body: '{' };
      if (error instanceof LostAnswer) throw Object.assign(new Error('Connection timed out'), { name: 'TimeoutError' });
      if (!(error instanceof AwsError)) throw error;
      return speaker.faults.write(error, requestId, speaker.schemas);
    }
  }

  return { handle, metadata: { handlerProtocol: 'http/1.1' } };
}

const bytesOf = (body: unknown): Buffer =>
  body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.from(String(body ?? ''));

/** One client of each service for as long as the process lives: to make one takes longer than many calls. */
async function makeClients(): Promise<ReadonlyMap<unknown, Client>> {
  const clients = new Map<unknown, Client>();
  for (const { type, wire, probe } of spoken) {
    const speaker = createSpeaker({ ...wire, operations: operationsOf(wire.client) });
    const credentials = { accessKeyId: 'simulation', secretAccessKey: 'simulation' };
    const client = new type({ region, credentials, maxAttempts: 1, requestHandler: handlerOf(speaker) });
    // What a client reads and loads when it is called first takes time of the machine, which no story has.
    const refuse: Carry = async () => Promise.reject(new AwsError('ThrottlingException', 'Not now.'));
    await underWay.run({ carry: refuse, requestId: 'probe' }, () => client.send(probe)).catch(() => undefined);
    clients.set(type, client);
  }
  return clients;
}

let made: Promise<ReadonlyMap<unknown, Client>> | undefined;

/** Makes clients as `clientOf` does, of which everything is the SDK's own down to the bytes of requests and answers. */
export async function wiredClients(): Promise<ClientOf> {
  made ??= makeClients();
  const clients = await made;
  return (type, _exported, carry, newRequestId) => {
    const real = clients.get(type);
    if (!real) throw new Error('There is no such client.');
    const send = async (command: object) => {
      const requestId = newRequestId();
      await turn();
      return underWay.run({ carry, requestId }, () => real.send(command));
    };
    return Object.assign(Object.create(real), { send });
  };
}
