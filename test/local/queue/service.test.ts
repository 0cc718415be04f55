import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createQueues } from '../../../local/queue/queue.ts';
import { createQueueService } from '../../../local/queue/service.ts';
import { createState } from '../../../local/state.ts';
import { serve } from '../lambda/endpoint.ts';
import { createManualClock } from '../lambda/manual-clock.ts';
import { account } from '../lambda/world.ts';

const clock = createManualClock();
const parked = { name: 'parked', arn: `arn:aws:sqs:eu-west-1:${account}:parked`, url: `http://127.0.0.1:4566/${account}/parked` };
const queues = createQueues({ queues: [parked], clock, state: createState() });
let endpoint: Awaited<ReturnType<typeof serve>>;
let client: SQSClient;
let QueueUrl: string;

beforeAll(async () => {
  endpoint = await serve(createQueueService(queues));
  client = new SQSClient({ ...endpoint.settings, useQueueUrlAsEndpoint: false });
  QueueUrl = (await client.send(new GetQueueUrlCommand({ QueueName: 'parked' }))).QueueUrl ?? '';
});

afterAll(async () => {
  expect(endpoint.faults).toEqual([]);
  client.destroy();
  await endpoint.close();
});

beforeEach(async () => void (await client.send(new PurgeQueueCommand({ QueueUrl }))));

// The SDK compares the MD5 of what it sent and received with the answer's, and throws when they differ.
test('a message is sent, received, hidden longer, and deleted', async () => {
  const MessageAttributes = {
    ERROR_CODE: { DataType: 'String', StringValue: 'NO_RESOURCE' },
    raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(7) },
  };
  const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'grüße', MessageAttributes }));
  const ask = { QueueUrl, MessageAttributeNames: ['ERROR_*', 'All'], MessageSystemAttributeNames: ['All' as const] };
  const [message] = (await client.send(new ReceiveMessageCommand(ask))).Messages ?? [];
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'grüße',
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes,
    Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(clock.now()), SenderId: `arn:aws:iam::${account}:user/tester` },
  });
  const handle = { QueueUrl, ReceiptHandle: message?.ReceiptHandle };
  await client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 60 }));
  clock.advance(59);
  expect((await client.send(new ReceiveMessageCommand(ask))).Messages).toBeUndefined();
  await client.send(new DeleteMessageCommand(handle));
  clock.advance(60);
  expect((await client.send(new ReceiveMessageCommand(ask))).Messages).toBeUndefined();
});

test('attributes that were not asked for are not sent', async () => {
  await client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } }),
  );
  const [message] = (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
  expect(message).toMatchObject({ Body: 'x' });
  expect(message?.MessageAttributes).toBeUndefined();
  expect(message?.Attributes).toBeUndefined();
});

test('a batch tells which entries were taken', async () => {
  const Entries = [
    { Id: 'good', MessageBody: 'x' },
    { Id: 'bad', MessageBody: '\u0001' },
  ];
  const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
  expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
});

test('a queue is described by what was asked', async () => {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'ApproximateNumberOfMessages', 'VisibilityTimeout'] }),
  );
  expect(Attributes).toEqual({
    QueueArn: `arn:aws:sqs:eu-west-1:${account}:parked`,
    ApproximateNumberOfMessages: '1',
    VisibilityTimeout: '30',
  });
});

test('every attribute of a queue is told, since when there is one among them; an unknown one is refused', async () => {
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  const born = String(Math.floor((queues.createdAt.get(parked.arn) ?? 0) / 1000));
  expect(Attributes).toMatchObject({ CreatedTimestamp: born, LastModifiedTimestamp: born, SqsManagedSseEnabled: 'true' });
  const unknown = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Colour' as 'All'] });
  await expect(client.send(unknown)).rejects.toMatchObject({ name: 'InvalidAttributeName', message: 'Unknown Attribute Colour.' });
});

test('a parameter that is missing is named', async () => {
  await expect(client.send(new ReceiveMessageCommand({ QueueUrl: undefined }))).rejects.toMatchObject({
    name: 'MissingParameter',
    message: 'The request must contain the parameter QueueUrl.',
  });
});

test('queues are found by prefix', async () => {
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'park' }))).QueueUrls).toEqual([QueueUrl]);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'other' }))).QueueUrls).toBeUndefined();
});

test('a queue that is not there has the error of the query days', async () => {
  const error = await client.send(new GetQueueUrlCommand({ QueueName: 'other' })).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(QueueDoesNotExist);
  expect(error.Error).toMatchObject({ Code: 'AWS.SimpleQueueService.NonExistentQueue' });
});

test('a handle that nobody gave is refused', async () => {
  await expect(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'guess' }))).rejects.toMatchObject({
    name: 'ReceiptHandleIsInvalid',
  });
});

test('too long a wait is refused', async () => {
  await expect(client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 21 }))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});
