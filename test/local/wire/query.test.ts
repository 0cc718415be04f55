import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AwsError, type Service } from '../../../local/wire/service.ts';
import { operation, rejection, signed, startWorld } from './world.ts';

/** Topics with memory. */
function topicService(): Service {
  const published: sns.PublishInput[] = [];
  const attributes = new Map<string, string>();
  const tags: sns.Tag[] = [];
  return {
    signingName: 'sns',
    protocol: 'query',
    client: sns,
    constraints: {},
    invalid: (message) => new AwsError('InvalidParameterException', message),
    operations: {
      Publish: operation((input: sns.PublishInput) => ({ MessageId: `${published.push(input)} <&> ${input.Message}` })),
      ListTopics: operation(() => ({ Topics: published.map(({ TopicArn }) => ({ TopicArn })) })),
      SetTopicAttributes: operation((input: sns.SetTopicAttributesInput) => {
        attributes.set(input.AttributeName ?? '', input.AttributeValue ?? '');
      }),
      GetTopicAttributes: operation(() => ({ Attributes: Object.fromEntries(attributes) })),
      TagResource: operation((input: sns.TagResourceRequest) => {
        tags.push(...(input.Tags ?? []));
        return {};
      }),
      ListTagsForResource: operation(() => ({ Tags: tags })),
      GetSMSAttributes: operation(() => {
        const [first] = published;
        return {
          attributes: Object.fromEntries(
            Object.entries(first?.MessageAttributes ?? {}).map(([key, value]) => [key, String(value.StringValue)]),
          ),
        };
      }),
      ListSubscriptions: operation(() => {
        throw new AwsError('NotFoundException', 'Topic <does> not exist & never did');
      }),
    },
  };
}

let world: Awaited<ReturnType<typeof startWorld>>;
let topics: sns.SNSClient;

beforeAll(async () => {
  world = await startWorld([topicService()]);
  topics = new sns.SNSClient(world.client);
});

afterAll(() => world.server.close());

const post = (form: Record<string, string>, headers: Record<string, string> = signed('sns')) =>
  fetch(world.url, { method: 'POST', headers, body: new URLSearchParams(form) });

test('text, maps of structures and bytes come in, text with markup goes out', async () => {
  const MessageAttributes = {
    'a.b': { DataType: 'String', StringValue: 'c=d&e f+g ü' },
    bytes: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
  };
  const { MessageId } = await topics.send(new sns.PublishCommand({ TopicArn: 'arn:topic', Message: 'x&y', MessageAttributes }));
  expect(MessageId).toBe('1 <&> x&y');
  const { attributes } = await topics.send(new sns.GetSMSAttributesCommand({}));
  expect(attributes).toEqual({ 'a.b': 'c=d&e f+g ü', bytes: 'undefined' });
  const { Topics } = await topics.send(new sns.ListTopicsCommand({}));
  expect(Topics).toEqual([{ TopicArn: 'arn:topic' }]);
  expect(world.calls.at(0)?.input).toMatchObject({ MessageAttributes: { bytes: { BinaryValue: Buffer.from([0, 255]) } } });
});

test('maps go out, and an operation without an output has an empty one', async () => {
  const AttributeValue = '{"a": "<b>"}';
  await topics.send(new sns.SetTopicAttributesCommand({ TopicArn: 't', AttributeName: 'Policy', AttributeValue }));
  const { Attributes } = await topics.send(new sns.GetTopicAttributesCommand({ TopicArn: 't' }));
  expect(Attributes).toEqual({ Policy: AttributeValue });
});

test('lists of structures come in and go out', async () => {
  const Tags = Array.from({ length: 12 }, (_, index) => ({ Key: `key${index}`, Value: `${index}` }));
  await topics.send(new sns.TagResourceCommand({ ResourceArn: 't', Tags }));
  expect((await topics.send(new sns.ListTagsForResourceCommand({ ResourceArn: 't' }))).Tags).toEqual(Tags);
});

test('an error has the code and the status that the query protocol gives it', async () => {
  const error = await rejection(topics.send(new sns.ListSubscriptionsCommand({})));
  expect(error).toBeInstanceOf(sns.NotFoundException);
  expect(error).toMatchObject({
    message: 'Topic <does> not exist & never did',
    Code: 'NotFound',
    Type: 'Sender',
    $metadata: { httpStatusCode: 404 },
  });
});

test('an operation that is not served is an InvalidAction', async () => {
  const error = await rejection(topics.send(new sns.CreateTopicCommand({ Name: 'x' })));
  expect(error).toMatchObject({
    name: 'InvalidAction',
    message: "sns has no operation 'CreateTopic' here",
    $metadata: { httpStatusCode: 400 },
  });
});

test('missing members are refused with the error of the service, in XML', async () => {
  const answer = await post({ Action: 'TagResource', 'Tags.member.1.Key': 'a' });
  const requestId = answer.headers.get('x-amzn-requestid');
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('text/xml');
  expect(await answer.text()).toBe(
    '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>' +
      "2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null</Message></Error>" +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  );
});

test('a request that is not signed is refused in XML too', async () => {
  const answer = await post({ Action: 'ListTopics' }, {});
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
});
