import * as directConnect from '@aws-sdk/client-direct-connect';
import * as es from '@aws-sdk/client-elasticsearch-service';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as sfn from '@aws-sdk/client-sfn';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { describe, expect, test } from '@jest/globals';
import { directConnectConstraints } from '../../../local/wire/constraints/directconnect.ts';
import { esConstraints } from '../../../local/wire/constraints/es.ts';
import { eventsConstraints } from '../../../local/wire/constraints/events.ts';
import { lambdaConstraints } from '../../../local/wire/constraints/lambda.ts';
import { statesConstraints } from '../../../local/wire/constraints/states.ts';
import { vpcLatticeConstraints } from '../../../local/wire/constraints/vpc-lattice.ts';
import { schemasOf } from '../../../local/wire/schema.ts';
import { AwsError, type Constraints } from '../../../local/wire/service.ts';
import { createSpeaker } from '../../../local/wire/speaker.ts';
import { validate } from '../../../local/wire/validation.ts';

const services = { directConnect, es, events, lambda, lattice, sfn };
const data = {
  directConnect: directConnectConstraints,
  es: esConstraints,
  events: eventsConstraints,
  lambda: lambdaConstraints,
  lattice: vpcLatticeConstraints,
  sfn: statesConstraints,
};

type Name = keyof typeof services;

const invalid = (message: string) => new AwsError('ValidationException', message);

const check = (name: Name, structure: string, input: Record<string, unknown>) => () => {
  const schema = schemasOf(services[name]).structure(structure);
  if (!schema) throw new Error(`There is no ${structure}`);
  validate({ constraints: data[name], invalid }, schema, input);
};

test.each(Object.entries(data))('%s names only what its client knows', (name, constraints: Constraints) => {
  const service = {
    signingName: name,
    protocol: 'rest-json' as const,
    client: services[name as Name],
    operations: {},
    constraints,
    invalid,
  };
  expect(() => createSpeaker(service)).not.toThrow();
});

const account = '111122223333';
const latticeArn = `arn:aws:vpc-lattice:eu-west-1:${account}`;
const pair = { serviceIdentifier: 'svc-0123456789abcdefg', serviceNetworkIdentifier: `${latticeArn}:servicenetwork/sn-0123456789abcdefg` };
const bus = `arn:aws:events:eu-west-1:${account}:event-bus/liaison`;

describe('what AWS takes passes', () => {
  test.each<[Name, string, Record<string, unknown>]>([
    ['es', 'AssociatePackageRequest', { PackageID: 'F123', DomainName: 'my-domain' }],
    ['es', 'DescribePackagesRequest', { MaxResults: 100, Filters: [{ Name: 'PackageName', Value: ['a*b.?-/\\'] }] }],
    ['lattice', 'CreateServiceNetworkServiceAssociationRequest', { ...pair, clientToken: 'a b', tags: { a: '' } }],
    ['lattice', 'ListTagsForResourceRequest', { resourceArn: `${latticeArn}:service/svc-0123456789abcdefg` }],
    ['directConnect', 'AssociateHostedConnectionRequest', { connectionId: 'dxcon-1', parentConnectionId: 'dxlag-1' }],
    ['sfn', 'StartExecutionInput', { stateMachineArn: 'arn', name: 'assoc_1-1', input: '{}' }],
    ['events', 'PutEventsRequest', { Entries: [{ Source: 'liaison', EventBusName: bus }] }],
    [
      'lambda',
      'InvocationRequest',
      { FunctionName: `arn:aws:lambda:eu-west-1:${account}:function:liaison-dev-lock`, Qualifier: '$LATEST' },
    ],
  ])('%s %s', (name, structure, input) => {
    expect(check(name, structure, input)).not.toThrow();
  });
});

describe('what AWS refuses is refused', () => {
  test.each<[Name, string, Record<string, unknown>, string]>([
    ['es', 'AssociatePackageRequest', { PackageID: 'F123', DomainName: '9lives' }, 'domainName'],
    ['es', 'DescribeElasticsearchDomainsRequest', { DomainNames: ['fine', 'no'] }, 'domainNames.2.member'],
    ['es', 'ListDomainsForPackageRequest', { PackageID: 'F123', MaxResults: 101 }, 'maxResults'],
    [
      'lattice',
      'CreateServiceNetworkServiceAssociationRequest',
      { ...pair, serviceIdentifier: 'sn-0123456789abcdefg' },
      'serviceIdentifier',
    ],
    ['lattice', 'CreateServiceNetworkServiceAssociationRequest', { ...pair, tags: { ['k'.repeat(129)]: '' } }, 'tags.key'],
    ['lattice', 'ListServicesRequest', { maxResults: 0 }, 'maxResults'],
    ['lattice', 'TagResourceRequest', { resourceArn: 'svc-0123456789abcdefg', tags: {} }, 'resourceArn'],
    ['directConnect', 'AssociateHostedConnectionRequest', { connectionId: 'dxcon-1' }, 'parentConnectionId'],
    ['sfn', 'StartExecutionInput', { stateMachineArn: 'arn', name: '' }, 'name'],
    ['events', 'PutEventsRequest', { Entries: [] }, 'entries'],
    ['events', 'PutEventsRequest', { Entries: [{ EventBusName: 'a bus' }] }, 'entries.1.member.eventBusName'],
    ['lambda', 'InvocationRequest', { FunctionName: 'not a name' }, 'functionName'],
  ])('%s %s %j', (name, structure, input, at) => {
    expect(check(name, structure, input)).toThrow(`at '${at}' failed to satisfy constraint`);
  });
});
