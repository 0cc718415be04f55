import { clientPackages } from '../../test/serverless/client-packages.ts';
import type { AwsCall } from './rehearsal.ts';

/** A function that does nothing. */
export const bare = 'export const handler = async () => null;\n';

/** Class of each client, by its package. */
const classes: Readonly<Record<string, string>> = {
  'client-direct-connect': 'DirectConnectClient',
  'client-dynamodb': 'DynamoDBClient',
  'client-elasticsearch-service': 'ElasticsearchServiceClient',
  'client-eventbridge': 'EventBridgeClient',
  'client-lambda': 'LambdaClient',
  'client-sfn': 'SFNClient',
  'client-sns': 'SNSClient',
  'client-sqs': 'SQSClient',
  'client-vpc-lattice': 'VPCLatticeClient',
};

const packageOf = ({ service }: AwsCall): string => clientPackages[service] ?? '';

/** Packages of the clients that make these calls. */
export const clientsOf = (calls: readonly AwsCall[]): string[] => [...new Set(calls.map(packageOf))].sort();

/**
 * The source of a function that has these clients, makes the same calls one after the other, and does nothing else: no library but the
 * SDK, no look at the event, nothing made of the answers.
 */
export function clientOnly(clients: readonly string[], calls: readonly AwsCall[]): string {
  const imports = clients.map((client) => {
    const operations = calls.filter((call) => packageOf(call) === client).map(({ operation }) => `${operation}Command`);
    return `import { ${[classOf(client), ...new Set(operations)].join(', ')} } from '@aws-sdk/${client}';`;
  });
  const made = clients.map((client) => `  '${client}': new ${classOf(client)}({}),`);
  const sent = calls.map(
    (call) => `  await clients['${packageOf(call)}'].send(new ${call.operation}Command(${literal(call.input)})).catch(refused);`,
  );
  return [
    ...imports,
    'const clients = {',
    ...made,
    '};',
    'const refused = (error: { $metadata?: unknown }) => { if (!error.$metadata) throw error; };',
    'export const handler = async () => {',
    ...sent,
    '  return null;',
    '};\n',
  ].join('\n');
}

function classOf(client: string): string {
  const found = classes[client];
  if (!found) throw new Error(`No class is known for ${client}: name it in bench/cold-start/beside.ts.`);
  return found;
}

/** Bytes are text in all that is sent here. */
const literal = (input: unknown) =>
  JSON.stringify(input, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value));
