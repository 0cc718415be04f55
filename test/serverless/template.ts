import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { createReferences } from '../../local/configuration/references.ts';
import { targetsOf } from '../../local/configuration/targets.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { ofType, type Packaged, type Value } from './packaged.ts';
import { root } from './project.ts';

const place = { region: 'eu-west-1', account: '111122223333', endpoint: 'http://127.0.0.1:4566' };
const local = readConfiguration({ root, stage: 'dev', environment: {}, ...place });
const { resolve } = createReferences(targetsOf(readDocument({ root, stage: 'dev', environment: {}, ...place }), 'liaison-dev', place), {
  'AWS::AccountId': place.account,
  'AWS::Partition': 'aws',
  'AWS::Region': place.region,
});

/** Actions that know no resources. Source: service authorization reference. */
const withoutResources = new Set([
  'es:DescribePackages',
  'es:ListDomainsForPackage',
  'vpc-lattice:ListServiceNetworkServiceAssociations',
  'vpc-lattice:ListServices',
  'states:SendTaskSuccess',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);

type Statement = { readonly Action: string | string[]; readonly Resource: Value };

/** What the packaged template must be. */
export function templateHolds(packaged: () => Promise<Packaged>): void {
  const nameOf = (id: Value) => String(resolve({ Ref: id }));

  describe('the template deploys what the local world runs', () => {
    test('the same functions, with the same roles, environments, time-outs and memory', async () => {
      const functions = ofType(await packaged(), 'AWS::Lambda::Function').map(
        ([, { FunctionName, Description, Role, Environment, Timeout, MemorySize, Handler }]) => ({
          name: FunctionName,
          description: Description,
          roleArn: resolve(Role ?? null),
          environment: (resolve(Environment ?? null) as { Variables: Value }).Variables,
          timeoutSeconds: Timeout,
          memoryMegabytes: MemorySize,
          handlerFile: join(root, `${Handler}`.replace(/\.handler$/, '.ts')),
        }),
      );
      expect(byName(functions)).toEqual(byName(local.functions.map(({ key: _, arn: __, asynchronous: ___, ...others }) => others)));
    });

    test('the same retries of asynchronous events', async () => {
      const configured = ofType(await packaged(), 'AWS::Lambda::EventInvokeConfig').map(([, properties]) => ({
        name: nameOf((properties.FunctionName as { Ref: string }).Ref),
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        maximumEventAgeSeconds: properties.MaximumEventAgeInSeconds,
        onFailureQueueArn: (resolve(properties.DestinationConfig ?? null) as { OnFailure: { Destination: string } }).OnFailure.Destination,
      }));
      const expected = local.functions.filter(({ asynchronous }) => asynchronous.onFailureQueueArn !== null);
      expect(byName(configured)).toEqual(byName(expected.map(({ name, asynchronous }) => ({ name, ...asynchronous }))));
    });

    test('the same routes, each behind IAM and to the same function', async () => {
      const { resources } = await packaged();
      const routes = ofType(await packaged(), 'AWS::ApiGatewayV2::Route').map(([, { RouteKey, AuthorizationType, Target }]) => {
        expect(AuthorizationType).toBe('AWS_IAM');
        const integration = /"Ref":"(\w+)"/.exec(JSON.stringify(Target))?.[1] ?? '';
        return [RouteKey, resolve(resources[integration]?.Properties.IntegrationUri ?? null)];
      });
      const arns = new Map(local.functions.map(({ key, arn }) => [key, arn]));
      expect(routes.sort()).toEqual(
        local.routes.map(({ method, path, functionKey }) => [`${method} ${path}`, arns.get(functionKey)]).sort(),
      );
    });

    test('the same rules, patterns and targets', async () => {
      const rules = ofType(await packaged(), 'AWS::Events::Rule').map(([, { Name, EventBusName, EventPattern, Targets }]) => ({
        name: Name,
        busName: EventBusName === undefined ? 'default' : resolve(EventBusName),
        pattern: resolve(EventPattern ?? null),
        targets: resolve(Targets ?? null),
      }));
      const expected = local.rules.map(({ name, busName, pattern, targets }) => ({
        name,
        busName,
        pattern,
        targets: targets.map(({ id, arn, maximumRetryAttempts, maximumEventAgeSeconds, deadLetterArn }) => ({
          Id: id,
          Arn: arn,
          RetryPolicy: { MaximumRetryAttempts: maximumRetryAttempts, MaximumEventAgeInSeconds: maximumEventAgeSeconds },
          DeadLetterConfig: { Arn: deadLetterArn },
        })),
      }));
      expect(byName(rules)).toEqual(byName(expected));
    });

    test('the state machine of the file, to the last null', async () => {
      const [machine] = ofType(await packaged(), 'AWS::StepFunctions::StateMachine').map(([, properties]) => properties);
      expect(machine?.Definition).toEqual(JSON.parse(await readFile(join(root, 'statemachines/association.asl.json'), 'utf8')));
    });
  });

  describe('the state machine', () => {
    test('calls functions that exist, and may call those and no others', async () => {
      const { resources } = await packaged();
      const { Definition, DefinitionSubstitutions } = resources.AssociationMachine?.Properties ?? {};
      const substitutions = DefinitionSubstitutions as { [name: string]: { 'Fn::GetAtt': [string, string] } };
      const used = new Set(Array.from(JSON.stringify(Definition).matchAll(/\$\{(\w+)\}/g), ([, name]) => name));
      expect([...used].sort()).toEqual(Object.keys(substitutions).sort());
      const called = Object.values(substitutions).map(({ 'Fn::GetAtt': [id] }) => id);
      expect(called.map((id) => resources[id]?.Type)).toEqual(called.map(() => 'AWS::Lambda::Function'));
      const allowed = statementsOf(resources.AssociationMachineRole?.Properties ?? {}).filter(
        ({ Action }) => Action === 'lambda:InvokeFunction',
      );
      expect(allowed.map(({ Resource }) => Resource)).toEqual([Object.values(substitutions)]);
    });
  });

  describe('rules', () => {
    const envelope = ['source', 'detail-type', 'detail', 'account', 'region', 'resources', 'id', 'time', 'version'];

    test('have patterns of known members with lists at their leaves', async () => {
      for (const [id, { EventPattern }] of ofType(await packaged(), 'AWS::Events::Rule')) {
        expect([id, Object.keys(EventPattern as object).filter((name) => !envelope.includes(name))]).toEqual([id, []]);
        expect([id, leavesOf(EventPattern ?? null).filter((leaf) => !Array.isArray(leaf))]).toEqual([id, []]);
      }
    });

    test('may call their target, and park what it does not take', async () => {
      const all = await packaged();
      const permissions = ofType(all, 'AWS::Lambda::Permission')
        .filter(([, { Principal }]) => Principal === 'events.amazonaws.com')
        .map(([, { FunctionName, SourceArn }]) => JSON.stringify([nameOf((FunctionName as { Ref: string }).Ref), SourceArn]));
      const policy = JSON.stringify(all.resources.ParkedQueuePolicy);
      for (const [id, { Targets }] of ofType(all, 'AWS::Events::Rule')) {
        for (const target of Targets as { Arn: { 'Fn::GetAtt': [string, string] } }[]) {
          const arn = { 'Fn::GetAtt': [id, 'Arn'] };
          expect(permissions).toContain(JSON.stringify([nameOf(target.Arn['Fn::GetAtt'][0]), arn]));
          expect(policy).toContain(JSON.stringify(arn));
        }
      }
    });
  });

  describe('roles', () => {
    test('are one for each function', async () => {
      const roles = ofType(await packaged(), 'AWS::Lambda::Function').map(([, { Role }]) => JSON.stringify(Role));
      expect(new Set(roles).size).toBe(local.functions.length);
    });

    test('allow no action by a pattern, and everything only where an action knows no resources', async () => {
      for (const [id, properties] of ofType(await packaged(), 'AWS::IAM::Role')) {
        for (const { Action, Resource } of statementsOf(properties)) {
          const actions = [Action].flat();
          expect([id, actions.filter((action) => action.includes('*'))]).toEqual([id, []]);
          if (Resource === '*') expect([id, actions.filter((action) => !withoutResources.has(action))]).toEqual([id, []]);
          else expect([id, actions.filter((action) => withoutResources.has(action))]).toEqual([id, []]);
        }
      }
    });

    test('let a function send to the queue where its failures go', async () => {
      const all = await packaged();
      for (const [, { FunctionName }] of ofType(all, 'AWS::Lambda::EventInvokeConfig')) {
        const { Role } = all.resources[(FunctionName as { Ref: string }).Ref]?.Properties ?? {};
        const role = all.resources[(Role as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]];
        expect(statementsOf(role?.Properties ?? {}).map(({ Action }) => Action)).toContain('sqs:SendMessage');
      }
    });
  });

  test('the outputs name what a user needs', async () => {
    const { outputs } = await packaged();
    const expected = ['HttpApiUrl', 'BusName', 'NotificationsTopicArn', 'ParkedQueueUrl', 'TableName', 'AssociationMachineArn'];
    expect(outputs).toEqual(expect.arrayContaining(expected));
  });
}

const byName = <Named extends { name: unknown }>(all: readonly Named[]) =>
  all.toSorted((one, other) => (String(one.name) < String(other.name) ? -1 : 1));

const statementsOf = ({ Policies }: { [name: string]: Value }): Statement[] =>
  (Policies as unknown as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

const leavesOf = (value: Value): Value[] =>
  value === null || Array.isArray(value) || typeof value !== 'object' ? [value] : Object.values(value).flatMap(leavesOf);
