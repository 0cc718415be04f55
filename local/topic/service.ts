import * as client from '@aws-sdk/client-sns';
import type { Service } from '../wire/service.ts';
import { invalidParameter, type Topics } from './topic.ts';

/** What of Publish is not served: texts per protocol and phones (nobody is subscribed), FIFO topics (there are none). */
const unserved = ['MessageStructure', 'PhoneNumber', 'MessageDeduplicationId', 'MessageGroupId'] as const;

/** What SNS does for HTTP subscribers of a topic of which nothing else is said. Source: SNS developer guide, delivery policies. */
const EffectiveDeliveryPolicy = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

/** Everything fits on one page, so that no token is ever given out. */
function refuseToken(token: string | undefined): void {
  if (token !== undefined) throw invalidParameter('Invalid parameter: NextToken');
}

/** The SNS API for the topics there are: Publish, and looking at topics and subscriptions. Topics are not made by calls. */
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
      ListTopics({ NextToken }: client.ListTopicsInput): client.ListTopicsResponse {
        refuseToken(NextToken);
        return { Topics: topics.topics.map(({ arn }) => ({ TopicArn: arn })) };
      },
      ListSubscriptions({ NextToken }: client.ListSubscriptionsInput): client.ListSubscriptionsResponse {
        refuseToken(NextToken);
        return { Subscriptions: [] };
      },
      GetTopicAttributes: ({ TopicArn }: client.GetTopicAttributesInput): client.GetTopicAttributesResponse => {
        const { arn } = topics.topicOf(TopicArn ?? '');
        const none = { SubscriptionsConfirmed: '0', SubscriptionsPending: '0', SubscriptionsDeleted: '0' };
        return { Attributes: { TopicArn: arn, Owner: account, DisplayName: '', EffectiveDeliveryPolicy, ...none } };
      },
      ListSubscriptionsByTopic({ TopicArn, NextToken }: client.ListSubscriptionsByTopicInput): client.ListSubscriptionsByTopicResponse {
        refuseToken(NextToken);
        topics.topicOf(TopicArn ?? '');
        return { Subscriptions: [] };
      },
    },
    constraints: {},
    invalid: invalidParameter,
  };
}
