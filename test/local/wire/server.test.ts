import { connect } from 'node:net';
import * as es from '@aws-sdk/client-elasticsearch-service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LostAnswer } from '../../../local/simulators/faults.ts';
import { createHandler } from '../../../local/wire/handler.ts';
import { AwsError, type Caller, type Service } from '../../../local/wire/service.ts';
import { account, now, operation, region, rejection, signed, startWorld } from './world.ts';

/** Associations with memory; some domains have a fate. */
function packagesService(): Service {
  const associated = new Set<string>();
  return {
    signingName: 'es',
    protocol: 'rest-json',
    client: es,
    constraints: {},
    invalid: (message) => new AwsError('ValidationException', message),
    operations: {
      AssociatePackage: operation(async ({ PackageID, DomainName }: es.AssociatePackageRequest) => {
        associated.add(`${PackageID} ${DomainName}`);
        if (DomainName === 'lost') throw new LostAnswer('on purpose');
        if (DomainName === 'broken') throw new TypeError('a fault of ours');
        if (DomainName === 'odd') throw new AwsError('ConflictException', 'no', { members: { colour: 'red' } });
        if (DomainName === 'slow') await new Promise((resolve) => setTimeout(resolve, 30));
        return { DomainPackageDetails: { PackageID, DomainName, ...(DomainName === 'chatty' && { colour: 'red' }) } };
      }),
      ListPackagesForDomain: operation(({ DomainName }: es.ListPackagesForDomainRequest) => ({
        DomainPackageDetailsList: [...associated]
          .filter((pair) => pair.endsWith(` ${DomainName}`))
          .map((pair) => ({ PackageID: pair.split(' ')[0] })),
      })),
      ListTags: ((_input: never, caller: Caller) => ({
        TagList: [{ Key: caller.principalArn, Value: caller.requestId }],
      })) as Service['operations'][string],
    },
  };
}

let world: Awaited<ReturnType<typeof startWorld>>;
let client: es.ElasticsearchServiceClient;

beforeAll(async () => {
  world = await startWorld([packagesService()], {
    bodyLimit: 1000,
    requestTimeout: 200,
    textServices: [
      {
        signingName: 'dynamodb',
        target: 'DynamoDB_20120810',
        has: (operation) => operation === 'ListTables',
        answer: (_, body) => JSON.stringify({ TableNames: [body] }),
      },
    ],
  });
  client = new es.ElasticsearchServiceClient(world.client);
});

afterAll(() => world.server.close());

const associate = (DomainName: string) => client.send(new es.AssociatePackageCommand({ PackageID: 'F1', DomainName }));

const packagesOf = async (DomainName: string) => {
  const { DomainPackageDetailsList } = await client.send(new es.ListPackagesForDomainCommand({ DomainName }));
  return DomainPackageDetailsList?.map(({ PackageID }) => PackageID);
};

const get = (headers: Record<string, string>) => fetch(`${world.url}/2015-01-01/tags?arn=a`, { headers });

/** What comes back for bytes sent as they are, until the server closes. */
const exchange = (text: string) =>
  new Promise<string>((resolve, reject) => {
    let answer = '';
    const socket = connect(world.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });

const rawGet = (headers: Record<string, string>) => {
  const lines = Object.entries({ ...signed('es'), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return exchange(`GET /2015-01-01/tags?arn=a HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
};

describe('an answer', () => {
  test('has the time of the world and a request id, which the operation sees too', async () => {
    const answer = await get(signed('es'));
    expect(answer.headers.get('date')).toBe(new Date(now).toUTCString());
    const requestId = answer.headers.get('x-amzn-requestid');
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(await answer.json()).toEqual({ TagList: [{ Key: `arn:aws:iam::${account}:user/tester`, Value: requestId }] });
  });

  test('belongs to its own request when many are under way', async () => {
    const names = Array.from({ length: 40 }, (_, index) => (index % 2 ? `domain${index}` : 'slow'));
    const answers = await Promise.all(names.map(associate));
    expect(answers.map(({ DomainPackageDetails }) => DomainPackageDetails?.DomainName)).toEqual(names);
    expect(new Set(answers.map(({ $metadata }) => $metadata.requestId)).size).toBe(names.length);
  });

  test('that is lost leaves the call done and the client without a status', async () => {
    const error = await rejection(associate('lost'));
    expect(error.message).toContain('socket hang up');
    expect(error.$metadata ?? {}).not.toHaveProperty('httpStatusCode');
    expect(await packagesOf('lost')).toEqual(['F1']);
  });
});

describe('a signature', () => {
  test('that is missing is demanded', async () => {
    const answer = await get({});
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(answer.headers.get('x-amzn-requestid')).not.toBeNull();
    expect(await answer.json()).toEqual({ message: 'Missing Authentication Token' });
  });

  test.each([
    ['of an access key nobody has', signed('es', { accessKeyId: 'stranger' }), 'UnrecognizedClientException'],
    ['for another region', signed('es', { scope: 'us-east-1' }), 'InvalidSignatureException'],
    ['that is not SigV4', { authorization: 'Basic dGVzdGVyOmFueQ==' }, 'IncompleteSignatureException'],
  ])('%s is refused', async (_, headers, name) => {
    const answer = await get(headers);
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, name]);
  });

  test('for a service that is not here is answered as an operation nobody knows', async () => {
    const answer = await get(signed('s3'));
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
  });
});

describe('a page on the web', () => {
  test.each(['example.com', `example.com:1`, '127.0.0.1', '127.0.0.1:1', '0.0.0.0'])('cannot come in by the name %s', async (host) => {
    expect(await rawGet({ host })).toMatch(/^HTTP\/1.1 403 /);
  });

  test('cannot send a browser here', async () => {
    const host = `127.0.0.1:${world.port}`;
    expect(await rawGet({ host, origin: 'https://example.com' })).toMatch(/^HTTP\/1.1 403 /);
    expect(await rawGet({ host, origin: 'null' })).toMatch(/^HTTP\/1.1 403 /);
  });

  test('of this very server may, and localhost is a good name for it', async () => {
    const host = `LOCALHOST:${world.port}`;
    expect(await rawGet({ host, origin: `http://localhost:${world.port}` })).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('a body', () => {
  const head = () => [
    `POST /2015-01-01/tags HTTP/1.1`,
    `host: 127.0.0.1:${world.port}`,
    'connection: close',
    ...Object.entries(signed('es')).map((pair) => pair.join(': ')),
  ];

  test('that is too large by its own word is refused, and the client gets to read why', async () => {
    const answer = await fetch(`${world.url}/2015-01-01/tags`, { method: 'POST', headers: signed('es'), body: Buffer.alloc(8_000_000) });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('x-amzn-errortype')).toBe('RequestEntityTooLargeException');
  });

  test('that turns out to be too large is refused', async () => {
    const chunk = `200\r\n${'x'.repeat(512)}\r\n`;
    const answer = await exchange([...head(), 'transfer-encoding: chunked', '', `${chunk}${chunk}0\r\n\r\n`].join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that does not arrive is not waited for', async () => {
    const answer = await exchange([...head(), 'content-length: 100', '', '{"ARN":'].join('\r\n'));
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(world.faults).toEqual([]);
  });
});

describe('a fault of ours', () => {
  test.each([
    ['an exception that is no answer of AWS', 'broken', 'a fault of ours'],
    [
      'a member of an output that the schema does not know',
      'chatty',
      "AssociatePackage.DomainPackageDetails has the member 'colour', which its schema does not know",
    ],
    [
      'a member of an error that its schema does not know',
      'odd',
      "ConflictException was thrown with the member 'colour', which its model does not have",
    ],
  ])('%s is an InternalFailure and is told', async (_, domain, message) => {
    world.faults.length = 0;
    expect(await rejection(associate(domain))).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(world.faults).toEqual([expect.objectContaining({ message })]);
  });
});

describe('every call is told', () => {
  test('with who made it, what it asked for and how it came out', async () => {
    world.calls.length = 0;
    await associate('told');
    await rejection(associate('broken'));
    const call = { service: 'es', principalArn: `arn:aws:iam::${account}:user/tester`, accessKeyId: 'tester', at: now };
    expect(world.calls).toEqual([
      {
        ...call,
        operation: 'AssociatePackage',
        input: { PackageID: 'F1', DomainName: 'told' },
        error: null,
        requestId: expect.any(String),
      },
      {
        ...call,
        operation: 'AssociatePackage',
        input: { PackageID: 'F1', DomainName: 'broken' },
        error: expect.any(TypeError),
        requestId: expect.any(String),
      },
    ]);
  });

  test('one of a service that reads its own text', async () => {
    world.calls.length = 0;
    const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    const answer = await fetch(world.url, { method: 'POST', headers, body: 'as it was sent' });
    expect(await answer.json()).toEqual({ TableNames: ['as it was sent'] });
    expect(world.calls).toMatchObject([{ service: 'dynamodb', operation: 'ListTables', accessKeyId: 'tester' }]);
  });
});

describe('an endpoint', () => {
  const options = { clock: { now: () => now, at: () => ({ cancel: () => undefined }) }, random: () => 0, region };
  const make = (service: Partial<Service>) =>
    createHandler({
      ...options,
      services: [{ ...packagesService(), ...service }],
      principalOf: () => undefined,
      onFault: () => undefined,
    });

  test('is not made for operations or constraints that the client does not know', () => {
    expect(() => make({ operations: { LinkPackage: operation(() => ({})) } })).toThrow('The client of es does not know: LinkPackage');
    const constraints = { NoRequest: {}, AssociatePackageRequest: { Packet: { min: 1 } } };
    expect(() => make({ constraints })).toThrow('The client of es does not know: NoRequest, AssociatePackageRequest.Packet');
  });
});
