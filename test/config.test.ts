import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readConfiguration } from '../local/configuration.ts';
import { config } from '../src/config.ts';

const names = {
  table: 'TABLE_NAME',
  associationMachine: 'ASSOCIATION_MACHINE_ARN',
  bus: 'BUS_NAME',
  topic: 'TOPIC_ARN',
  parkedQueue: 'PARKED_QUEUE_URL',
  kindFunctionPrefix: 'KIND_FUNCTION_PREFIX',
  associationsPerNetwork: 'ASSOCIATIONS_PER_NETWORK',
  account: 'ACCOUNT_ID',
  region: 'AWS_REGION',
} as const;
const settings = Object.entries(names) as [keyof typeof names, string][];

describe('a setting', () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const [, name] of settings) delete process.env[name];
  });
  afterEach(() => {
    for (const [, name] of settings) delete process.env[name];
    Object.assign(process.env, before);
  });

  test.each(settings)('%s is read from %s when it is asked for, not when the module is loaded', (member, name) => {
    process.env[name] = '41';
    expect(String(config[member])).toBe('41');
    process.env[name] = '42';
    expect(String(config[member])).toBe('42');
  });

  test.each(settings)('%s that is missing or empty fails with the name %s', (member, name) => {
    expect(() => config[member]).toThrow(`The environment lacks ${name}`);
    process.env[name] = '';
    expect(() => config[member]).toThrow(`The environment lacks ${name}`);
  });

  test.each(['0', '-1', '1.5', 'many', '1e400', '9007199254740993'])('%s is no number of associations', (text) => {
    process.env.ASSOCIATIONS_PER_NETWORK = text;
    expect(() => config.associationsPerNetwork).toThrow(`ASSOCIATIONS_PER_NETWORK must be a whole number from 1, not ${text}.`);
  });
});

test('every setting has a name here, and serverless.yml sets it for a function (the Region is set by Lambda)', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const place = { account: '123456789012', region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' };
  const { functions } = readConfiguration({ root, stage: 'dev', ...place });
  const set = new Set(functions.flatMap(({ environment }) => Object.keys(environment)));
  expect(Object.keys(Object.getOwnPropertyDescriptors(config)).sort()).toEqual(Object.keys(names).sort());
  for (const name of Object.values(names).filter((each) => each !== 'AWS_REGION')) expect(set).toContain(name);
});
