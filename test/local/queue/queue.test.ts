import { expect, test } from '@jest/globals';
import { createQueues } from '../../../local/queue/queue.ts';
import { createState } from '../../../local/state.ts';
import { createManualClock } from '../lambda/manual-clock.ts';

const arn = 'arn:aws:sqs:eu-west-1:111122223333:parked';

function createWorld(state = createState(), clock = createManualClock()) {
  return {
    queues: createQueues({ queues: [{ name: 'parked', arn, url: 'http://127.0.0.1:4566/111122223333/parked' }], clock, state }),
    clock,
    state,
  };
}

test('a message received is hidden until its visibility time-out', () => {
  const { queues, clock } = createWorld();
  queues.send(arn, { body: 'one' });
  expect(queues.take('parked', 10).map(({ body }) => body)).toEqual(['one']);
  expect(queues.take('parked', 10)).toEqual([]);
  clock.advance(30);
  expect(queues.take('parked', 10)).toMatchObject([{ body: 'one', receiveCount: 2 }]);
});

test('messages come in the order they were sent, at most as many as asked for', () => {
  const { queues } = createWorld();
  for (const body of ['one', 'two', 'three']) queues.send(arn, { body });
  expect(queues.take('parked', 2).map(({ body }) => body)).toEqual(['one', 'two']);
  expect(queues.count('parked')).toEqual({ visible: 1, inFlight: 2, delayed: 0 });
});

test('who waits gets a message as soon as it is sent', async () => {
  const { queues } = createWorld();
  const waiting = queues.receive('parked', { maximum: 1, waitSeconds: 20 });
  queues.send(arn, { body: 'at last' });
  expect(await waiting).toMatchObject([{ body: 'at last' }]);
});

test('who waits gets a delayed message when its time comes, and nothing when the wait is over', async () => {
  const { queues, clock } = createWorld();
  queues.send(arn, { body: 'later', delaySeconds: 10 });
  const early = queues.receive('parked', { maximum: 1, waitSeconds: 5 });
  clock.advance(5);
  expect(await early).toEqual([]);
  const late = queues.receive('parked', { maximum: 1, waitSeconds: 20 });
  clock.advance(5);
  expect(await late).toMatchObject([{ body: 'later' }]);
});

test('who waits is let go when the world stops', async () => {
  const { queues } = createWorld();
  const waiting = queues.receive('parked', { maximum: 1, waitSeconds: 20 });
  queues.close();
  expect(await waiting).toEqual([]);
});

test('messages are dropped when their retention is over', () => {
  const { queues, clock } = createWorld();
  queues.send(arn, { body: 'old' });
  clock.advance(14 * 86_400);
  expect(queues.list(arn)).toEqual([]);
});

test('a new process finds the messages, binary attributes included', () => {
  const { queues, state, clock } = createWorld();
  const attributes = {
    RETRY_ATTEMPTS: { DataType: 'Number', StringValue: '3' },
    raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
  };
  queues.send(arn, { body: 'kept', attributes });
  expect(createWorld(state, clock).queues.take(arn, 1)).toMatchObject([{ body: 'kept', attributes }]);
});

test('a queue that is not there is refused', () => {
  expect(() => createWorld().queues.send('arn:aws:sqs:eu-west-1:111122223333:other', { body: 'x' })).toThrow(
    'The specified queue does not exist.',
  );
});

test.each([
  ['an empty body', { body: '' }, 'MissingParameter'],
  ['a control character', { body: 'a\u0001' }, 'InvalidMessageContents'],
  ['more than 1 MiB', { body: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
  ['a strange attribute type', { body: 'x', attributes: { a: { DataType: 'Date', StringValue: 'x' } } }, 'InvalidParameterValue'],
  ['an attribute without a value', { body: 'x', attributes: { a: { DataType: 'String', StringValue: '' } } }, 'InvalidParameterValue'],
])('%s is refused', (_, message, name) => {
  expect(() => createWorld().queues.send(arn, message)).toThrow(expect.objectContaining({ name }));
});
