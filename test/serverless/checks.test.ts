import { expect, test } from '@jest/globals';
import { buses, coverage, dashboard, meaning, optional, runbook } from './checks/alarms.ts';
import { checks } from './checks/all.ts';
import { deployer } from './checks/deployer.ts';
import { asynchronous, parking, patterns, targets } from './checks/events.ts';
import { calls, observed, structure } from './checks/machines.ts';
import { dependencies, references } from './checks/references.ts';
import { actions, boundaries, keys, trust } from './checks/roles.ts';
import { api, kept, messages, quotas, tables } from './checks/safeguards.ts';
import { nulls, properties } from './checks/specification.ts';
import type { Check, Members, Resource, Template } from './checks/template.ts';

const of = (Type: string, Properties: Members, others: Partial<Resource> = {}) => ({ Type, Properties, ...others });
const template = (Resources: Template['Resources'], others: Partial<Template> = {}): Template => ({ Resources, ...others });

const queue = (Properties: Members) => template({ It: of('AWS::SQS::Queue', Properties) });
const alarm = (Properties: Members) => template({ It: of('AWS::CloudWatch::Alarm', { AlarmName: 'liaison-dev-it', ...Properties }) });
const role = (statement: Members, trusted: Members = { Service: 'lambda.amazonaws.com' }) =>
  template({
    It: of('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: trusted }] },
      Policies: [{ PolicyDocument: { Statement: [statement] } }],
    }),
  });
const lambda = of('AWS::Lambda::Function', {});
const rule = (properties: Members, type = 'AWS::Lambda::Function') =>
  template({ It: of('AWS::Events::Rule', properties), Callee: of(type, {}) });
const target = { Arn: { 'Fn::GetAtt': ['Callee', 'Arn'] } };
const machine = (task: Members, statement: Members = {}, substitutions: Members = {}) =>
  template({
    It: of('AWS::StepFunctions::StateMachine', {
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Definition: {
        QueryLanguage: 'JSONata',
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...task } },
      },
      DefinitionSubstitutions: substitutions,
    }),
    Role: of('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: [statement] } }] }),
    Callee: lambda,
    Other: lambda,
  });
const callee = { 'Fn::GetAtt': ['Callee', 'Arn'] };
const policy = (Statement: Members) =>
  template({ It: of('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [Statement] } }) });

const mayDo = (Action: string | string[], Resource: string) => deployer({ Statement: [{ Action, Resource }] }, 'liaison-dev');

const cases: [Check, Template, finding: string][] = [
  [properties, template({ It: of('AWS::SQS::Line', {}) }), 'It: there is no AWS::SQS::Line.'],
  [properties, queue({ QueName: 'a' }), 'It: there is no QueName.'],
  [properties, queue({ SqsManagedSseEnabled: 'yes' }), 'It.SqsManagedSseEnabled: true or false is wanted.'],
  [properties, queue({ DelaySeconds: 'long' }), 'It.DelaySeconds: a number is wanted.'],
  [properties, queue({ QueueName: { 'Fn::If': ['A', ['a'], 'b'] } }), 'It.QueueName: a text is wanted.'],
  [properties, template({ It: of('AWS::StepFunctions::StateMachine', {}) }), 'It: RoleArn is missing.'],
  [
    properties,
    template({ It: of('AWS::StepFunctions::StateMachine', { RoleArn: 'a', StateMachineType: 'FAST' }) }),
    'It.StateMachineType: FAST is none of',
  ],
  [properties, template({ It: of('AWS::Events::Rule', { Targets: { Id: 'a' } }) }), 'It.Targets: a list is wanted.'],
  [
    properties,
    template({ It: of('AWS::Events::Rule', { Targets: [{ Id: 'a', Arn: 'b', RetryPolicy: { Retries: 1 } }] }) }),
    'It.Targets.0.RetryPolicy: there is no Retries.',
  ],
  [nulls, machine({ Output: { words: null } }), 'It.Properties.Definition.States.A.Output.words: it is null.'],
  [references, queue({ QueueName: { Ref: 'Nothing' } }), 'It.QueueName: there is no Nothing.'],
  [references, queue({ QueueName: { 'Fn::GetAtt': ['It', 'Colour'] } }), 'It.QueueName: It has no attribute Colour.'],
  [references, queue({ QueueName: { 'Fn::Sub': `\${AWS::Region}-\${Nothing.Arn}` } }), 'It.QueueName: there is no Nothing.'],
  [references, queue({ QueueName: { 'Fn::If': ['Nothing', 'a', 'b'] } }), 'It.QueueName: there is no condition Nothing.'],
  [references, template({ It: of('AWS::SQS::Queue', {}, { DependsOn: 'Nothing' }) }), 'It: there is no Nothing.'],
  [references, template({ It: of('AWS::SQS::Queue', {}, { Condition: 'Nothing' }) }), 'It: there is no condition Nothing.'],
  [references, template({}, { Outputs: { It: { Value: { Ref: 'Nothing' } } } }), 'Outputs.It.Value: there is no Nothing.'],
  [
    dependencies,
    template({ It: of('AWS::SQS::Queue', { QueueName: { Ref: 'Other' } }, { DependsOn: ['Other'] }) }),
    'It: that it depends on Other is said twice.',
  ],
  [patterns, rule({ EventPattern: { sources: ['a'] } }), 'It: events have no sources.'],
  [patterns, rule({ EventPattern: { detail: { service: 'a' } } }), 'It: "a" is no list.'],
  [targets, rule({ Targets: [target] }), 'It: its target Callee has no RetryPolicy of its own.'],
  [targets, rule({ Targets: [target] }), 'It: its target Callee has no DeadLetterConfig.'],
  [targets, rule({ Targets: [target] }), 'It: its target Callee is a function that does not permit the rule.'],
  [
    targets,
    rule({ Targets: [target] }, 'AWS::StepFunctions::StateMachine'),
    'It: its target Callee is a state machine and has no RoleArn.',
  ],
  [targets, rule({ Targets: Array(6).fill(target) }), 'It: a rule has 5 targets at most.'],
  [parking, rule({ Targets: [target] }), "It: no queue's policy lets it park."],
  [asynchronous, rule({ Targets: [target] }), 'Callee: nothing says how often it is tried and where its failures go.'],
  [actions, role({ Action: 'es:MarryPackage', Resource: 'a' }), 'It: there is no es:MarryPackage.'],
  [actions, role({ Action: ['dynamodb:*'], Resource: 'a' }), 'It: dynamodb:* is a pattern.'],
  [actions, role({ Action: 'dynamodb:GetItem', Resource: '*' }), 'It: dynamodb:GetItem is allowed on everything.'],
  [
    actions,
    role({ 'Fn::If': ['A', { Action: 'sqs:SendMessage', Resource: ['*'] }, { Ref: 'AWS::NoValue' }] }),
    'It: sqs:SendMessage is allowed on everything.',
  ],
  [
    actions,
    role({ Action: 'states:SendTaskSuccess', Resource: 'a' }),
    'It: states:SendTaskSuccess knows no resources, so that this allows nothing.',
  ],
  [boundaries, role({}), 'It: it carries no boundary.'],
  [keys, role({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'a' }), "It: it may not use the customer's key."],
  [trust, role({}, { Service: 'states.amazonaws.com' }), 'It: any account can use who assumes it.'],
  [structure, machine({ Next: 'B' }), 'It: '],
  [calls, machine({ Arguments: { FunctionName: 'liaison' } }), 'It: States.A calls no function of the substitutions.'],
  [calls, machine({ Arguments: { FunctionName: `\${One}` } }), 'It: there is no substitution One.'],
  [calls, machine({}, {}, { One: callee }), 'It: nothing uses the substitution One.'],
  [calls, machine({ Arguments: { FunctionName: `\${One}` } }, {}, { One: callee }), 'It: its role may not call Callee.'],
  [calls, machine({}, {}, { One: { Ref: 'Role' } }), 'It: Role is no function.'],
  [
    calls,
    machine({}, { Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['Other', 'Arn'] } }),
    'It: its role may call Other, and it does not.',
  ],
  [observed, machine({}), 'It: it is not traced.'],
  [observed, machine({}), 'It: it logs something else than its errors, or with data.'],
  [
    meaning,
    alarm({ AlarmDescription: 'Something is wrong somewhere, look. https://runbook#that' }),
    'It: its description is no sentence that ends with its link.',
  ],
  [meaning, alarm({ AlarmActions: [{ Ref: 'It' }] }), 'It: it tells nobody.'],
  [meaning, alarm({}), 'It: it does not tell when it is over.'],
  [meaning, alarm({ AlarmName: 'liaison-dev-left-behind', OKActions: [] }), 'It: it tells that it is over, which it is not.'],
  [meaning, alarm({}), 'It: it does not say what silence means.'],
  [runbook('# Runbook\n\n## That\n\nIt'), alarm({}), 'It: the runbook has no heading it.'],
  [runbook('# Runbook\n\n## It\n\n**Means** it.\n'), alarm({}), 'It: the runbook does not say how urgent it is.'],
  [coverage, rule({ Name: 'liaison-dev-it' }), 'It: no alarm watches FailedInvocations.'],
  [coverage, rule({}), 'Callee: no alarm watches Throttles.'],
  [
    coverage,
    template({ It: of('AWS::Lambda::EventInvokeConfig', { FunctionName: { Ref: 'Callee' } }) }),
    'It: no alarm watches DestinationDeliveryFailures.',
  ],
  [
    buses,
    alarm({
      Namespace: 'AWS/Events',
      MetricName: 'a',
      Dimensions: [
        { Name: 'EventBusName', Value: 'b' },
        { Name: 'RuleName', Value: 'c' },
      ],
    }),
    'It: c counts under other dimensions.',
  ],
  [dashboard, template({ It: of('AWS::CloudWatch::Dashboard', { DashboardBody: '{' }) }), 'It: its body is no JSON.'],
  [
    dashboard,
    template({ ...alarm({}).Resources, Board: of('AWS::CloudWatch::Dashboard', { DashboardBody: '{}' }) }),
    'Board: it does not show It.',
  ],
  [
    dashboard,
    template({ Callee: lambda, Board: of('AWS::CloudWatch::Dashboard', { DashboardBody: '{}' }) }),
    'Board: it does not show Callee.',
  ],
  [mayDo('sqs:*', '*'), template({ It: of('AWS::SQS::Line', {}) }), 'It: nobody knows what it takes to deploy AWS::SQS::Line.'],
  [mayDo('sqs:*', '*'), template({}), 'policy: it does not allow cloudformation:CreateStack.'],
  [
    mayDo('sqs:*', 'arn:aws:sqs:*:liaison-prod-*'),
    queue({ QueueName: 'liaison-dev-it' }),
    'It: the policy does not allow sqs:CreateQueue.',
  ],
  [
    mayDo(['sqs:SetQueueA*', 'sqs:Crea?eQueue'], '*'),
    queue({ QueueName: 'liaison-dev-it' }),
    'It: the policy does not allow sqs:CreateQueue.',
  ],
  [
    mayDo('s*:*', 'arn:aws:sns:eu-west-1:111122223333:liaison-dev-*'),
    template({
      It: of('AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' } }),
      Topic: of('AWS::SNS::Topic', { TopicName: 'liaison-dev-topic' }),
    }),
    'It: the policy does not allow sns:Unsubscribe.',
  ],
  [optional, template({ It: of('AWS::SNS::Subscription', {}) }), 'It: it is made without an address.'],
  [optional, template({}, { Parameters: { It: { Type: 'String' } } }), 'It: it has no default.'],
  [api, template({ It: of('AWS::ApiGatewayV2::Route', { AuthorizationType: 'NONE' }) }), 'It: anybody may call it.'],
  [api, template({ It: of('AWS::ApiGatewayV2::Stage', {}) }), 'It: it is not throttled.'],
  [api, template({ It: of('AWS::ApiGatewayV2::Stage', {}) }), 'It: it logs no access.'],
  [api, template({ It: of('AWS::ApiGatewayV2::Api', { CorsConfiguration: {} }) }), 'It: it lets other sites in.'],
  [kept, template({ It: of('AWS::Logs::LogGroup', {}) }), 'It: it is kept for ever.'],
  [kept, template({ It: lambda }), 'It: it is not traced.'],
  [kept, queue({ KmsMasterKeyId: { Ref: 'KeyArn' } }), 'It: it knows no customer key.'],
  [tables, template({ It: of('AWS::DynamoDB::Table', {}) }), 'It: it has no backups.'],
  [tables, template({ It: of('AWS::DynamoDB::Table', {}) }), 'It: it does not say whether it may be deleted.'],
  [messages, queue({}), 'It: it takes messages without TLS.'],
  [messages, policy({ Sid: 'Open', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } }), 'It: Open lets any account in.'],
  [messages, template({ It: of('AWS::Lambda::Permission', {}) }), 'It: any account may call.'],
  [
    quotas,
    template(Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`Queue${index}`, of('AWS::SQS::Queue', {})]))),
    'template: more than 500 resources.',
  ],
  [quotas, queue({ QueueName: 'a'.repeat(1_000_001) }), 'template: more than 1000000 bytes.'],
  [quotas, template({ It: of('AWS::Lambda::Function', { FunctionName: 'a'.repeat(65) }) }), 'It: its name is longer than 64.'],
  [quotas, template({ It: of('AWS::Lambda::Function', { Description: 'a'.repeat(257) }) }), 'It: its description is longer than 256.'],
  [
    quotas,
    template({ It: of('AWS::Lambda::Function', { Environment: { Variables: { A: 'a'.repeat(4096) } } }) }),
    'It: its environment is larger than 4096.',
  ],
  [quotas, template({ It: of('AWS::IAM::Role', { RoleName: 'a' }) }), 'It: it has a name of its own.'],
  [quotas, alarm({ AlarmDescription: 'a'.repeat(1025) }), 'It: its description is longer than 1024.'],
  [quotas, alarm({ Metrics: Array(11).fill({ MetricStat: {} }) }), 'It: more than 10 metrics.'],
];

test('each check of the template finds what it is for', () => {
  for (const [check, broken, finding] of cases) expect(check(broken)).toContainEqual(expect.stringContaining(finding));
});

test('no check is without such a case', () => {
  const tried = new Set(cases.map(([check]) => check));
  // Those for the runbook's text and for a policy are made for them, so they are others each time.
  const untried = Object.entries(checks).filter(([title, check]) => !tried.has(check) && !/runbook|policy/.test(title));
  expect(untried.map(([title]) => title)).toEqual([]);
});
