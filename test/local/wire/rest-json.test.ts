import * as lambda from '@aws-sdk/client-lambda';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import { vpcLatticeConstraints } from '../../../local/wire/constraints/vpc-lattice.ts';
import { createRestJson } from '../../../local/wire/rest-json.ts';
import { AwsError, type Service } from '../../../local/wire/service.ts';
import { operation, rejection, startWorld } from './world.ts';

const arn = 'arn:aws:vpc-lattice:eu-west-1:111122223333:service/svc-0123456789abcdefg';

/** Tags with memory, and an association that is asked for. */
function latticeService(): Service {
  const tags = new Map<string, Record<string, string>>();
  return {
    signingName: 'vpc-lattice',
    protocol: 'rest-json',
    client: lattice,
    constraints: vpcLatticeConstraints,
    invalid: (message, problems = []) => {
      const fieldList = problems.map((problem) => ({ name: problem.member, message: problem.message }));
      return new AwsError('ValidationException', message, { members: { reason: 'fieldValidationFailed', fieldList } });
    },
    operations: {
      TagResource: operation((input: lattice.TagResourceRequest) => {
        tags.set(input.resourceArn ?? '', { ...tags.get(input.resourceArn ?? ''), ...input.tags });
        return {};
      }),
      UntagResource: operation((input: lattice.UntagResourceRequest) => {
        const left = Object.entries(tags.get(input.resourceArn ?? '') ?? {}).filter(([key]) => !input.tagKeys?.includes(key));
        tags.set(input.resourceArn ?? '', Object.fromEntries(left));
        return {};
      }),
      ListTagsForResource: operation((input: lattice.ListTagsForResourceRequest) => ({ tags: tags.get(input.resourceArn ?? '') ?? {} })),
      ListServices: operation(() => {
        throw new AwsError('ThrottlingException', 'Slow down', {
          members: { retryAfterSeconds: 7, quotaCode: 'L-1', serviceCode: 'vpc-lattice' },
        });
      }),
      ListServiceNetworks: operation((input: lattice.ListServiceNetworksRequest) => ({
        items: [{ id: 'sn-0123456789abcdefg', createdAt: new Date('2029-05-06T07:08:09.250Z'), numberOfAssociatedServices: 2 }],
        nextToken: `${input.nextToken} ${input.maxResults}`,
      })),
      CreateServiceNetworkServiceAssociation: operation(() => ({ id: 'snsa-0123456789abcdefg', status: 'CREATE_IN_PROGRESS' })),
    },
  };
}

/** A function that answers with what it was given. */
const lambdaService: Service = {
  signingName: 'lambda',
  protocol: 'rest-json',
  client: lambda,
  constraints: {},
  invalid: (message) => new AwsError('InvalidParameterValueException', message),
  operations: {
    Invoke: operation((input: { FunctionName: string; InvocationType?: string; Payload?: Uint8Array; Qualifier?: string }) => {
      if (input.InvocationType === 'Event') return { StatusCode: 202 };
      return { StatusCode: 200, Payload: input.Payload, ExecutedVersion: input.Qualifier ?? '$LATEST', FunctionError: 'Unhandled' };
    }),
    GetFunction: operation((input: { FunctionName: string }) => {
      throw new AwsError('ResourceNotFoundException', `Function not found: ${input.FunctionName}`, { members: { Type: 'User' } });
    }),
  },
};

let world: Awaited<ReturnType<typeof startWorld>>;
let vpcLattice: lattice.VPCLatticeClient;
let functions: lambda.LambdaClient;

beforeAll(async () => {
  world = await startWorld([latticeService(), lambdaService]);
  vpcLattice = new lattice.VPCLatticeClient(world.client);
  functions = new lambda.LambdaClient(world.client);
});

afterAll(() => world.server.close());

describe('with the SDK', () => {
  test('an ARN in a label, odd keys in a map and a list in the query string arrive as they were given', async () => {
    await vpcLattice.send(new lattice.TagResourceCommand({ resourceArn: arn, tags: { 'a b': 'ü/?&', 'c+d': '1', 'e,f&g': '2' } }));
    await vpcLattice.send(new lattice.UntagResourceCommand({ resourceArn: arn, tagKeys: ['c+d', 'e,f&g'] }));
    const { tags } = await vpcLattice.send(new lattice.ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toEqual({ 'a b': 'ü/?&' });
  });

  test('numbers and text in the query string keep their types, and a timestamp keeps its milliseconds', async () => {
    const answer = await vpcLattice.send(new lattice.ListServiceNetworksCommand({ maxResults: 5, nextToken: 'a/b+c= d' }));
    expect(answer.items).toEqual([
      { id: 'sn-0123456789abcdefg', createdAt: new Date('2029-05-06T07:08:09.250Z'), numberOfAssociatedServices: 2 },
    ]);
    expect(answer.nextToken).toBe('a/b+c= d 5');
  });

  test('an error carries its members from body and headers, and the status of its model', async () => {
    const error = await rejection(vpcLattice.send(new lattice.ListServicesCommand({})));
    expect(error).toBeInstanceOf(lattice.ThrottlingException);
    expect(error).toMatchObject({ message: 'Slow down', retryAfterSeconds: 7, quotaCode: 'L-1', serviceCode: 'vpc-lattice' });
    expect(error.$metadata).toMatchObject({ httpStatusCode: 429 });
  });

  test('an input that breaks constraints is refused with every problem named', async () => {
    const input = { serviceIdentifier: 'svc-short', serviceNetworkIdentifier: 'sn-0123456789abcdefg', tags: { '': 'x' }, clientToken: ' ' };
    const error = await rejection(vpcLattice.send(new lattice.CreateServiceNetworkServiceAssociationCommand(input)));
    expect(error).toBeInstanceOf(lattice.ValidationException);
    expect(error.message).toMatch(/^4 validation errors detected: Value 'svc-short' at 'serviceIdentifier' failed to satisfy constraint: /);
    const fields = (error.fieldList as { name: string }[]).map(({ name }) => name);
    expect(fields).toEqual(['serviceIdentifier', 'serviceIdentifier', 'clientToken', 'tags.key']);
  });

  test('bytes go through a function and back', async () => {
    const Payload = Uint8Array.from({ length: 256 }, (_, index) => index);
    const answer = await functions.send(
      new lambda.InvokeCommand({ FunctionName: 'arn:aws:lambda:eu-west-1:111122223333:function:f', Payload, Qualifier: 'live' }),
    );
    expect(Uint8Array.from(answer.Payload ?? [])).toEqual(Payload);
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: 'live', FunctionError: 'Unhandled' });
  });

  test('the status of an answer comes from the member that stands for it', async () => {
    const answer = await functions.send(new lambda.InvokeCommand({ FunctionName: 'f', InvocationType: 'Event' }));
    expect(answer).toMatchObject({ StatusCode: 202, $metadata: { httpStatusCode: 202 } });
  });

  test('an error whose model writes Message with a capital is understood', async () => {
    const error = await rejection(functions.send(new lambda.GetFunctionCommand({ FunctionName: 'gone' })));
    expect(error).toBeInstanceOf(lambda.ResourceNotFoundException);
    expect(error).toMatchObject({ message: 'Function not found: gone', Type: 'User', $metadata: { httpStatusCode: 404 } });
  });

  test('an operation that is not served is an UnknownOperationException', async () => {
    const error = await rejection(vpcLattice.send(new lattice.ListTargetGroupsCommand({})));
    expect(error).toMatchObject({ name: 'UnknownOperationException', $metadata: { httpStatusCode: 404 } });
    expect(error.message).toBe("vpc-lattice has no operation 'GET /targetgroups' here");
  });
});

describe('with every binding there is', () => {
  const moment = new Date('2029-05-06T07:08:09Z');
  const thing = NormalizedSchema.of([
    3,
    'test',
    'Thing',
    0,
    ['day', 'since', 'at', 'days', 'rest', 'modified', 'meta', 'flags', 'made', 'blob'],
    [
      [4, { httpLabel: 1 }],
      [4, { httpQuery: 'since' }],
      [7, { httpQuery: 'at' }],
      [64 | 4, { httpQuery: 'day' }],
      [128, { httpQueryParams: 1 }],
      [4, { httpHeader: 'X-Modified' }],
      [128, { httpPrefixHeaders: 'x-meta-' }],
      [64 | 2, { httpHeader: 'X-Flags' }],
      4,
      21,
    ],
  ]);
  const put = { name: 'PutThing', input: thing, output: thing, http: ['PUT', '/things/{day}', 200] as const };
  const settings = { serviceTarget: '', version: '', xmlNamespace: '' };
  const protocol = createRestJson({
    operations: new Map([['PutThing', put]]),
    structure: () => undefined,
    error: () => undefined,
    settings,
  });
  const request = {
    method: 'PUT',
    url: '/things/2029-05-06T07%3A08%3A09Z?since=2029-05-06T07:08:09Z&at=1872745689&day=2029-05-06T07:08:09Z&day=2029-05-06T07:08:09Z&x=1',
    headers: { 'x-modified': 'Sun, 06 May 2029 07:08:09 GMT', 'x-meta-a': '1', 'x-flags': 'true, false' },
    body: Buffer.from('{"made": 1872745689, "blob": "AP8="}'),
  };

  test('each place is read in its own format', () => {
    expect(protocol.read(put, request)).toMatchObject({
      day: moment,
      since: moment,
      at: moment,
      days: [moment, moment],
      rest: { x: '1' },
      modified: moment,
      meta: { a: '1' },
      flags: [true, false],
      made: moment,
      blob: Buffer.from([0, 255]),
    });
  });

  test('each place is written in its own format', () => {
    const { headers, body } = protocol.write(
      put,
      { modified: moment, meta: { a: '1' }, flags: [true, false], made: moment, blob: Buffer.from([0, 255]) },
      '',
    );
    expect(headers).toMatchObject({ 'x-modified': 'Sun, 06 May 2029 07:08:09 GMT', 'x-meta-a': '1', 'x-flags': 'true, false' });
    expect(JSON.parse(String(body))).toEqual({ made: 1872745689, blob: 'AP8=' });
  });

  test.each([
    ['a label', { url: '/things/yesterday' }],
    ['a header', { headers: { 'x-flags': 'maybe' } }],
    ['a query string', { url: `${request.url}&at=never`.replace('at=1872745689&', '') }],
    ['a member of the body', { body: Buffer.from('{"made": {}}') }],
    ['base64', { body: Buffer.from('{"blob": "***"}') }],
    ['JSON', { body: Buffer.from('{"made": ') }],
    ['an object', { body: Buffer.from('[]') }],
  ])('what cannot be read as %s is a SerializationException', (_, part) => {
    expect(() => protocol.read(put, { ...request, ...part })).toThrow(
      expect.objectContaining({ name: 'SerializationException', status: 400 }),
    );
  });
});
