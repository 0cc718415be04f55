import { type Check, idOf, type Template, textOf } from './template.ts';

/** A policy that only allows, as docs/deployer-policy.json has it. */
interface Policy {
  readonly Statement: readonly { readonly Action: string | string[]; readonly Resource: string | string[] }[];
}

/** What CloudFormation does, in the name of who deploys, to make, change and take away a resource of a type. */
interface Need {
  /** `{Name}` stands for that property, `{id}` for the logical id, of which CloudFormation makes a name. */
  readonly arn?: string;
  /** Without an ARN of its own: the property that names what it belongs to. */
  readonly of?: string;
  readonly actions: string;
  /** Actions that know no resources. */
  readonly everywhere?: string;
}

const here = 'eu-west-1:111122223333';
const logDelivery =
  'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries ' +
  'logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups';
const partOfApi = {
  arn: 'arn:aws:apigateway:eu-west-1::/apis/1a2b3c4d5e/parts/1a2b3c4',
  actions: 'apigateway:POST apigateway:PATCH apigateway:DELETE',
};

/** Sources: the handlers of the types in CloudFormation's registry; API Gateway developer guide, HTTP API logging; service authorization reference. */
const needs: Readonly<Record<string, Need>> = {
  'AWS::ApiGatewayV2::Api': { ...partOfApi, arn: 'arn:aws:apigateway:eu-west-1::/apis' },
  'AWS::ApiGatewayV2::Integration': partOfApi,
  'AWS::ApiGatewayV2::Route': partOfApi,
  'AWS::ApiGatewayV2::Stage': { ...partOfApi, everywhere: logDelivery },
  'AWS::CloudWatch::Alarm': {
    arn: `arn:aws:cloudwatch:${here}:alarm:{AlarmName}`,
    actions: 'cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms cloudwatch:TagResource',
    everywhere: 'cloudwatch:DescribeAlarms',
  },
  'AWS::CloudWatch::Dashboard': {
    arn: 'arn:aws:cloudwatch::111122223333:dashboard/{DashboardName}',
    actions: 'cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards',
  },
  'AWS::DynamoDB::Table': {
    arn: `arn:aws:dynamodb:${here}:table/{TableName}`,
    actions:
      'dynamodb:CreateTable dynamodb:UpdateTable dynamodb:DeleteTable dynamodb:UpdateTimeToLive dynamodb:UpdateContinuousBackups dynamodb:TagResource',
  },
  'AWS::Events::EventBus': {
    arn: `arn:aws:events:${here}:event-bus/{Name}`,
    actions: 'events:CreateEventBus events:UpdateEventBus events:DeleteEventBus events:TagResource',
  },
  'AWS::Events::Rule': {
    arn: `arn:aws:events:${here}:rule/{Name}`,
    actions: 'events:PutRule events:DeleteRule events:PutTargets events:RemoveTargets events:TagResource',
  },
  'AWS::IAM::Role': {
    arn: 'arn:aws:iam::111122223333:role/{stack}-{id}-1A2B3C4D5E6F',
    actions:
      'iam:CreateRole iam:GetRole iam:UpdateRole iam:UpdateAssumeRolePolicy iam:DeleteRole iam:PutRolePolicy iam:GetRolePolicy iam:DeleteRolePolicy ' +
      'iam:ListRolePolicies iam:PutRolePermissionsBoundary iam:DeleteRolePermissionsBoundary iam:PassRole iam:TagRole iam:UntagRole',
  },
  'AWS::Lambda::EventInvokeConfig': {
    of: 'FunctionName',
    actions: 'lambda:PutFunctionEventInvokeConfig lambda:UpdateFunctionEventInvokeConfig lambda:DeleteFunctionEventInvokeConfig',
  },
  'AWS::Lambda::Function': {
    arn: `arn:aws:lambda:${here}:function:{FunctionName}`,
    actions:
      'lambda:CreateFunction lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration lambda:DeleteFunction lambda:GetFunction lambda:TagResource',
  },
  'AWS::Lambda::Permission': { of: 'FunctionName', actions: 'lambda:AddPermission lambda:GetPolicy lambda:RemovePermission' },
  'AWS::Logs::LogGroup': {
    arn: `arn:aws:logs:${here}:log-group:{LogGroupName}`,
    actions:
      'logs:CreateLogGroup logs:PutRetentionPolicy logs:AssociateKmsKey logs:DisassociateKmsKey logs:DeleteLogGroup logs:TagResource',
    everywhere: 'logs:DescribeLogGroups',
  },
  // CloudFormation writes it small.
  'AWS::S3::Bucket': {
    arn: 'arn:aws:s3:::{stack}-serverlessdeploymentbucket-1a2b3c4d5e6f',
    actions:
      's3:CreateBucket s3:PutEncryptionConfiguration s3:PutBucketPublicAccessBlock s3:PutBucketTagging s3:DeleteBucket s3:ListBucket',
  },
  'AWS::S3::BucketPolicy': { of: 'Bucket', actions: 's3:PutBucketPolicy s3:DeleteBucketPolicy' },
  'AWS::SNS::Subscription': {
    of: 'TopicArn',
    actions: 'sns:Subscribe',
    everywhere: 'sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:Unsubscribe',
  },
  'AWS::SNS::Topic': {
    arn: `arn:aws:sns:${here}:{TopicName}`,
    actions: 'sns:CreateTopic sns:SetTopicAttributes sns:DeleteTopic sns:TagResource',
  },
  'AWS::SNS::TopicPolicy': { of: 'Topics', actions: 'sns:SetTopicAttributes' },
  'AWS::SQS::Queue': {
    arn: `arn:aws:sqs:${here}:{QueueName}`,
    actions: 'sqs:CreateQueue sqs:SetQueueAttributes sqs:GetQueueAttributes sqs:DeleteQueue sqs:TagQueue',
  },
  'AWS::SQS::QueuePolicy': { of: 'Queues', actions: 'sqs:SetQueueAttributes' },
  'AWS::StepFunctions::StateMachine': {
    arn: `arn:aws:states:${here}:stateMachine:{StateMachineName}`,
    actions: 'states:CreateStateMachine states:UpdateStateMachine states:DescribeStateMachine states:DeleteStateMachine states:TagResource',
    everywhere: logDelivery,
  },
};

/** What the framework calls itself, and serverless/removal.js. */
const calledByFramework: Readonly<Record<string, string>> = {
  '*': 'cloudformation:ValidateTemplate',
  [`arn:aws:cloudformation:${here}:stack/{stack}/1a2b3c4d`]:
    'cloudformation:CreateStack cloudformation:UpdateStack cloudformation:DescribeStacks cloudformation:DescribeStackEvents ' +
    'cloudformation:DescribeStackResource cloudformation:ListStackResources cloudformation:UpdateTerminationProtection cloudformation:DeleteStack',
  'arn:aws:s3:::{stack}-serverlessdeploymentbucket-1a2b3c4d5e6f/serverless/liaison.zip': 's3:GetObject s3:PutObject s3:DeleteObject',
  [`arn:aws:dynamodb:${here}:table/{stack}/index/byUnfinished`]: 'dynamodb:Query',
};

/** The policy lets a stack of that name be made, changed and removed. */
export const deployer =
  (policy: Policy, stack: string): Check =>
  (template) => {
    const missing = (actions: string, arn: string) =>
      actions.split(' ').filter((action) => !isAllowed(policy, action, arn.replace('{stack}', stack)));
    const byFramework = Object.entries(calledByFramework).flatMap(([arn, actions]) =>
      missing(actions, arn).map((action) => `policy: it does not allow ${action}.`),
    );
    const byResources = Object.entries(template.Resources).flatMap(([id, { Type }]) => {
      const { actions, everywhere } = needs[Type] ?? {};
      if (actions === undefined) return [`${id}: nobody knows what it takes to deploy ${Type}.`];
      const withoutResource = everywhere === undefined ? [] : missing(everywhere, '*');
      return [...missing(actions, arnOf(template, id)), ...withoutResource].map((action) => `${id}: the policy does not allow ${action}.`);
    });
    return [...byFramework, ...byResources];
  };

/** The ARN that a resource will have, or that of what it belongs to. */
function arnOf(template: Template, id: string): string {
  const { Type, Properties } = template.Resources[id] ?? { Type: '', Properties: {} };
  const { arn = '', of } = needs[Type] ?? {};
  const [owner = null] = of === undefined ? [] : [Properties[of] ?? null].flat();
  if (owner !== null) return arnOf(template, idOf(owner) ?? '');
  return arn.replace(/\{(\w+)\}/g, (whole, name: string) => (name === 'id' ? id : textOf(Properties[name]) || whole));
}

const isAllowed = ({ Statement }: Policy, action: string, arn: string) =>
  Statement.some(({ Action, Resource }) => matchesAny(Action, action) && matchesAny(Resource, arn));

const matchesAny = (patterns: string | string[], text: string) =>
  [patterns].flat().some((pattern) => new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`).test(text));

const literally = (text: string) => text.replaceAll(/[.?+^$()[\]{}|\\]/g, '\\$&');
