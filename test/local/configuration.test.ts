import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { root, serverless } from '../serverless/project.ts';

const place = { region: 'eu-west-1', account: '111122223333', endpoint: 'http://127.0.0.1:4566' };

describe('serverless.yml', () => {
  type Printed = { [part: string]: { [name: string]: unknown } };
  const printed: Record<string, Printed> = {};
  beforeAll(async () => {
    const print = async (stage: string) => {
      printed[stage] = JSON.parse(await serverless(root, 'print', '--format', 'json', '--stage', stage, '--region', 'eu-central-1'));
    };
    await Promise.all([print('dev'), print('prod')]);
  }, 20_000);

  test.each(['dev', 'prod'])('is read as the framework reads it, for stage %s', (stage) => {
    const document = readDocument({ root, stage, region: 'eu-central-1', environment: {} });
    const { service, params, custom, functions = {}, resources, provider } = printed[stage] ?? {};
    const ours = document as unknown as Printed & { resources: { [part: string]: object }[] };
    const merged: Record<string, object> = {};
    for (const part of ours.resources) for (const [name, members] of Object.entries(part)) merged[name] = { ...merged[name], ...members };

    expect({ service: ours.service, params: ours.params, custom: ours.custom }).toEqual({ service, params, custom });
    expect(merged).toEqual(resources);
    // The framework moves the bucket's settings elsewhere.
    const { deploymentBucket, ...others } = ours.provider ?? {};
    expect(provider).toMatchObject({ ...others, deploymentBucketObject: deploymentBucket });
    for (const [key, definition] of Object.entries(ours.functions ?? {})) {
      expect(functions[key]).toEqual({ events: [], ...(definition as object), name: `${service}-${stage}-${key}` });
    }
    expect(Object.keys(ours.functions ?? {})).toEqual(Object.keys(functions));
  });

  test('becomes what the local world runs', () => {
    const { functions, queues, tables, buses, topics, machines, rules } = readConfiguration({ root, stage: 'dev', ...place });
    expect(functions.find(({ key }) => key === 'on-event')).toEqual({
      key: 'on-event',
      name: 'liaison-dev-on-event',
      arn: 'arn:aws:lambda:eu-west-1:111122223333:function:liaison-dev-on-event',
      handlerFile: join(root, 'functions/on-event.ts'),
      description: 'Accepts the associations that an event asks for',
      roleArn: 'arn:aws:iam::111122223333:role/liaison-dev-OnEventRole',
      environment: {
        TABLE_NAME: 'liaison-dev',
        POWERTOOLS_SERVICE_NAME: 'liaison-dev',
        ACCOUNT_ID: '111122223333',
        APPROVAL_MINIMUM: 'AUTO',
        ASSOCIATION_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:liaison-dev-association',
        BATCH_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:liaison-dev-batch',
        PACKAGE_UPDATE_BATCH: 'true',
        KIND_FUNCTION_PREFIX: 'liaison-dev-',
        PARKED_QUEUE_URL: 'http://127.0.0.1:4566/111122223333/liaison-dev-parked',
      },
      timeoutSeconds: 25,
      memoryMegabytes: 256,
      asynchronous: {
        maximumRetryAttempts: 2,
        maximumEventAgeSeconds: 3600,
        onFailureQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:liaison-dev-parked',
      },
    });
    expect(functions.find(({ key }) => key === 'lock')?.asynchronous).toEqual({
      maximumRetryAttempts: 2,
      maximumEventAgeSeconds: 21_600,
      onFailureQueueArn: null,
    });
    expect(queues.map(({ url }) => url)).toEqual(['http://127.0.0.1:4566/111122223333/liaison-dev-parked']);
    expect(tables.map(({ name, indexes }) => [name, indexes.map(({ IndexName }) => IndexName)])).toEqual([
      ['liaison-dev', ['byCreation', 'byState', 'byBatch', 'byUnfinished']],
    ]);
    expect(buses).toEqual([{ name: 'liaison-dev', arn: 'arn:aws:events:eu-west-1:111122223333:event-bus/liaison-dev' }]);
    expect(topics.map(({ name }) => name)).toEqual(['liaison-dev-notifications']);
    expect(machines.map(({ logicalId, name }) => [logicalId, name])).toEqual([
      ['AssociationMachine', 'liaison-dev-association'],
      ['BatchMachine', 'liaison-dev-batch'],
    ]);
    expect(rules.flatMap(({ name, schedule }) => (schedule === null ? [] : [[name, schedule]]))).toEqual([
      ['liaison-dev-reconcile', 'rate(15 minutes)'],
    ]);
    expect(JSON.stringify(machines)).not.toMatch(/\$\{/);
    expect(JSON.stringify(machines)).toContain('arn:aws:lambda:eu-west-1:111122223333:function:liaison-dev-lock');
  });
});

describe('what the local world does not know is refused by name', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  async function reading(yml: string, files: Record<string, string> = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'liaison-configuration-'));
    const all = { 'serverless.yml': `service: small\nprovider: {memorySize: 128}\n${yml}`, ...files };
    await Promise.all(Object.entries(all).map(([name, content]) => writeFile(join(folder, name), content)));
    folders.push(folder);
    return () => readConfiguration({ root: folder, stage: 'dev', environment: { HERE: 'here' }, ...place });
  }
  const resource = (type: string, properties: string) => `resources: {Resources: {It: {Type: '${type}', Properties: ${properties}}}}`;
  const handled = (members: string) => `resources: {}\nfunctions: {it: {handler: functions/it.handler, ${members}}}`;

  test.each([
    ['a source of variables', `custom: {a: "\${ssm:/a}"}`, `\${ssm:/a}`],
    ['a variable without a value', `custom: {a: "\${self:custom.b}"}`, `\${self:custom.b} has no value`],
    ['a variable that is an object amid a text', `custom: {a: "x\${self:custom.b}", b: {c: d}}`, `\${self:custom.b} is not a text`],
    ['a circle of variables', `custom: {a: "\${self:custom.b}", b: "\${self:custom.a}"}`, 'leads back to itself'],
    ['a short form of YAML', 'custom: {a: !Ref b}', '!Ref'],
    ['a type of resource', resource('AWS::S3::Bucket', '{BucketName: a}'), 'AWS::S3::Bucket'],
    ['a property', resource('AWS::SQS::Queue', '{QueueName: a, FifoQueue: true}'), 'FifoQueue of It'],
    ['a resource without a name', resource('AWS::SQS::Queue', '{}'), 'It needs a QueueName'],
    [
      'an input of a rule',
      resource('AWS::Events::Rule', "{Name: a, EventPattern: {}, Targets: [{Id: b, Arn: c, Input: '{}'}]}"),
      'Input of a target of It',
    ],
    [
      'a rule with pattern and schedule',
      resource('AWS::Events::Rule', '{Name: a, EventPattern: {}, ScheduleExpression: rate(1 hour), Targets: []}'),
      'It must have either',
    ],
    [
      'a state of a rule',
      resource('AWS::Events::Rule', '{Name: a, EventPattern: {}, State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, Targets: []}'),
      'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, which It has',
    ],
    ['a rule with neither', resource('AWS::Events::Rule', '{Name: a, Targets: []}'), 'It must have either'],
    [
      'something optional that it runs',
      "resources: {Resources: {It: {Type: 'AWS::SQS::Queue', Condition: A, Properties: {QueueName: a}}}}",
      'It has a condition',
    ],
    [
      'an extension that changes what it runs',
      'resources: {Resources: {}, extensions: {It: {Properties: {QueueName: b}}}}',
      'QueueName of the extended It',
    ],
    [
      'an express workflow',
      resource('AWS::StepFunctions::StateMachine', '{StateMachineName: a, StateMachineType: EXPRESS}'),
      'standard state machines only',
    ],
    ['an event source', handled('events: [{schedule: rate(1 hour)}]'), 'schedule of an event of it'],
    ['an open route', handled('events: [{httpApi: {method: GET, path: /a, authorizer: {type: jwt}}}]'), 'no authorizer but aws_iam'],
    ['a property of a function', handled('layers: [a]'), 'layers of it'],
    ['a reference to nothing', handled('environment: {A: {Ref: Nothing}}'), 'Nothing'],
    ['an attribute of nothing', handled('environment: {A: {Fn::GetAtt: [Nothing, Arn]}}'), 'Nothing.Arn'],
    ["another of CloudFormation's functions", handled('environment: {A: {Fn::ImportValue: b}}'), 'Fn::ImportValue'],
    ['a number as a variable of the environment', handled('environment: {A: 1}'), 'A text is wanted'],
    ['another export', 'resources: {}\nfunctions: {it: {handler: functions/it.main}}', 'functions/it.main'],
  ])('%s', async (_, yml, name) => {
    expect(await reading(yml)).toThrow(name);
  });

  test('a placeholder in a definition for which there is no substitution', async () => {
    const machine = `{StateMachineName: a, StateMachineType: STANDARD, RoleArn: b, Definition: '\${file(it.asl.json)}', DefinitionSubstitutions: {One: '1'}}`;
    const read = await reading(resource('AWS::StepFunctions::StateMachine', machine), {
      'it.asl.json': `{"One": ["\${One}"], "Two": "\${Two}"}`,
    });
    expect(read).toThrow(`\${Two}`);
  });

  test('what it knows is resolved', async () => {
    const read = await reading(
      `custom: {small: '\${opt:nothing, env:NOTHING, env:HERE}', part: '\${file(part.yml):a.b}'}
params: {default: {x: 1, y: 2}, dev: {y: 3}}
${handled(`timeout: "\${param:y}", environment: {A: '\${self:custom.small}-\${sls:stage}-\${param:x}', B: '\${self:custom.part}', C: {Fn::Join: ['/', [{Ref: AWS::Region}, a]]}, D: {Fn::Sub: '\${ItLambdaFunction}: \${ItLambdaFunction.Arn}'}}`)}`,
      { 'part.yml': `a: {b: 'of \${self:service}'}` },
    );
    expect(read().functions[0]).toMatchObject({
      timeoutSeconds: 3,
      memoryMegabytes: 128,
      environment: {
        A: 'here-dev-1',
        B: 'of small',
        C: 'eu-west-1/a',
        D: 'small-dev-it: arn:aws:lambda:eu-west-1:111122223333:function:small-dev-it',
      },
    });
  });
});
