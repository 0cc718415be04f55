import { describe, expect, test } from '@jest/globals';
import { moment, start } from '../surroundings.ts';
import { createEsWorld, refusal } from './world.ts';

const described = async ({ call }: Pick<ReturnType<typeof createEsWorld>, 'call'>, name = 'shop') =>
  (await call('DescribeElasticsearchDomain', { DomainName: name })).DomainStatus as Record<string, unknown>;

describe('describing a domain', () => {
  test('shows what AWS fills for a domain that is active', async () => {
    expect(await described(createEsWorld())).toMatchObject({
      DomainId: '111122223333/shop',
      DomainName: 'shop',
      ARN: 'arn:aws:es:eu-central-1:111122223333:domain/shop',
      Created: true,
      Deleted: false,
      Endpoint: expect.stringMatching(/^search-shop-[a-z2-7]{26}\.eu-central-1\.es\.amazonaws\.com$/),
      Processing: false,
      UpgradeProcessing: false,
      ElasticsearchVersion: '7.10',
      ElasticsearchClusterConfig: { InstanceType: 'm5.large.elasticsearch', InstanceCount: 2 },
      EBSOptions: { EBSEnabled: true, VolumeType: 'gp3' },
      DomainProcessingStatus: 'Active',
      ServiceSoftwareOptions: { UpdateStatus: 'COMPLETED' },
      ChangeProgressDetails: { ConfigChangeStatus: 'Completed', InitiatedBy: 'CUSTOMER', ChangeId: expect.any(String) },
    });
  });

  test('processing shows for its time, and when it changed', async () => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 600);
    expect(await described(world)).toMatchObject({
      Processing: true,
      DomainProcessingStatus: 'Modifying',
      ChangeProgressDetails: { ConfigChangeStatus: 'ApplyingChanges', StartTime: start, InitiatedBy: 'CUSTOMER' },
    });
    world.clock.pass(600);
    expect(await described(world)).toMatchObject({
      Processing: false,
      DomainProcessingStatus: 'Active',
      ChangeProgressDetails: { ConfigChangeStatus: 'Completed', StartTime: start, LastUpdatedTime: moment(600) },
    });
  });

  test.each([
    ['UpgradingEngineVersion', { Processing: true, UpgradeProcessing: true }],
    ['UpdatingServiceSoftware', { Processing: true, ChangeProgressDetails: { InitiatedBy: 'SERVICE' } }],
    ['Creating', { Created: false, Processing: true }],
    ['Deleting', { Deleted: true, Processing: true }],
    ['Isolated', { Processing: false }],
  ] as const)('%s shows in the flags', async (condition, flags) => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 60, condition);
    expect(await described(world)).toMatchObject({ DomainProcessingStatus: condition, ...flags });
  });

  test('has no endpoint before it is created', async () => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 60, 'Creating');
    expect(await described(world)).not.toHaveProperty('Endpoint');
  });

  test('a deleted domain is gone after its time', async () => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 60, 'Deleting');
    world.clock.pass(60);
    expect(await refusal(described(world))).toEqual({ name: 'ResourceNotFoundException', message: 'Domain not found: shop', status: 409 });
    expect(await world.call('ListDomainNames')).toMatchObject({ DomainNames: [] });
    expect(await refusal(world.associate())).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a domain that is being deleted takes no other change, and is gone all the same', async () => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 60, 'Deleting');
    world.clock.pass(30);
    expect(() => world.simulator().setDomainProcessing('shop', 600)).toThrow('Domain is not available: it is Deleting');
    world.clock.pass(30);
    expect(await refusal(described(world))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a stale read shows what was before', async () => {
    const world = createEsWorld();
    world.simulator().setDomainProcessing('shop', 600);
    world.faults.add({ operation: 'DescribeElasticsearchDomain', resource: 'shop', effect: { type: 'STALE' } });
    expect(await described(world)).toMatchObject({ Processing: false });
    expect(await described(world)).toMatchObject({ Processing: true });
  });

  test('a domain is there once', () => {
    const { simulator } = createEsWorld();
    expect(() => simulator().addDomain({ name: 'shop' })).toThrow('there is or was a domain shop already');
  });
});

describe('describing several', () => {
  test('leaves out the names that are not there', async () => {
    const { simulator, call } = createEsWorld();
    simulator().addDomain({ name: 'logs' });
    expect(await call('DescribeElasticsearchDomains', { DomainNames: ['shop', 'none', 'logs', 'shop'] })).toMatchObject({
      DomainStatusList: [{ DomainName: 'logs' }, { DomainName: 'shop' }],
    });
  });

  test('takes five names at most', async () => {
    const { call } = createEsWorld();
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    expect(await refusal(call('DescribeElasticsearchDomains', { DomainNames: names }))).toMatchObject({ name: 'ValidationException' });
    expect(await call('DescribeElasticsearchDomains', { DomainNames: names.slice(1) })).toMatchObject({ DomainStatusList: [] });
  });
});

test('the names come with their engine, and by engine', async () => {
  const { simulator, call } = createEsWorld();
  simulator().addDomain({ name: 'logs', version: 'OpenSearch_2.19' });
  const [shop, logs] = [
    { DomainName: 'shop', EngineType: 'Elasticsearch' },
    { DomainName: 'logs', EngineType: 'OpenSearch' },
  ];
  expect(await call('ListDomainNames')).toMatchObject({ DomainNames: [logs, shop] });
  expect(await call('ListDomainNames', { EngineType: 'OpenSearch' })).toMatchObject({ DomainNames: [logs] });
});
