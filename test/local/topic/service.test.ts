import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  NotFoundException,
  PublishCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createState } from '../../../local/state.ts';
import { createTopicService } from '../../../local/topic/service.ts';
import { createTopics } from '../../../local/topic/topic.ts';
import { serve } from '../lambda/endpoint.ts';
import { createManualClock } from '../lambda/manual-clock.ts';
import { account } from '../lambda/world.ts';

const TopicArn = `arn:aws:sns:eu-west-1:${account}:alerts`;
const topics = createTopics({ topics: [{ name: 'alerts', arn: TopicArn }], clock: createManualClock(), state: createState() });
let endpoint: Awaited<ReturnType<typeof serve>>;
let client: SNSClient;

beforeAll(async () => {
  endpoint = await serve(createTopicService({ topics, account }));
  client = new SNSClient(endpoint.settings);
});

afterAll(async () => {
  expect(endpoint.faults).toEqual([]);
  client.destroy();
  await endpoint.close();
});

test('a message is published with subject and attributes', async () => {
  const MessageAttributes = { state: { DataType: 'String', StringValue: 'FAILED' } };
  const { MessageId } = await client.send(
    new PublishCommand({ TopicArn, Subject: 'F1 & domain', Message: '{"a":"<b>"}', MessageAttributes }),
  );
  expect(topics.list(TopicArn)).toMatchObject([
    { id: MessageId, subject: 'F1 & domain', message: '{"a":"<b>"}', attributes: MessageAttributes },
  ]);
});

test('topics are listed and described', async () => {
  expect((await client.send(new ListTopicsCommand())).Topics).toEqual([{ TopicArn }]);
  expect((await client.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes).toMatchObject({ TopicArn, Owner: account });
  expect((await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toEqual([]);
  expect((await client.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  await expect(client.send(new ListTopicsCommand({ NextToken: 'guess' }))).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

test('an unknown topic and a wrong subject have the errors of SNS', async () => {
  await expect(client.send(new PublishCommand({ TopicArn: `${TopicArn}-other`, Message: 'x' }))).rejects.toBeInstanceOf(NotFoundException);
  await expect(client.send(new PublishCommand({ TopicArn, Message: 'x', Subject: 'a\nb' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'Invalid parameter: Subject',
  });
});

test('what is not served is refused', async () => {
  await expect(client.send(new PublishCommand({ PhoneNumber: '+491701234567', Message: 'x' }))).rejects.toThrow(
    'PhoneNumber is not served',
  );
});
