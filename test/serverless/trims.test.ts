import { cp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bundled, evaluated, unpack } from './bundled.ts';
import { copyOfProject } from './project.ts';

const publishAnswer = '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>';
const association = { id: 'snsa-1', status: 'CREATE_IN_PROGRESS', createdAt: '2026-01-01T00:00:00Z' };

/** By operation, or method and path: what a small AWS answers. */
const answers: Readonly<Record<string, { status?: number; headers?: Record<string, string>; body: unknown }>> = {
  'DynamoDB_20120810.GetItem': { body: { Item: { pk: { S: 'a' }, at: { N: '1' }, list: { L: [{ NULL: true }] } } } },
  'DynamoDB_20120810.PutItem': {
    status: 400,
    body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'The conditional request failed' },
  },
  'AWSStepFunctions.StartExecution': { status: 400, body: { __type: 'ExecutionAlreadyExists', message: 'Execution Already Exists' } },
  'AmazonSQS.SendMessage': { body: { MessageId: 'm-1', MD5OfMessageBody: '99914b932bd37a50b983c5e7c90ae93b' } },
  'AWSEvents.PutEvents': { body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] } },
  'OvertureService.DescribeConnections': { body: { connections: [{ connectionId: 'dxcon-1', vlan: 101, loaIssueTime: 1_700_000_000.5 }] } },
  'POST /': { headers: { 'content-type': 'text/xml' }, body: publishAnswer },
  'POST /2015-03-31/functions/kind/invocations': { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType: 'Error' } },
  'POST /2015-01-01/packages/describe': {
    body: { PackageDetailsList: [{ PackageID: 'F1', PackageStatus: 'AVAILABLE', CreatedAt: 1.7e9 }] },
  },
  'POST /2015-01-01/packages/associate/F1/search': {
    status: 409,
    headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
    body: { message: 'Package not found' },
  },
  'GET /servicenetworkserviceassociations': { body: { items: [association], nextToken: 'n' } },
  'POST /servicenetworkserviceassociations': {
    status: 409,
    headers: { 'x-amzn-errortype': 'ConflictException' },
    body: { message: 'in progress', resourceId: 'snsa-1', resourceType: 'SERVICE_NETWORK_SERVICE_ASSOCIATION' },
  },
};

let server: Server;
let folder: string;
let requests: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const target = request.headers['x-amz-target']?.toString();
      requests.push(
        [request.method, request.url, target, request.headers['content-type'], request.headers['x-amz-security-token'], body].join(' '),
      );
      const {
        status = 200,
        headers,
        body: answer,
      } = answers[target ?? `${request.method} ${request.url?.split('?')[0]}`] ?? { status: 404, body: {} };
      response.writeHead(status, { 'x-amzn-requestid': 'r-1', 'content-type': 'application/json', ...headers });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  folder = await copyOfProject();
  await cp(join(import.meta.dirname, 'fixture/probe.ts'), join(folder, 'functions/probe.ts'));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

test('a bundle asks and understands what its source does', async () => {
  const environment = {
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'probe',
    AWS_SECRET_ACCESS_KEY: 'probe',
    AWS_SESSION_TOKEN: 'session',
  };
  const ofSource = await evaluated('require(files[0]).handler()', [join(folder, 'functions/probe.ts')], environment);
  const asked = requests.toSorted();
  requests = [];

  await bundled(folder, ['probe']);
  const zip = await readFile(join(folder, '.serverless/liaison-dev-probe.zip'));
  const ofBundle = await evaluated('require(files[0]).handler()', [await unpack(zip, join(folder, '.serverless/probe.cjs'))], environment);

  expect(ofBundle).toEqual(ofSource);
  expect(requests.toSorted()).toEqual(asked);
  expect(asked).toHaveLength(12);
  expect(ofBundle).toMatchObject({
    getItem: { answer: { Item: { pk: 'a', at: 1, list: [null] } } },
    putItem: { name: 'ConditionalCheckFailedException', conditional: true },
    startExecution: { name: 'ExecutionAlreadyExists' },
    publish: { answer: { MessageId: 'm-1' } },
    associatePackage: { name: 'ResourceNotFoundException' },
    create: { name: 'ConflictException', resourceId: 'snsa-1' },
    describeConnections: { answer: { connections: [{ loaIssueTime: '2023-11-14T22:13:20.500Z' }] } },
  });
}, 30_000);
