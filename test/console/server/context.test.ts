import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { type OpenConsole, openConsole } from './console.ts';

const credentials = { AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
const arn = 'arn:aws:sts::210987654321:assumed-role/NetOps/ana';
const known = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn>
  <UserId>AROA:ana</UserId><Account>210987654321</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const expired = `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code>
  <Message>The security token included in the request is expired</Message></Error></ErrorResponse>`;

let given: { status: number; text: string };
const asked: string[] = [];
const sts = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const { authorization = '', 'x-amz-security-token': session } = request.headers;
  asked.push([request.method, request.url, body, /Credential=\w+\/\d+\/([^,]+)/.exec(authorization)?.[1], session].join(' '));
  // What it says of the time is that of AWS, not of the reader.
  response.writeHead(given.status, { 'content-type': 'text/xml', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }).end(given.text);
});

let at: OpenConsole;
beforeAll(async () => {
  Object.assign(process.env, credentials);
  await new Promise<void>((listening) => sts.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  for (const name of Object.keys(credentials)) delete process.env[name];
  sts.close();
  sts.closeAllConnections();
});
afterEach(async () => {
  asked.length = 0;
  await at.close();
});

async function openStage(): Promise<void> {
  const aws = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
  at = await openConsole({ url: 'https://api.example.com', aws, isLocal: false, as: undefined, place: 'stage prod' });
}

test('a stage says whose credentials sign, asked of STS once in a while', async () => {
  given = { status: 200, text: known };
  await openStage();
  for (let times = 0; times < 3; times += 1)
    expect(await at.ask('/console/context')).toMatchObject({
      status: 200,
      body: {
        isLocal: false,
        place: 'stage prod',
        url: 'https://api.example.com',
        account: '210987654321',
        region: 'eu-west-1',
        principal: arn,
        as: null,
        now: expect.stringMatching(new RegExp(`^${new Date().getFullYear()}-`)),
      },
    });
  expect(asked).toEqual(['POST / Action=GetCallerIdentity&Version=2011-06-15 eu-west-1/sts/aws4_request session']);
});

test('credentials that have expired are nobody’s; it is said once why, and they are asked for again', async () => {
  given = { status: 403, text: expired };
  await openStage();
  for (let times = 0; times < 2; times += 1)
    expect(await at.ask('/console/context')).toMatchObject({ status: 200, body: { account: null, principal: null, region: 'eu-west-1' } });
  expect(at.log).toEqual([
    'Whose credentials these are is not known: STS answers 403: The security token included in the request is expired',
  ]);
  given = { status: 200, text: known };
  expect(await at.ask('/console/context')).toMatchObject({ body: { principal: arn } });
});

test('of a local API that is known without its AWS nobody is asked who signs', async () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  at = await openConsole({ url: 'http://127.0.0.1:3000', aws: undefined, isLocal: true, as: undefined });
  expect(await at.ask('/console/context')).toMatchObject({ status: 200, body: { account: null, principal: null } });
  expect([fetched.mock.calls, at.log]).toEqual([[], []]);
  fetched.mockRestore();
});
