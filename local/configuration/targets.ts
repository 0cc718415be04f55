import type { Members } from './document.ts';
import type { Target } from './references.ts';
import { allResources, functionsOf, logicalIdOfFunction } from './template.ts';

/** Where the resources are said to be. */
export interface Place {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** Where the local AWS endpoint listens, such as http://127.0.0.1:4566: what queue URLs begin with. */
  readonly endpoint: string;
}

/** What only AWS needs: who may do what, where logs go, who watches and who is told. */
const withoutLocalMeaning = [
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

/** By resource type: the property that names it, and what others get by its Ref and its attributes. */
const namers: Readonly<Record<string, { property: string; target: (name: string, place: Place) => Target }>> = {
  'AWS::DynamoDB::Table': {
    property: 'TableName',
    target: (name, place) => ({ reference: name, attributes: { Arn: arn('dynamodb', `table/${name}`, place) } }),
  },
  'AWS::Events::EventBus': {
    property: 'Name',
    target: (name, place) => ({ reference: name, attributes: { Name: name, Arn: arn('events', `event-bus/${name}`, place) } }),
  },
  'AWS::SNS::Topic': {
    property: 'TopicName',
    target: (name, place) => ({
      reference: arn('sns', name, place),
      attributes: { TopicArn: arn('sns', name, place), TopicName: name },
    }),
  },
  'AWS::SQS::Queue': {
    property: 'QueueName',
    target: (name, place) => ({
      reference: queueUrl(name, place),
      attributes: { QueueUrl: queueUrl(name, place), QueueName: name, Arn: arn('sqs', name, place) },
    }),
  },
  'AWS::StepFunctions::StateMachine': {
    property: 'StateMachineName',
    target: (name, place) => ({
      reference: arn('states', `stateMachine:${name}`, place),
      attributes: { Name: name, Arn: arn('states', `stateMachine:${name}`, place) },
    }),
  },
};

/** The Amazon Resource Name of something in this account and region. */
export const arn = (service: string, resource: string, { region, account }: Pick<Place, 'region' | 'account'>): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** The URL of a queue, as the local endpoint serves it. */
export const queueUrl = (name: string, { endpoint, account }: Place) => `${endpoint}/${account}/${name}`;

/** The ARN of a function by its deployed name. */
export const arnOfFunction = (name: string, place: Place): string => arn('lambda', `function:${name}`, place);

/** What each resource and function is to the others, by logical id. Throws an Error that names a resource of a type not known here. */
export function targetsOf(document: Members, stack: string, place: Place): Record<string, Target> {
  const targets: Record<string, Target> = {};
  for (const { id, type, optional, properties } of allResources(document)) {
    if (optional && !withoutLocalMeaning.includes(type))
      throw new Error(`The local world runs nothing optional, and ${id} has a condition.`);
    const namer = namers[type];
    // A role is made by its logical id: CloudFormation finds the rest of its name.
    if (type === 'AWS::IAM::Role')
      targets[id] = { reference: id, attributes: { Arn: `arn:aws:iam::${place.account}:role/${stack}-${id}` } };
    else if (namer) targets[id] = namer.target(literal(id, properties, namer.property), place);
    else if (!withoutLocalMeaning.includes(type) && type !== 'AWS::Events::Rule')
      throw new Error(`The local world does not know ${type}, which ${id} is.`);
  }
  for (const key of Object.keys(functionsOf(document))) {
    const target = { reference: `${stack}-${key}`, attributes: { Arn: arnOfFunction(`${stack}-${key}`, place) } };
    targets[logicalIdOfFunction(key)] = target;
  }
  return targets;
}

/** A name is needed before anything can refer to it, so it refers to nothing itself. */
function literal(id: string, properties: Members, property: string): string {
  const value = properties[property];
  if (typeof value !== 'string') throw new Error(`${id} needs a ${property} of its own to run locally.`);
  return value;
}
