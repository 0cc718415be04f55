import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.ts';
import { alternatives, type Check, isMembers, type Members, ofType, type Value } from './template.ts';

/** By the prefix of its actions: the package that has a service's operations. */
const clients: Readonly<Record<string, string>> = {
  directconnect: 'direct-connect',
  dynamodb: 'dynamodb',
  es: 'elasticsearch-service',
  events: 'eventbridge',
  lambda: 'lambda',
  sns: 'sns',
  sqs: 'sqs',
  states: 'sfn',
  'vpc-lattice': 'vpc-lattice',
};

/** Actions of another name than their operation. */
const operations: Readonly<Record<string, string>> = { 'lambda:InvokeFunction': 'Invoke' };

/** What AWS does in a role's name, without a client of ours. */
const calledByAws = new Set([
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
]);

const logDelivery = 'Step Functions makes the delivery of a log before it exists';
const tracing = 'traces are nobody’s resource';

/** The whole list of what may be allowed on everything, with the reason. Source: service authorization reference. */
const everywhere: Readonly<Record<string, string>> = {
  'es:DescribePackages': 'packages are no resources to IAM',
  'es:ListDomainsForPackage': 'packages are no resources to IAM',
  'vpc-lattice:ListServiceNetworkServiceAssociations': 'lists know no resources',
  'vpc-lattice:ListServices': 'lists know no resources',
  'vpc-lattice:ListTagsForResource': 'lists know no resources',
  'states:SendTaskSuccess': 'task tokens are no resources to IAM',
  'xray:PutTraceSegments': tracing,
  'xray:PutTelemetryRecords': tracing,
  'xray:GetSamplingRules': tracing,
  'xray:GetSamplingTargets': tracing,
  'logs:CreateLogDelivery': logDelivery,
  'logs:GetLogDelivery': logDelivery,
  'logs:UpdateLogDelivery': logDelivery,
  'logs:DeleteLogDelivery': logDelivery,
  'logs:ListLogDeliveries': logDelivery,
  'logs:PutResourcePolicy': logDelivery,
  'logs:DescribeResourcePolicies': logDelivery,
  'logs:DescribeLogGroups': logDelivery,
};

/** Every action is an operation that exists; none is a pattern; everything is allowed only where nothing narrower can be. */
export const actions: Check = (template) =>
  ofType(template, 'AWS::IAM::Role').flatMap(([id, properties]) =>
    statementsOf(properties).flatMap(({ Action, Resource }) =>
      [Action ?? null].flat().flatMap((action) => ofAction(String(action), Resource ?? null).map((fault) => `${id}: ${fault}`)),
    ),
  );

function ofAction(action: string, resource: Value): string[] {
  const [service = '', name = ''] = action.split(':');
  if (action.includes('*')) return [`${action} is a pattern.`];
  if (!calledByAws.has(action) && !existsSync(commandFile(clients[service], operations[action] ?? name))) return [`there is no ${action}.`];
  const all = [resource].flat().includes('*');
  if (all && !everywhere[action]) return [`${action} is allowed on everything.`];
  return !all && everywhere[action] ? [`${action} knows no resources, so that this allows nothing.`] : [];
}

const commandFile = (client: string | undefined, operation: string) =>
  join(root, `node_modules/@aws-sdk/client-${client}/dist-types/commands/${operation}Command.d.ts`);

/** The statements of a role's own policies, with those that a condition adds. */
export const statementsOf = ({ Policies = [] }: Members): Members[] =>
  (Policies as Members[]).flatMap(({ PolicyDocument }) =>
    ((PolicyDocument as Members).Statement as Value[]).flatMap(alternatives).filter(isMembers),
  );

/** Every role can be bounded by the account's policy. */
export const boundaries: Check = (template) =>
  ofType(template, 'AWS::IAM::Role').flatMap(([id, { PermissionsBoundary }]) =>
    JSON.stringify(PermissionsBoundary)?.includes('{"Ref":"PermissionsBoundaryArn"}') ? [] : [`${id}: it carries no boundary.`],
  );

/** The customer's key is used under its condition only, and by every role: all of them use the table, or run what is encrypted. */
export const keys: Check = (template) =>
  ofType(template, 'AWS::IAM::Role').flatMap(([id, properties]) => {
    const policy = JSON.stringify(properties.Policies);
    const conditional = policy.includes('"Fn::If":["HasKey",{"Effect":"Allow","Action":');
    return policy.split('kms:').length > 1 && conditional ? [] : [`${id}: it may not use the customer's key.`];
  });

/** A role is assumed by one service, which another account cannot send: Lambda knows no such condition, and needs none. */
export const trust: Check = (template) =>
  ofType(template, 'AWS::IAM::Role').flatMap(([id, { AssumeRolePolicyDocument }]) =>
    ((AssumeRolePolicyDocument as Members).Statement as Members[]).flatMap(({ Principal, Condition }) => {
      const own = JSON.stringify(Principal) === '{"Service":"lambda.amazonaws.com"}';
      return own || JSON.stringify(Condition ?? null).includes('"aws:SourceAccount"') ? [] : [`${id}: any account can use who assumes it.`];
    }),
  );
