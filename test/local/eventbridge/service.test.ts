import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createEventBridgeService } from '../../../local/eventbridge/service.ts';
import { serve } from '../lambda/endpoint.ts';
import { account, createWorld, pass, queue, ruleFor, target } from './world.ts';

const world = createWorld([ruleFor('liaison', { busName: 'liaison' }), ruleFor('ticket'), ruleFor('aws.tag')]);
let endpoint: Awaited<ReturnType<typeof serve>>;
let client: EventBridgeClient;

beforeAll(async () => {
  endpoint = await serve(createEventBridgeService({ eventBridge: world.bridge, account, log: (line) => world.lines.push(line) }));
  client = new EventBridgeClient(endpoint.settings);
});

afterAll(async () => {
  expect(endpoint.faults).toEqual([]);
  client.destroy();
  await endpoint.close();
});

beforeEach(() => {
  world.delivered.length = 0;
});

const put = async (...Entries: PutEventsRequestEntry[]) => {
  const { FailedEntryCount, Entries: results } = await client.send(new PutEventsCommand({ Entries }));
  await pass(world.clock, 0);
  return { FailedEntryCount, results };
};
const entry = { Source: 'ticket', DetailType: 'Association Requested', Detail: '{"kind":"es-package"}' };

describe('PutEvents', () => {
  test('an event is delivered under the id that is answered, with the time that was given', async () => {
    const { FailedEntryCount, results } = await put({ ...entry, Time: new Date('2029-12-31T23:59:59.9Z'), Resources: ['arn:x'] });
    expect(FailedEntryCount).toBe(0);
    const event = {
      id: results?.[0]?.EventId,
      source: 'ticket',
      time: '2029-12-31T23:59:59Z',
      resources: ['arn:x'],
      detail: { kind: 'es-package' },
    };
    expect(world.delivered).toMatchObject([{ arn: target, event }]);
  });

  test('a bus goes by name and by ARN', async () => {
    const arn = `arn:aws:events:eu-west-1:${account}:event-bus/liaison`;
    await put({ ...entry, Source: 'liaison', EventBusName: 'liaison' }, { ...entry, Source: 'liaison', EventBusName: arn });
    expect(world.delivered).toHaveLength(2);
  });

  test.each([
    ['a source of AWS', { ...entry, Source: 'aws.tag' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
    [
      'no source',
      { ...entry, Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'no detail',
      { ...entry, Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['a detail that is not JSON', { ...entry, Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is no object', { ...entry, Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
  ])('%s fails its entry and no other', async (_, bad, ErrorCode, ErrorMessage) => {
    const { FailedEntryCount, results } = await put(bad, entry);
    expect(FailedEntryCount).toBe(1);
    expect(results).toEqual([{ ErrorCode, ErrorMessage }, { EventId: expect.any(String) }]);
    expect(world.delivered).toMatchObject([{ event: { source: 'ticket' } }]);
  });

  test('more than ten entries or one MB are refused', async () => {
    await expect(put(...Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({ name: 'ValidationException' });
    const large = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(1_048_576) }) };
    await expect(put(large)).rejects.toThrow('Total size of the entries in the request is over the limit.');
  });

  test('a bus that is not there takes the event as in AWS, and the log says that nobody gets it', async () => {
    expect((await put({ ...entry, EventBusName: 'other' })).FailedEntryCount).toBe(0);
    expect(world.delivered).toEqual([]);
    expect(world.lines).toContain('An event of ticket was put on the bus other, which does not exist: nobody will get it');
  });
});

describe('looking', () => {
  test('buses', async () => {
    const { EventBuses } = await client.send(new ListEventBusesCommand());
    expect(EventBuses?.map(({ Name }) => Name)).toEqual(['default', 'liaison']);
    expect(EventBuses?.map(({ CreationTime }) => CreationTime?.getTime())).toEqual(world.bridge.buses.map(({ createdAt }) => createdAt));
    expect((await client.send(new DescribeEventBusCommand())).Arn).toBe(`arn:aws:events:eu-west-1:${account}:event-bus/default`);
  });

  test('rules, page by page', async () => {
    const first = await client.send(new ListRulesCommand({ Limit: 1 }));
    const second = await client.send(new ListRulesCommand({ Limit: 1, NextToken: first.NextToken }));
    expect([...(first.Rules ?? []), ...(second.Rules ?? [])].map(({ Name }) => Name)).toEqual(['on-aws.tag', 'on-ticket']);
    expect(second.NextToken).toBeUndefined();
  });

  test('one rule and its targets', async () => {
    const rule = await client.send(new DescribeRuleCommand({ Name: 'on-liaison', EventBusName: 'liaison' }));
    expect(rule).toMatchObject({ EventPattern: '{"source":["liaison"]}', State: 'ENABLED', EventBusName: 'liaison' });
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: 'on-liaison', EventBusName: 'liaison' }));
    expect(Targets).toEqual([
      {
        Id: 'on-event',
        Arn: target,
        RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
        DeadLetterConfig: { Arn: queue },
      },
    ]);
  });

  test('a page that was not given out is refused', async () => {
    await expect(client.send(new ListRulesCommand({ NextToken: '1' }))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(new ListEventBusesCommand({ Limit: 101 }))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('what is not there is not found', async () => {
    await expect(client.send(new DescribeRuleCommand({ Name: 'other' }))).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(client.send(new ListRulesCommand({ EventBusName: 'other' }))).rejects.toThrow('Event bus other does not exist.');
  });
});
