import * as client from '@aws-sdk/client-sqs';
import { AwsError, type Caller, type Service } from '../wire/service.ts';
import { md5OfAttributes, md5OfBody } from './digest.ts';
import { invalidParameter, missingParameter } from './message.ts';
import { type Queues, queueParameters, type StoredMessage } from './queue.ts';

/** A handle says which message was received, and for which time. */
const handleOf = ({ id, receiveCount }: StoredMessage) => Buffer.from(`${id}#${receiveCount}`).toString('base64url');

function idIn(handle: string | undefined): string {
  const [, id] = /^([0-9a-f-]{36})#\d+$/.exec(Buffer.from(handle ?? '', 'base64url').toString()) ?? [];
  if (!id) throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  return id;
}

/** The members that `names` ask for: each, `All` or `.*`, or a prefix ending in `.*`. */
function pick<Value>(members: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> {
  const isAsked = (member: string) =>
    names.some(
      (name) => name === 'All' || name === '.*' || name === member || (name.endsWith('.*') && member.startsWith(name.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(members).filter(([member]) => isAsked(member)));
}

const unlessEmpty = <Members extends object>(members: Members) => (Object.keys(members).length > 0 ? members : undefined);

function within(name: string, value: number | undefined, from: number, to: number): void {
  if (value === undefined || (value >= from && value <= to)) return;
  throw invalidParameter(`Value ${value} for parameter ${name} is invalid. Reason: Must be between ${from} and ${to}, if provided.`);
}

/** What a receiver sees of a message. */
function received(message: StoredMessage, request: client.ReceiveMessageRequest): client.Message {
  const { id, body, senderId, sentAt, firstReceivedAt, receiveCount, systemAttributes } = message;
  const system = {
    SenderId: senderId,
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receiveCount),
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...Object.fromEntries(Object.entries(systemAttributes).map(([name, { StringValue = '' }]) => [name, StringValue])),
  };
  const attributes = pick(message.attributes, request.MessageAttributeNames ?? []);
  const md5 = md5OfAttributes(attributes);
  const asked = unlessEmpty(pick(system, [...(request.MessageSystemAttributeNames ?? []), ...(request.AttributeNames ?? [])]));
  return {
    MessageId: id,
    ReceiptHandle: handleOf(message),
    MD5OfBody: md5OfBody(body),
    Body: body,
    ...(asked && { Attributes: asked }),
    ...(md5 && { MessageAttributes: attributes, MD5OfMessageAttributes: md5 }),
  };
}

/** All that can be asked for; what a queue here has no value for is left out, as on AWS. */
const queueAttributes: readonly string[] = Object.values(client.QueueAttributeName);

/** The SQS API for the queues there are: send, receive, delete, visibility, purge, and looking at queues. Queues are not made by calls. */
export function createQueueService(queues: Queues): Service {
  const nameOf = (url: string | undefined) => {
    if (!url) throw missingParameter('QueueUrl');
    return queues.queueOf(url).name;
  };

  function send(input: Omit<client.SendMessageRequest, 'QueueUrl'>, name: string, { principalArn }: Caller) {
    const { MessageBody = '', DelaySeconds, MessageAttributes, MessageSystemAttributes, ...fifo } = input;
    const [unserved] = Object.keys(fifo).filter((member) => /^Message(DeduplicationId|GroupId)$/.test(member));
    if (unserved) throw invalidParameter(`The request include parameter ${unserved} that is not valid for this queue type.`);
    within('DelaySeconds', DelaySeconds, 0, 900);
    const attributes = (MessageAttributes ?? {}) as Record<string, { DataType: string }>;
    const systemAttributes = (MessageSystemAttributes ?? {}) as Record<string, { DataType: string }>;
    const delay = DelaySeconds === undefined ? {} : { delaySeconds: DelaySeconds };
    const sent = queues.send(name, { body: MessageBody, attributes, systemAttributes, senderId: principalArn, ...delay });
    const md5OfSystem = md5OfAttributes(systemAttributes);
    return {
      MessageId: sent.id,
      MD5OfMessageBody: sent.md5OfBody,
      ...(sent.md5OfAttributes && { MD5OfMessageAttributes: sent.md5OfAttributes }),
      ...(md5OfSystem && { MD5OfMessageSystemAttributes: md5OfSystem }),
    };
  }

  function sendBatch({ QueueUrl, Entries = [] }: client.SendMessageBatchRequest, caller: Caller): client.SendMessageBatchResult {
    const name = nameOf(QueueUrl);
    if (Entries.length === 0)
      throw new AwsError('EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.');
    if (Entries.length > 10) throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
    if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
      throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
    const result = { Successful: [] as client.SendMessageBatchResultEntry[], Failed: [] as client.BatchResultErrorEntry[] };
    for (const { Id, ...entry } of Entries) {
      try {
        result.Successful.push({ Id, ...send(entry, name, caller) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        result.Failed.push({ Id, Code: error.name, Message: error.message, SenderFault: true });
      }
    }
    return result;
  }

  async function receive(request: client.ReceiveMessageRequest): Promise<client.ReceiveMessageResult> {
    const { QueueUrl, MaxNumberOfMessages: maximum = 1, WaitTimeSeconds: waitSeconds = 0, VisibilityTimeout } = request;
    within('MaxNumberOfMessages', maximum, 1, 10);
    within('WaitTimeSeconds', waitSeconds, 0, 20);
    within('VisibilityTimeout', VisibilityTimeout, 0, 43_200);
    const visibility = VisibilityTimeout === undefined ? {} : { visibilityTimeout: VisibilityTimeout };
    const messages = await queues.receive(nameOf(QueueUrl), { maximum, waitSeconds, ...visibility });
    return messages.length > 0 ? { Messages: messages.map((message) => received(message, request)) } : {};
  }

  function attributesOf({ QueueUrl, AttributeNames = [] }: client.GetQueueAttributesRequest): client.GetQueueAttributesResult {
    const queue = queues.queueOf(nameOf(QueueUrl));
    const counts = queues.count(queue.name);
    const createdAt = Math.floor((queues.createdAt.get(queue.arn) ?? 0) / 1000);
    const all = {
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: counts.visible,
      ApproximateNumberOfMessagesNotVisible: counts.inFlight,
      ApproximateNumberOfMessagesDelayed: counts.delayed,
      CreatedTimestamp: createdAt,
      LastModifiedTimestamp: createdAt,
      VisibilityTimeout: queueParameters.visibilityTimeout,
      MessageRetentionPeriod: queueParameters.retention,
      MaximumMessageSize: 1_048_576,
      DelaySeconds: 0,
      ReceiveMessageWaitTimeSeconds: 0,
      SqsManagedSseEnabled: true,
    };
    const unknown = AttributeNames.find((name) => !queueAttributes.includes(name));
    if (unknown) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const asked = unlessEmpty(pick(all, AttributeNames));
    return asked ? { Attributes: Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, String(value)])) } : {};
  }

  return {
    signingName: 'sqs',
    protocol: 'json-1.0',
    client,
    operations: {
      SendMessage: ({ QueueUrl, ...message }: client.SendMessageRequest, caller: Caller) => send(message, nameOf(QueueUrl), caller),
      SendMessageBatch: sendBatch,
      ReceiveMessage: receive,
      DeleteMessage: ({ QueueUrl, ReceiptHandle }: client.DeleteMessageRequest) => queues.delete(nameOf(QueueUrl), idIn(ReceiptHandle)),
      ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }: client.ChangeMessageVisibilityRequest) => {
        within('VisibilityTimeout', VisibilityTimeout, 0, 43_200);
        queues.hide(nameOf(QueueUrl), idIn(ReceiptHandle), VisibilityTimeout ?? 0);
      },
      PurgeQueue: ({ QueueUrl }: client.PurgeQueueRequest) => queues.purge(nameOf(QueueUrl)),
      GetQueueUrl: ({ QueueName }: client.GetQueueUrlRequest) => ({ QueueUrl: queues.queueOf(QueueName ?? '').url }),
      GetQueueAttributes: attributesOf,
      ListQueues: ({ QueueNamePrefix = '' }: client.ListQueuesRequest): client.ListQueuesResult => {
        const found = queues.queues.filter(({ name }) => name.startsWith(QueueNamePrefix));
        return found.length > 0 ? { QueueUrls: found.map(({ url }) => url) } : {};
      },
    },
    constraints: {},
    invalid: (message, problems = []) => {
      const [missing] = problems.filter(({ isMissing }) => isMissing);
      return missing ? missingParameter(missing.member) : invalidParameter(message);
    },
  };
}
