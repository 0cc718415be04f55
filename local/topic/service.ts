import * as client from '@aws-sdk/client-sns';
import type { Service } from '../wire/service.ts';
import { invalidParameter, type Topics } from './topic.ts';

/** What of Publish is not served: texts per protocol and phones (nobody is subscribed), FIFO topics (there are none). */
const unserved = ['MessageStructure', 'PhoneNumber', 'MessageDeduplicationId', 'MessageGroupId'] as const;

/** The SNS API for the topics there are: Publish, ListTopics, GetTopicAttributes, ListSubscriptionsByTopic. Topics are not made by calls. */
export function createTopicService({ topics, account }: { topics: Topics; account: string }): Service {
  function publish(input: client.PublishInput): client.PublishResponse {
    const extra = unserved.find((name) => input[name] !== undefined);
    if (extra) throw invalidParameter(`Invalid parameter: ${extra} is not served by the local SNS`);
    const topicArn = input.TopicArn ?? input.TargetArn;
    if (!topicArn) throw invalidParameter('Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter');
    const attributes = (input.MessageAttributes ?? {}) as Record<string, { DataType: string; StringValue?: string }>;
    const { id } = topics.publish({ topicArn, message: input.Message ?? '', subject: input.Subject, attributes });
    return { MessageId: id };
  }

  return {
    signingName: 'sns',
    protocol: 'query',
    client,
    operations: {
      Publish: publish,
      ListTopics: (): client.ListTopicsResponse => ({ Topics: topics.topics.map(({ arn }) => ({ TopicArn: arn })) }),
      GetTopicAttributes: ({ TopicArn }: client.GetTopicAttributesInput): client.GetTopicAttributesResponse => {
        const { arn } = topics.topicOf(TopicArn ?? '');
        const none = { SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
        return { Attributes: { TopicArn: arn, Owner: account, DisplayName: '', ...none } };
      },
      ListSubscriptionsByTopic: ({ TopicArn }: client.ListSubscriptionsByTopicInput): client.ListSubscriptionsByTopicResponse => {
        topics.topicOf(TopicArn ?? '');
        return { Subscriptions: [] };
      },
    },
    constraints: {},
    invalid: invalidParameter,
  };
}
