import { alternatives, type Check, idOf, isMembers, type Members, ofType, type Template } from './template.ts';

const noted = (findings: readonly (readonly [id: string, wrong: boolean, fault: string])[]) =>
  findings.flatMap(([id, wrong, fault]) => (wrong ? [`${id}: ${fault}`] : []));

/** Every route asks for IAM credentials, every stage is throttled and logs who called, and no browser of another site is let in. */
export const api: Check = (template) => [
  ...noted(
    ofType(template, 'AWS::ApiGatewayV2::Route').map(
      ([id, { AuthorizationType }]) => [id, AuthorizationType !== 'AWS_IAM', 'anybody may call it.'] as const,
    ),
  ),
  ...ofType(template, 'AWS::ApiGatewayV2::Stage').flatMap(([id, { DefaultRouteSettings, AccessLogSettings }]) => {
    const { ThrottlingRateLimit, ThrottlingBurstLimit } = (DefaultRouteSettings ?? {}) as Members;
    return noted([
      [id, !(Number(ThrottlingRateLimit) > 0 && Number(ThrottlingBurstLimit) > 0), 'it is not throttled.'],
      [id, !isMembers(AccessLogSettings), 'it logs no access.'],
    ]);
  }),
  ...noted(
    ofType(template, 'AWS::ApiGatewayV2::Api').map(
      ([id, { CorsConfiguration }]) => [id, CorsConfiguration !== undefined, 'it lets other sites in.'] as const,
    ),
  ),
];

/** Logs end, functions are traced, and what is kept can be encrypted with the customer's key. */
export const kept: Check = (template) => [
  ...ofType(template, 'AWS::Logs::LogGroup').flatMap(([id, { RetentionInDays, KmsKeyId }]) =>
    noted([
      [id, !(Number(RetentionInDays) > 0), 'it is kept for ever.'],
      [id, !encrypted(KmsKeyId), 'it knows no customer key.'],
    ]),
  ),
  ...noted(
    ofType(template, 'AWS::Lambda::Function').map(
      ([id, { TracingConfig }]) => [id, JSON.stringify(TracingConfig) !== '{"Mode":"Active"}', 'it is not traced.'] as const,
    ),
  ),
  ...Object.entries(keyProperties).flatMap(([type, property]) =>
    noted(ofType(template, type).map(([id, properties]) => [id, !encrypted(properties[property]), 'it knows no customer key.'] as const)),
  ),
];

/** Where each type has its key. */
const keyProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'SSESpecification',
  'AWS::SNS::Topic': 'KmsMasterKeyId',
  'AWS::SQS::Queue': 'KmsMasterKeyId',
  'AWS::StepFunctions::StateMachine': 'EncryptionConfiguration',
};

const encrypted = (value: Members[string] | undefined) =>
  isMembers(value) &&
  value['Fn::If'] !== undefined &&
  alternatives(value).some((side) => JSON.stringify(side).includes('{"Ref":"KeyArn"}'));

/** A table survives a mistake: its backups reach back, and stages decide whether it may be deleted. */
export const tables: Check = (template) =>
  ofType(template, 'AWS::DynamoDB::Table').flatMap(([id, { PointInTimeRecoverySpecification, DeletionProtectionEnabled }]) =>
    noted([
      [id, JSON.stringify(PointInTimeRecoverySpecification) !== '{"PointInTimeRecoveryEnabled":true}', 'it has no backups.'],
      [id, DeletionProtectionEnabled === undefined, 'it does not say whether it may be deleted.'],
    ]),
  );

/** Queues and topics refuse whoever comes without TLS, and let services in for this account's resources only. */
export const messages: Check = (template) => {
  const policies = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].flatMap((type) => ofType(template, type));
  const guarded = policies.flatMap(([, { Queues = [], Topics = [], PolicyDocument }]) =>
    JSON.stringify(PolicyDocument).includes('{"Bool":{"aws:SecureTransport":"false"}}') ? [Queues, Topics].flat().map(idOf) : [],
  );
  const kinds = ['AWS::SQS::Queue', 'AWS::SNS::Topic'].flatMap((type) => ofType(template, type));
  return [
    ...noted(kinds.map(([id]) => [id, !guarded.includes(id), 'it takes messages without TLS.'] as const)),
    ...policies.flatMap(([id, { PolicyDocument }]) =>
      openStatements(PolicyDocument as Members).map((sid) => `${id}: ${sid} lets any account in.`),
    ),
    ...noted(
      ofType(template, 'AWS::Lambda::Permission').map(
        ([id, { SourceArn }]) => [id, SourceArn === undefined, 'any account may call.'] as const,
      ),
    ),
  ];
};

/** What is allowed to a service from wherever it comes. */
const openStatements = ({ Statement }: Members) =>
  (Statement as Members[]).flatMap(({ Sid, Effect, Principal, Condition }) => {
    const service = isMembers(Principal) && Principal.Service !== undefined;
    return Effect === 'Allow' && service && !/aws:Source(Arn|Account)/.test(JSON.stringify(Condition ?? null)) ? [String(Sid)] : [];
  });

/** What AWS allows at most. Sources: CloudFormation, Lambda, IAM and CloudWatch quotas. */
const limits = {
  resources: 500,
  bytes: 1_000_000,
  environmentBytes: 4096,
  name: 64,
  description: 256,
  alarmDescription: 1024,
  alarmMetrics: 10,
};

/** The stack is within what AWS allows. */
export const quotas: Check = (template: Template) => [
  ...noted([
    ['template', Object.keys(template.Resources).length > limits.resources, `more than ${limits.resources} resources.`],
    ['template', JSON.stringify(template).length > limits.bytes, `more than ${limits.bytes} bytes.`],
  ]),
  ...ofType(template, 'AWS::Lambda::Function').flatMap(([id, { FunctionName, Description, Environment }]) =>
    noted([
      [id, String(FunctionName).length > limits.name, `its name is longer than ${limits.name}.`],
      [id, String(Description).length > limits.description, `its description is longer than ${limits.description}.`],
      [
        id,
        JSON.stringify(Environment ?? {}).length > limits.environmentBytes,
        `its environment is larger than ${limits.environmentBytes}.`,
      ],
    ]),
  ),
  // Names of roles are left to CloudFormation, so that two regions have two.
  ...noted(
    ofType(template, 'AWS::IAM::Role').map(([id, { RoleName }]) => [id, RoleName !== undefined, 'it has a name of its own.'] as const),
  ),
  ...ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([id, { AlarmDescription, Metrics = [] }]) =>
    noted([
      [id, String(AlarmDescription).length > limits.alarmDescription, `its description is longer than ${limits.alarmDescription}.`],
      [
        id,
        (Metrics as Members[]).filter(({ MetricStat }) => MetricStat).length > limits.alarmMetrics,
        `more than ${limits.alarmMetrics} metrics.`,
      ],
    ]),
  ),
];
