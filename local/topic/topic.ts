import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { NamedConfiguration } from '../configuration.ts';
import type { State } from '../state.ts';
import { AwsError } from '../wire/service.ts';

/** One attribute of a message, in the SDK's own shape. */
export interface TopicAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
}

/** A message as it was published. */
export interface PublishedMessage {
  readonly id: string;
  readonly topicArn: string;
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Readonly<Record<string, TopicAttribute>>;
  /** Epoch milliseconds of the world's clock. */
  readonly at: number;
  /** Tells apart, in their order, what was published in the same millisecond. */
  readonly sequence: number;
}

/** What is to be published. */
export interface NewPublication {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string | undefined;
  readonly attributes?: Readonly<Record<string, TopicAttribute>>;
}

/** The topics of the local world. Nobody is subscribed: what is published is kept, to be read back. */
export interface Topics {
  readonly topics: readonly NamedConfiguration[];
  /** Throws NotFoundException. */
  topicOf(arn: string): NamedConfiguration;
  /** The message is on disk when this returns. Throws NotFoundException and InvalidParameterException. */
  publish(publication: NewPublication): PublishedMessage;
  /** All messages of a topic, oldest first. */
  list(arn: string): PublishedMessage[];
}

interface TopicsOptions {
  readonly topics: readonly NamedConfiguration[];
  readonly clock: Clock;
  readonly state: State;
  /** Told of every message after it is kept. */
  onPublish?(message: PublishedMessage): void;
}

/** Bytes of message and attributes. Source: SNS quotas. */
const maximumBytes = 262_144;

/** The error SNS has for whatever is wrong with a parameter. */
export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);

// Source: SNS API reference, Publish: up to 100 characters of text on one line, beginning with a letter, number or punctuation mark.
const subjectPattern = /^[^\s\p{C}][^\p{C}]{0,99}$/u;

function check({ message, subject, attributes = {} }: NewPublication): void {
  if (!message) throw invalidParameter('Invalid parameter: Empty message');
  if (subject !== undefined && !subjectPattern.test(subject)) throw invalidParameter('Invalid parameter: Subject');
  const entries = Object.entries(attributes);
  for (const [name, { DataType, StringValue }] of entries) {
    if (!/^(String|String\.Array|Number)$/.test(DataType))
      throw invalidParameter(`The message attribute '${name}' has a type that is not served: ${DataType}`);
    if (!StringValue) throw invalidParameter(`The message attribute '${name}' must contain non-empty message attribute value.`);
  }
  const bytes = entries.reduce(
    (sum, [name, { DataType, StringValue = '' }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    Buffer.byteLength(message),
  );
  if (bytes > maximumBytes) throw invalidParameter('Invalid parameter: Message too long');
}

/** Standard topics whose messages are kept in `state`. */
export function createTopics({ topics, clock, state, onPublish }: TopicsOptions): Topics {
  const index = new Map(topics.map((topic) => [topic.arn, topic]));
  let sequence = 0;
  const collection = (arn: string) => `topic-message/${arn}`;

  const topicOf = (arn: string) => {
    const topic = index.get(arn);
    if (!topic) throw new AwsError('NotFoundException', 'Topic does not exist', { status: 404 });
    return topic;
  };

  return {
    topics,
    topicOf,
    publish(publication) {
      const { arn } = topicOf(publication.topicArn);
      check(publication);
      const { message, subject = null, attributes = {} } = publication;
      sequence += 1;
      const published = { id: randomUUID(), topicArn: arn, subject, message, attributes, at: clock.now(), sequence };
      state.put(collection(arn), published.id, published);
      onPublish?.(published);
      return published;
    },
    list: (arn) =>
      state
        .list<PublishedMessage>(collection(topicOf(arn).arn))
        .map(([, message]) => message)
        .sort((one, other) => one.at - other.at || one.sequence - other.sequence),
  };
}
