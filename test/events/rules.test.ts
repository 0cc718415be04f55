import { expect, test } from '@jest/globals';
import { readConfiguration } from '../../local/configuration.ts';
import { compilePattern } from '../../local/eventbridge/pattern.ts';
import { place } from '../../local/world.ts';
import { root } from '../local/world/harness.ts';
import dx from './dx-hosted-connection.json' with { type: 'json' };
import es from './es-package.json' with { type: 'json' };
import ended from './execution-ended.json' with { type: 'json' };
import lattice from './lattice-service.json' with { type: 'json' };
import updated from './package-updated.json' with { type: 'json' };
import moved from './tag-moved.json' with { type: 'json' };

const configuration = readConfiguration({ root, stage: 'dev', ...place, endpoint: 'http://127.0.0.1:1' });
const rules = configuration.rules.flatMap(({ name, busName, pattern }) =>
  pattern ? [{ name: name.replace('liaison-dev-', ''), bus: busName, matches: compilePattern(pattern) }] : [],
);
const ownBus = configuration.buses[0]?.name ?? '';

/** Which rules an event sets off, on the bus that it comes by. */
const matching = (event: Readonly<Record<string, unknown>>, bus = 'default') =>
  rules.filter((rule) => rule.bus === bus && rule.matches(event)).map(({ name }) => name);

const machineArn = configuration.machines.find(({ name }) => name.endsWith('-association'))?.arn;
const died = { ...ended, detail: { ...ended.detail, stateMachineArn: machineArn } };
const ofOpenSearch = {
  ...updated,
  source: 'aws.opensearchservice',
  detail: { ...updated.detail, eventSource: 'opensearchservice.amazonaws.com' },
};
const removed = { ...lattice, detail: { ...lattice.detail, tags: {} } };

test.each([
  ['an association that is asked for', es, ownBus, 'requested'],
  ['one with options', dx, ownBus, 'requested'],
  ['a dissociation', { ...es, 'detail-type': 'Dissociation Requested' }, ownBus, 'requested'],
  ['a service whose tag was set', lattice, 'default', 'service-tag'],
  ['a service whose tag was removed', removed, 'default', 'service-tag'],
  ['a service that is where its tag says', moved, ownBus, 'tag-moved'],
  ['a package with a new version', updated, 'default', 'package-updated'],
  ['one as the other reference has it', ofOpenSearch, 'default', 'package-updated'],
  ['a run that died', died, 'default', 'execution-ended'],
])('%s sets off its own rule and no other', (_, event, bus, rule) => {
  expect(matching(event, bus)).toEqual([rule]);
});

/** A call as CloudTrail tells of it, by the role of one of our functions. */
const ourCall = (source: string, eventName: string) => ({
  ...updated,
  source: `aws.${source}`,
  detail: {
    ...updated.detail,
    eventSource: `${source}.amazonaws.com`,
    eventName,
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/liaison-dev-EsPackageRole-1/liaison-dev-es-package' },
  },
});
const { trigger: _, ...untriggered } = moved.detail;

test.each([
  ['our call that associates a package', ourCall('es', 'AssociatePackage'), 'default'],
  ['our call that dissociates one', ourCall('es', 'DissociatePackage'), 'default'],
  ['our call that makes a service association', ourCall('vpc-lattice', 'CreateServiceNetworkServiceAssociation'), 'default'],
  ['our call that removes one', ourCall('vpc-lattice', 'DeleteServiceNetworkServiceAssociation'), 'default'],
  ['our call that moves a connection', ourCall('directconnect', 'AssociateHostedConnection'), 'default'],
  [
    'our tag on the association that we made',
    {
      ...lattice,
      resources: ['arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetworkserviceassociation/snsa-0123456789abcdef0'],
      detail: { ...lattice.detail, 'resource-type': 'servicenetworkserviceassociation', 'changed-tag-keys': ['liaison:association-id'] },
    },
    'default',
  ],
  ['another tag of a service', { ...lattice, detail: { ...lattice.detail, 'changed-tag-keys': ['team'] } }, 'default'],
  ['an update of a package that AWS refused', { ...updated, detail: { ...updated.detail, errorCode: 'AccessDenied' } }, 'default'],
  ['a request that says it comes from AWS', { ...es, source: 'aws.es' }, ownBus],
  ['an ending of ours that nobody asked for by a tag', { ...moved, detail: { ...untriggered, trigger: null } }, ownBus],
  ['an ending of ours that is no success', { ...moved, detail: { ...moved.detail, state: 'ROLLED_BACK' } }, ownBus],
  ['what takes a service out again', { ...moved, detail: { ...moved.detail, desired: 'DISSOCIATED' } }, ownBus],
  ['an approval that we ask for', { ...moved, 'detail-type': 'Association Approval Requested' }, ownBus],
  ['a run that went well', { ...died, detail: { ...died.detail, status: 'SUCCEEDED' } }, 'default'],
  ['a run of somebody else', { ...died, detail: { ...died.detail, stateMachineArn: `${machineArn}-of-others` } }, 'default'],
])('%s sets off nothing', (_, event, bus) => {
  expect(matching(event, bus)).toEqual([]);
});
