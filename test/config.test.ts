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
  dissociateOthers: 'DISSOCIATE_OTHERS',
  account: 'ACCOUNT_ID',
  approvalMinimum: 'APPROVAL_MINIMUM',
  allowSelfApproval: 'ALLOW_SELF_APPROVAL',
  batchMachine: 'BATCH_MACHINE_ARN',
  packageUpdateBatch: 'PACKAGE_UPDATE_BATCH',
  region: 'AWS_REGION',
} as const;
/** Two values of those that do not take any. */
const values: Partial<Record<keyof typeof names, readonly [string, string]>> = {
  approvalMinimum: ['AUTO', 'REQUIRED'],
  allowSelfApproval: ['true', 'false'],
  packageUpdateBatch: ['true', 'false'],
  dissociateOthers: ['true', 'false'],
};
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
    for (const value of values[member] ?? ['41', '42']) {
      process.env[name] = value;
      expect(String(config[member])).toBe(value);
    }
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

test.each([
  ['APPROVAL_MINIMUM', () => config.approvalMinimum, 'must be one of AUTO, BY_IMPACT, REQUIRED, not maybe'],
  ['ALLOW_SELF_APPROVAL', () => config.allowSelfApproval, 'must be true or false, not maybe'],
  ['PACKAGE_UPDATE_BATCH', () => config.packageUpdateBatch, 'must be true or false, not maybe'],
])('%s is refused when it says something else', (name, read, message) => {
  process.env[name] = 'maybe';
  expect(read).toThrow(message);
  delete process.env[name];
});

test('every setting has a name here, and serverless.yml sets it for a function (the Region is set by Lambda)', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const place = { account: '123456789012', region: 'eu-west-1', endpoint: 'http://127.0.0.1:1' };
  const { functions } = readConfiguration({ root, stage: 'dev', ...place });
  const set = new Set(functions.flatMap(({ environment }) => Object.keys(environment)));
  expect(Object.keys(Object.getOwnPropertyDescriptors(config)).sort()).toEqual(Object.keys(names).sort());
  for (const name of Object.values(names).filter((each) => each !== 'AWS_REGION')) expect(set).toContain(name);
});
