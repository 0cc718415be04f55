import type {
  KeyConfiguration,
  MachineConfiguration,
  NamedConfiguration,
  QueueConfiguration,
  TableConfiguration,
} from '../configuration.ts';
import type { Members, Value } from './document.ts';
import { list, members, type References } from './references.ts';
import { arn, type Place, queueUrl } from './targets.ts';
import { type Resource, resourcesOf } from './template.ts';

interface Surroundings {
  readonly place: Place;
  readonly references: References;
}

/** What is neither a function nor a rule. */
export const readResources = (document: Members, { place, references }: Surroundings) => ({
  buses: resourcesOf(document, 'AWS::Events::EventBus').map(({ id, properties }): NamedConfiguration => {
    const { Name } = members(id, properties, ['Name']);
    return named(Name, (name) => arn('events', `event-bus/${name}`, place));
  }),
  topics: resourcesOf(document, 'AWS::SNS::Topic').map(({ id, properties }): NamedConfiguration => {
    const { TopicName } = members(id, properties, ['TopicName']);
    return named(TopicName, (name) => arn('sns', name, place));
  }),
  queues: resourcesOf(document, 'AWS::SQS::Queue').map(({ id, properties }): QueueConfiguration => {
    const { QueueName } = members(id, properties, ['QueueName', 'MessageRetentionPeriod', 'SqsManagedSseEnabled']);
    return { ...named(QueueName, (name) => arn('sqs', name, place)), url: queueUrl(String(QueueName), place) };
  }),
  tables: resourcesOf(document, 'AWS::DynamoDB::Table').map((resource) => readTable(resource, place)),
  machines: resourcesOf(document, 'AWS::StepFunctions::StateMachine').map((resource) => readMachine(resource, { place, references })),
});

const named = (value: Value | undefined, arnOf: (name: string) => string): NamedConfiguration => ({
  name: String(value),
  arn: arnOf(String(value)),
});

// Backups, expiry and protection change nothing that one machine's table must do: the store never relies on what has expired.
function readTable({ id, properties }: Resource, place: Place): TableConfiguration {
  const table = members(id, properties, [
    'TableName',
    'BillingMode',
    'DeletionProtectionEnabled',
    'AttributeDefinitions',
    'KeySchema',
    'GlobalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'TimeToLiveSpecification',
  ]);
  return {
    ...named(table.TableName, (name) => arn('dynamodb', `table/${name}`, place)),
    keySchema: keySchema(id, table.KeySchema),
    attributes: list(`AttributeDefinitions of ${id}`, table.AttributeDefinitions) as TableConfiguration['attributes'][number][],
    indexes: list(`GlobalSecondaryIndexes of ${id}`, table.GlobalSecondaryIndexes ?? []).map((index) => {
      const { IndexName, KeySchema, Projection } = members(`an index of ${id}`, index, ['IndexName', 'KeySchema', 'Projection']);
      const { ProjectionType } = members(`Projection of ${IndexName}`, Projection, ['ProjectionType']);
      return {
        IndexName: String(IndexName),
        KeySchema: keySchema(String(IndexName), KeySchema),
        Projection: { ProjectionType: ProjectionType as 'ALL' },
      };
    }),
  };
}

const keySchema = (what: string, value: Value | undefined) => list(`KeySchema of ${what}`, value) as unknown as KeyConfiguration[];

function readMachine({ id, properties }: Resource, { place, references }: Surroundings): MachineConfiguration {
  const machine = members(id, properties, [
    'StateMachineName',
    'StateMachineType',
    'RoleArn',
    'Definition',
    'DefinitionSubstitutions',
    'LoggingConfiguration',
    'TracingConfiguration',
  ]);
  if (machine.StateMachineType !== 'STANDARD') throw new Error(`The local world runs standard state machines only, and ${id} is none.`);
  const substitutions = Object.entries((machine.DefinitionSubstitutions ?? {}) as Members).map(([name, value]) => [
    name,
    references.text(value),
  ]);
  return {
    logicalId: id,
    ...named(machine.StateMachineName, (name) => arn('states', `stateMachine:${name}`, place)),
    roleArn: references.text(machine.RoleArn),
    definition: substitute(id, machine.Definition ?? null, Object.fromEntries(substitutions)) as Members,
  };
}

/** The definition with every `${name}` in its texts replaced. A name without a substitution is refused, as AWS refuses it. */
function substitute(id: string, value: Value, substitutions: Readonly<Record<string, string>>): Value {
  if (Array.isArray(value)) return value.map((element) => substitute(id, element, substitutions));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, substitute(id, member, substitutions)]));
  }
  if (typeof value !== 'string') return value;
  return value.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const substitution = substitutions[name];
    if (substitution === undefined) throw new Error(`The definition of ${id} names \${${name}}, for which there is no substitution.`);
    return substitution;
  });
}
