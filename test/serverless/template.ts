import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { createReferences } from '../../local/configuration/references.ts';
import { targetsOf } from '../../local/configuration/targets.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { checks } from './checks/all.ts';
import { statementsOf } from './checks/roles.ts';
import { ofType, type Value } from './checks/template.ts';
import type { Packaged } from './packaged.ts';
import { root } from './project.ts';

const place = { region: 'eu-west-1', account: '111122223333', endpoint: 'http://127.0.0.1:4566' };
const local = readConfiguration({ root, stage: 'dev', environment: {}, ...place });
const { resolve } = createReferences(targetsOf(readDocument({ root, stage: 'dev', environment: {}, ...place }), 'liaison-dev', place), {
  'AWS::AccountId': place.account,
  'AWS::Partition': 'aws',
  'AWS::Region': place.region,
});

/** What the packaged template must be. */
export function templateHolds(packaged: () => Promise<Packaged>): void {
  const nameOf = (id: Value) => String(resolve({ Ref: id }));

  describe('the template deploys what the local world runs', () => {
    test('the same functions, with the same roles, environments, time-outs and memory', async () => {
      const functions = ofType((await packaged()).template, 'AWS::Lambda::Function').map(
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
      const configured = ofType((await packaged()).template, 'AWS::Lambda::EventInvokeConfig').map(([, properties]) => ({
        name: nameOf((properties.FunctionName as { Ref: string }).Ref),
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        maximumEventAgeSeconds: properties.MaximumEventAgeInSeconds,
        onFailureQueueArn: (resolve(properties.DestinationConfig ?? null) as { OnFailure: { Destination: string } }).OnFailure.Destination,
      }));
      const expected = local.functions.filter(({ asynchronous }) => asynchronous.onFailureQueueArn !== null);
      expect(byName(configured)).toEqual(byName(expected.map(({ name, asynchronous }) => ({ name, ...asynchronous }))));
    });

    test('the same routes, each behind IAM and to the same function', async () => {
      const { Resources } = (await packaged()).template;
      const routes = ofType((await packaged()).template, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey, AuthorizationType, Target }]) => {
        expect(AuthorizationType).toBe('AWS_IAM');
        const integration = /"Ref":"(\w+)"/.exec(JSON.stringify(Target))?.[1] ?? '';
        return [RouteKey, resolve(Resources[integration]?.Properties.IntegrationUri ?? null)];
      });
      const arns = new Map(local.functions.map(({ key, arn }) => [key, arn]));
      expect(routes.sort()).toEqual(
        local.routes.map(({ method, path, functionKey }) => [`${method} ${path}`, arns.get(functionKey)]).sort(),
      );
    });

    test('the same rules, patterns, schedules, states and targets', async () => {
      const rules = ofType((await packaged()).template, 'AWS::Events::Rule').map(
        ([, { Name, EventBusName, EventPattern, ScheduleExpression, State, Targets }]) => ({
          name: Name,
          busName: EventBusName === undefined ? 'default' : resolve(EventBusName),
          pattern: resolve(EventPattern ?? null),
          schedule: ScheduleExpression ?? null,
          state: State ?? 'ENABLED',
          targets: resolve(Targets ?? null),
        }),
      );
      const expected = local.rules.map(({ name, busName, pattern, schedule, state, targets }) => ({
        name,
        busName,
        pattern,
        schedule,
        state,
        targets: targets.map(({ id, arn, maximumRetryAttempts, maximumEventAgeSeconds, deadLetterArn }) => ({
          Id: id,
          Arn: arn,
          RetryPolicy: { MaximumRetryAttempts: maximumRetryAttempts, MaximumEventAgeInSeconds: maximumEventAgeSeconds },
          DeadLetterConfig: { Arn: deadLetterArn },
        })),
      }));
      expect(byName(rules)).toEqual(byName(expected));
    });

    test.each([
      ['AssociationMachine', 'association'],
      ['BatchMachine', 'batch'],
    ])('the %s of its file, to the last member', async (id, name) => {
      const { Resources } = (await packaged()).template;
      expect(Resources[id]?.Properties.Definition).toEqual(
        JSON.parse(await readFile(join(root, `statemachines/${name}.asl.json`), 'utf8')),
      );
    });
  });

  test.each(Object.entries(checks))('%s', async (_, check) => {
    expect(check((await packaged()).template)).toEqual([]);
  });

  describe('roles', () => {
    test('are one for each function', async () => {
      const roles = ofType((await packaged()).template, 'AWS::Lambda::Function').map(([, { Role }]) => JSON.stringify(Role));
      expect(new Set(roles).size).toBe(local.functions.length);
    });

    test('let a function send to the queue where its failures go', async () => {
      const { template } = await packaged();
      for (const [, { FunctionName }] of ofType(template, 'AWS::Lambda::EventInvokeConfig')) {
        const { Role } = template.Resources[(FunctionName as { Ref: string }).Ref]?.Properties ?? {};
        const role = template.Resources[(Role as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]];
        expect(statementsOf(role?.Properties ?? {}).map(({ Action }) => Action)).toContain('sqs:SendMessage');
      }
    });
  });

  test('the outputs name what a user needs', async () => {
    const { Outputs = {} } = (await packaged()).template;
    const expected = [
      'HttpApiUrl',
      'BusName',
      'NotificationsTopicArn',
      'ParkedQueueUrl',
      'TableName',
      'AssociationMachineArn',
      'BatchMachineArn',
    ];
    expect(Object.keys(Outputs)).toEqual(expect.arrayContaining(expected));
  });
}

const byName = <Named extends { name: unknown }>(all: readonly Named[]) =>
  all.toSorted((one, other) => (String(one.name) < String(other.name) ? -1 : 1));
