import * as directConnect from '@aws-sdk/client-direct-connect';
import * as sfn from '@aws-sdk/client-sfn';
import * as sqs from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { statesConstraints } from '../../../local/wire/constraints/states.ts';
import { AwsError, type Service } from '../../../local/wire/service.ts';
import { operation, rejection, signed, startWorld } from './world.ts';

const invalid = (message: string) => new AwsError('ValidationException', message);

/** Executions with memory. */
function statesService(): Service {
  const started: { executionArn: string; startDate: Date; input: string | undefined }[] = [];
  return {
    signingName: 'states',
    protocol: 'json-1.0',
    client: sfn,
    constraints: statesConstraints,
    invalid,
    operations: {
      StartExecution: operation((input: sfn.StartExecutionInput) => {
        const execution = {
          executionArn: `${input.stateMachineArn}:${input.name}`,
          startDate: new Date(1_893_553_445_250),
          input: input.input,
        };
        started.push(execution);
        return { executionArn: execution.executionArn, startDate: execution.startDate };
      }),
      DescribeExecution: operation((input: sfn.DescribeExecutionInput) => {
        const found = started.find(({ executionArn }) => executionArn === input.executionArn);
        if (!found) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${input.executionArn}'`);
        return { ...found, status: 'RUNNING', stopDate: undefined, error: null };
      }),
    },
  };
}

const connectService: Service = {
  signingName: 'directconnect',
  protocol: 'json-1.1',
  client: directConnect,
  constraints: {},
  invalid: (message) => new AwsError('DirectConnectClientException', message),
  operations: {
    DescribeConnections: operation(() => ({
      connections: [{ connectionId: 'dxcon-1', vlan: 101, jumboFrameCapable: true, loaIssueTime: new Date(0) }],
    })),
    AssociateHostedConnection: operation(() => {
      throw new AwsError('DirectConnectServerException', 'It broke');
    }),
  },
};

const queueService: Service = {
  signingName: 'sqs',
  protocol: 'json-1.0',
  client: sqs,
  constraints: {},
  invalid,
  operations: {
    GetQueueUrl: operation(() => {
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    }),
    DeleteMessage: operation(() => undefined),
  },
};

let world: Awaited<ReturnType<typeof startWorld>>;
let states: sfn.SFNClient;
let connect: directConnect.DirectConnectClient;
let queues: sqs.SQSClient;

beforeAll(async () => {
  world = await startWorld([statesService(), connectService, queueService]);
  states = new sfn.SFNClient(world.client);
  connect = new directConnect.DirectConnectClient(world.client);
  queues = new sqs.SQSClient(world.client);
});

afterAll(() => world.server.close());

const post = (service: string, target: string, body: string) =>
  fetch(world.url, {
    method: 'POST',
    headers: { ...signed(service), 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
    body,
  });

test('json 1.0 carries an input in and an output out, moments with milliseconds', async () => {
  const started = await states.send(new sfn.StartExecutionCommand({ stateMachineArn: 'arn:machine', name: 'one', input: '{"é":1}' }));
  expect(started).toMatchObject({ executionArn: 'arn:machine:one', startDate: new Date(1_893_553_445_250) });
  const described = await states.send(new sfn.DescribeExecutionCommand({ executionArn: 'arn:machine:one' }));
  expect(described).toMatchObject({ input: '{"é":1}', status: 'RUNNING' });
  expect(described.error).toBeUndefined();
});

test('json 1.1 carries numbers, booleans and dates', async () => {
  const { connections } = await connect.send(new directConnect.DescribeConnectionsCommand({}));
  expect(connections).toEqual([{ connectionId: 'dxcon-1', vlan: 101, jumboFrameCapable: true, loaIssueTime: new Date(0) }]);
});

test('an operation without an output has an empty one', async () => {
  await expect(queues.send(new sqs.DeleteMessageCommand({ QueueUrl: `${world.url}/1/q`, ReceiptHandle: 'r' }))).resolves.toHaveProperty(
    '$metadata',
  );
});

test('an error keeps its name and the status it was thrown with', async () => {
  const unknown = await rejection(states.send(new sfn.DescribeExecutionCommand({ executionArn: 'arn:none' })));
  expect(unknown).toBeInstanceOf(sfn.ExecutionDoesNotExist);
  expect(unknown.message).toBe("Execution Does Not Exist: 'arn:none'");
  const broken = await rejection(
    connect.send(new directConnect.AssociateHostedConnectionCommand({ connectionId: 'a', parentConnectionId: 'b' })),
  );
  expect(broken).toBeInstanceOf(directConnect.DirectConnectServerException);
  expect(broken.$metadata).toMatchObject({ httpStatusCode: 400 });
});

test('a service that once spoke query sends the old code along', async () => {
  const error = await rejection(queues.send(new sqs.GetQueueUrlCommand({ QueueName: 'none' })));
  expect(error).toBeInstanceOf(sqs.QueueDoesNotExist);
  expect(error).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' });
});

test('an operation that is not served is an UnknownOperationException with status 400', async () => {
  const error = await rejection(connect.send(new directConnect.DescribeLagsCommand({})));
  expect(error).toMatchObject({ name: 'UnknownOperationException', $metadata: { httpStatusCode: 400 } });
});

test('a target with the prefix of another service is unknown', async () => {
  const answer = await post('states', 'AmazonSQS.StartExecution', '{}');
  expect(await answer.json()).toEqual({
    __type: 'UnknownOperationException',
    message: "states has no operation 'AmazonSQS.StartExecution' here",
  });
});

test('a missing member and one too long are both named', async () => {
  const answer = await post('states', 'AWSStepFunctions.StartExecution', JSON.stringify({ name: 'x'.repeat(81), stateMachineArn: null }));
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0');
  expect(await answer.json()).toEqual({
    __type: 'ValidationException',
    message:
      "2 validation errors detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null; " +
      `Value '${'x'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
  });
});

test.each([
  ['{"stateMachineArn": ', 'The request body is not well-formed JSON'],
  ['[]', 'ARRAY_VALUE can not be converted to an Object'],
  ['{"stateMachineArn": 5}', "NUMBER_VALUE can not be converted to a String at 'stateMachineArn'"],
])('%s is a SerializationException', async (body, message) => {
  const answer = await post('states', 'AWSStepFunctions.StartExecution', body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ __type: 'SerializationException', message });
});
