import { expect, test } from '@jest/globals';
import { createState } from '../../../local/state.ts';
import { createTopics, type PublishedMessage } from '../../../local/topic/topic.ts';
import { createManualClock } from '../lambda/manual-clock.ts';

const arn = 'arn:aws:sns:eu-west-1:111122223333:alerts';

function createWorld(state = createState()) {
  const told: PublishedMessage[] = [];
  const topics = createTopics({
    topics: [{ name: 'alerts', arn }],
    clock: createManualClock(),
    state,
    onPublish: (message) => void told.push(message),
  });
  return { topics, told, state };
}

test('what is published is told and kept, in order', () => {
  const { topics, told } = createWorld();
  topics.publish({ topicArn: arn, subject: 'FAILED', message: 'first' });
  topics.publish({ topicArn: arn, message: 'second' });
  expect(told.map(({ message }) => message)).toEqual(['first', 'second']);
  expect(topics.list(arn)).toEqual(told);
  expect(told[0]).toMatchObject({ subject: 'FAILED', at: Date.parse('2030-01-01T00:00:00Z') });
});

test('a new process finds what was published', () => {
  const { topics, state } = createWorld();
  topics.publish({ topicArn: arn, message: 'kept' });
  expect(createWorld(state).topics.list(arn)).toMatchObject([{ message: 'kept' }]);
});

test('a topic that is not there is not found', () => {
  expect(() => createWorld().topics.publish({ topicArn: `${arn}-other`, message: 'x' })).toThrow('Topic does not exist');
});

test.each([
  ['an empty message', { message: '' }, 'Invalid parameter: Empty message'],
  ['a subject of two lines', { message: 'x', subject: 'a\nb' }, 'Invalid parameter: Subject'],
  ['a subject of 101 characters', { message: 'x', subject: 'a'.repeat(101) }, 'Invalid parameter: Subject'],
  ['a message above 256 KiB', { message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
  ['an attribute without a value', { message: 'x', attributes: { a: { DataType: 'String' } } }, "The message attribute 'a' must"],
])('%s is refused', (_, publication, message) => {
  expect(() => createWorld().topics.publish({ topicArn: arn, ...publication })).toThrow(message);
});
