import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findTarget, type TargetOptions } from '../../cli/target.ts';
import { createCloudFormationService } from '../../local/cloudformation/service.ts';
import { serve } from '../local/lambda/endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'liaison-test-'));
const world = join(folder, '.liaison/world.json');
const write = (content: object) => writeFileSync(world, JSON.stringify(content));
let endpoint: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, '.liaison'));
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  write({ api: 'http://127.0.0.1:3000', aws: 'http://127.0.0.1:4566', pid: process.pid });
  const outputs = { TableName: 'liaison-dev', HttpApiUrl: 'https://abc.execute-api.eu-west-1.amazonaws.com' };
  endpoint = await serve(createCloudFormationService({ stack: () => ({ name: 'liaison-dev', arn: 'arn', outputs }), createdAt: 0 }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await endpoint.close();
});

const find = (options: TargetOptions, environment: Record<string, string> = {}, directory = folder) =>
  findTarget(options, { environment, directory, user: 'ana.lopez' });

test('it is the local world of this folder, or of one further up, as who the operating system says', async () => {
  const found = {
    url: 'http://127.0.0.1:3000',
    region: 'eu-west-1',
    isLocal: true,
    as: 'ana_lopez',
    found: `${world}, process ${process.pid}`,
  };
  expect(await find({})).toEqual(found);
  expect(await find({}, {}, join(folder, 'deep/er'))).toEqual(found);
  expect(await find({ stateDir: '../../.liaison', as: 'bob' }, {}, join(folder, 'deep/er'))).toEqual({ ...found, as: 'bob' });
});

test('the environment comes before the local world, and flags before the environment', async () => {
  const environment = { LIAISON_URL: 'https://one.execute-api.eu-west-2.amazonaws.com/', AWS_REGION: 'us-east-1' };
  expect(await find({}, environment)).toMatchObject({
    url: 'https://one.execute-api.eu-west-2.amazonaws.com',
    region: 'eu-west-2',
    isLocal: false,
    as: undefined,
  });
  expect(await find({ url: 'https://api.example.com' }, environment)).toMatchObject({
    url: 'https://api.example.com',
    region: 'us-east-1',
  });
  expect(await find({ url: 'https://api.example.com', region: 'eu-north-1' }, environment)).toMatchObject({ region: 'eu-north-1' });
  expect(await find({ stateDir: '.liaison' }, environment)).toMatchObject({ isLocal: true });
});

test.each([
  [{ url: 'a', stage: 'b' }, 'three different places'],
  [{ url: 'api.example.com' }, '--url takes the address'],
  [{ url: 'http://api.example.com', region: 'eu-west-1' }, '--url takes https'],
  [{ url: 'https://api.example.com' }, 'does not say which region'],
  [{ url: 'https://one.execute-api.eu-west-2.amazonaws.com', as: 'bob' }, '--as works in a local world only'],
  [{ url: 'https://ana:secret@api.example.com', region: 'eu-west-1' }, '--url takes an address without a user'],
  [{ as: 'not a name' }, '--as takes a name'],
  [{ stage: 'a b', region: 'eu-west-1' }, '--stage takes the name of a stage'],
])('%j cannot be used', async (options, message) => {
  await expect(find(options)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('what stands for a password in an address is not shown', async () => {
  const error = await find({}, { LIAISON_URL: 'ana:secret@api.example.com' }).catch((thrown: Error & { advice: string }) => thrown);
  expect(JSON.stringify([(error as Error).message, error])).not.toContain('secret');
  expect(error).toMatchObject({ exitCode: 2, message: 'LIAISON_URL takes an address without a user and a password.' });
});

test('two places in the environment are no place, unless a flag says which', async () => {
  const environment = { LIAISON_URL: 'https://one.execute-api.eu-west-2.amazonaws.com', LIAISON_STAGE: 'prod' };
  await expect(find({}, environment)).rejects.toMatchObject({ exitCode: 2, advice: expect.stringContaining('Unset one of them') });
  expect(await find({ url: environment.LIAISON_URL }, environment)).toMatchObject({ region: 'eu-west-2' });
});

test('where no local world is, it says how to start one', async () => {
  await expect(find({ stateDir: 'elsewhere' })).rejects.toMatchObject({
    exitCode: 5,
    message: `No local world lives in ${join(folder, 'elsewhere')}.`,
    advice: expect.stringContaining('npm start'),
  });
});

test.each([
  ['not running any more', { api: 'http://127.0.0.1:3000', aws: 'http://127.0.0.1:4566', pid: 2 ** 22 + 1 }],
  ['not what a local world writes', { api: 'ftp://x', aws: 'http://127.0.0.1:4566', pid: 1 }],
  ['not what a local world writes', { api: 'http://127.0.0.1:3000', aws: 'http://127.0.0.1:4566', pid: 0 }],
])('a local world that is %s is not spoken to', async (what, content) => {
  write(content);
  await expect(find({})).rejects.toMatchObject({ exitCode: 5, message: expect.stringContaining(what) });
});

test('a stage is found by the outputs of its stack', async () => {
  const environment = { AWS_ENDPOINT_URL: endpoint.url, AWS_REGION: 'eu-west-1' };
  const credentials = { AWS_ACCESS_KEY_ID: 'ana', AWS_SECRET_ACCESS_KEY: 'local' };
  Object.assign(process.env, credentials);
  try {
    expect(await find({ stage: 'dev' }, environment)).toEqual({
      url: 'https://abc.execute-api.eu-west-1.amazonaws.com',
      region: 'eu-west-1',
      isLocal: false,
      as: undefined,
      found: 'stack liaison-dev',
    });
    expect(await find({}, { ...environment, LIAISON_STAGE: 'dev' })).toMatchObject({ found: 'stack liaison-dev' });
    await expect(find({ stage: 'prod' }, environment)).rejects.toMatchObject({
      exitCode: 5,
      message: 'There is no stack liaison-prod in eu-west-1.',
    });
  } finally {
    for (const name of Object.keys(credentials)) delete process.env[name];
  }
});
