import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/wire/service.ts';
import { account, createWorld, named, pass, queue, region, ruleFor, target } from './world.ts';

const event = { source: 'aws.tag', 'detail-type': 'Tag Change on Resource', resources: ['arn:aws:vpc-lattice:x'], detail: { version: 3 } };

test('an event of AWS reaches the targets of the rules that match, in its envelope', async () => {
  const { bridge, delivered, clock } = createWorld([ruleFor('aws.tag'), ruleFor('aws.es')]);
  bridge.emit(event);
  await pass(clock, 0);
  expect(delivered).toEqual([
    {
      arn: target,
      event: {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'Tag Change on Resource',
        source: 'aws.tag',
        account,
        time: '2030-01-01T00:00:00Z',
        region,
        resources: ['arn:aws:vpc-lattice:x'],
        detail: { version: 3 },
      },
    },
  ]);
});

test('of a rule that is disabled nothing comes', async () => {
  const asleep = { state: 'DISABLED' } as const;
  const { bridge, delivered, clock } = createWorld([
    ruleFor('aws.tag', asleep),
    ruleFor('aws.es', { ...asleep, pattern: null, schedule: 'rate(1 minute)' }),
  ]);
  bridge.keepSchedules();
  bridge.emit(event);
  await pass(clock, 300);
  expect(delivered).toEqual([]);
  bridge.close();
});

test('buses do not share events', async () => {
  const { bridge, delivered, clock } = createWorld([ruleFor('aws.tag', { busName: 'liaison' })]);
  bridge.emit(event);
  await pass(clock, 0);
  expect(delivered).toEqual([]);
  bridge.put('liaison', event);
  await pass(clock, 0);
  expect(delivered).toHaveLength(1);
});

describe('loading', () => {
  test('a pattern that is not supported is refused with the name of its rule', () => {
    const rule = ruleFor('aws.tag', { pattern: { detail: { n: [{ numeric: ['=', 1] }] } } });
    expect(() => createWorld([rule])).toThrow('Rule on-aws.tag: {"numeric":["=",1]} at detail.n is not a test that is supported here');
  });

  test('a rule on a bus that is not there is refused', () => {
    expect(() => createWorld([ruleFor('aws.tag', { busName: 'other' })])).toThrow('Rule on-aws.tag is on the bus other');
  });
});

describe('a target that fails', () => {
  test('is called again, later and later, until it takes the event', async () => {
    const world = createWorld([ruleFor('aws.tag')]);
    world.fail = new AwsError('ThrottlingException', 'slow down');
    world.bridge.emit(event);
    await pass(world.clock, 0);
    expect(world.attempts).toBe(1);
    await pass(world.clock, 2);
    expect(world.attempts).toBe(2);
    await pass(world.clock, 1);
    expect(world.attempts).toBe(2);
    world.fail = undefined;
    await pass(world.clock, 3);
    expect(world.delivered).toHaveLength(1);
    await pass(world.clock, 3600);
    expect(world.attempts).toBe(3);
    expect(world.state.list('event-delivery')).toEqual([]);
  });

  test('loses the event to the dead-letter queue after the last attempt', async () => {
    const world = createWorld([ruleFor('aws.tag')]);
    world.fail = named('ServiceException', 'not today');
    world.bridge.emit(event);
    for (let turn = 0; turn < 5; turn += 1) await pass(world.clock, 20);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(world.attempts).toBe(4);
    expect(world.dead).toMatchObject([{ queueArn: queue, event: { source: 'aws.tag' } }]);
    expect(world.dead[0]?.attributes).toEqual({
      RULE_ARN: text(`arn:aws:events:${region}:${account}:rule/on-aws.tag`),
      TARGET_ARN: text(target),
      ERROR_CODE: text('ERROR_FROM_TARGET'),
      ERROR_MESSAGE: text('not today'),
      EXHAUSTED_RETRY_CONDITION: text('MaximumRetryAttempts'),
      RETRY_ATTEMPTS: text('3'),
    });
  });

  test('loses it also when it has grown too old', async () => {
    const world = createWorld([
      ruleFor('aws.tag', {
        targets: [{ id: 'on-event', arn: target, maximumRetryAttempts: 185, maximumEventAgeSeconds: 60, deadLetterArn: queue }],
      }),
    ]);
    world.fail = named('TimeoutError');
    world.bridge.emit(event);
    for (let turn = 0; turn < 60; turn += 1) await pass(world.clock, 1);
    expect(world.dead[0]?.attributes).toMatchObject({
      ERROR_CODE: { StringValue: 'TIMEOUT' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumEventAgeInSeconds' },
    });
  });

  test.each([
    ['ResourceNotFoundException', 404, 'NO_RESOURCE'],
    ['AccessDeniedException', 403, 'NO_PERMISSIONS'],
    ['RequestTooLargeException', 413, 'ERROR_FROM_TARGET'],
  ])('with %s is not called again', async (name, status, code) => {
    const world = createWorld([ruleFor('aws.tag')]);
    world.fail = new AwsError(name, 'no', { status });
    world.bridge.emit(event);
    await pass(world.clock, 0);
    expect(world.dead[0]?.attributes).toMatchObject({ ERROR_CODE: { StringValue: code }, RETRY_ATTEMPTS: { StringValue: '0' } });
    expect(world.dead[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('without a dead-letter queue drops the event, and the log says so', async () => {
    const world = createWorld([
      ruleFor('aws.tag', {
        targets: [{ id: 'on-event', arn: target, maximumRetryAttempts: 1, maximumEventAgeSeconds: 60, deadLetterArn: null }],
      }),
    ]);
    world.fail = new AwsError('ResourceNotFoundException', 'Function not found', { status: 404 });
    world.bridge.emit(event);
    await pass(world.clock, 0);
    expect(world.lines[0]).toContain(`is dropped: ${target} answered Function not found`);
  });
});

describe('a new process', () => {
  test('goes on with what the old one left, and counts its attempts', async () => {
    const old = createWorld([ruleFor('aws.tag')]);
    old.fail = named('ThrottlingException');
    old.bridge.emit(event);
    await pass(old.clock, 0);
    old.bridge.emit(event);
    old.bridge.close();
    const { state, clock } = old;
    const world = createWorld([ruleFor('aws.tag')], { state, clock });
    expect(world.bridge.resume()).toBe(2);
    expect(world.bridge.resume()).toBe(0);
    await pass(clock, 2);
    expect(world.delivered).toHaveLength(2);
  });

  test('refuses to forget an event whose rule is gone', () => {
    const old = createWorld([ruleFor('aws.tag')]);
    old.bridge.emit(event);
    old.bridge.close();
    const { state, clock } = old;
    expect(() => createWorld([], { state, clock }).bridge.resume()).toThrow('which is not there any more');
  });
});

describe('faults', () => {
  test('an event comes late', async () => {
    const { bridge, delivered, clock } = createWorld([ruleFor('aws.tag')]);
    bridge.faults.add({ match: { source: 'aws.tag' }, effect: { type: 'LATE', seconds: 300 } });
    bridge.emit(event);
    await pass(clock, 299);
    expect(delivered).toEqual([]);
    await pass(clock, 1);
    expect(delivered).toHaveLength(1);
  });

  test('an event comes twice under one id', async () => {
    const { bridge, delivered, clock } = createWorld([ruleFor('aws.tag')]);
    bridge.faults.add({ match: {}, effect: { type: 'DUPLICATE' } });
    bridge.emit(event);
    await pass(clock, 0);
    expect(delivered).toHaveLength(2);
    expect(delivered[0]?.event).toEqual(delivered[1]?.event);
  });

  test('an event is lost, and the next one is not', async () => {
    const { bridge, delivered, clock } = createWorld([ruleFor('aws.tag')]);
    bridge.faults.add({ match: { 'detail-type': 'Tag Change on Resource' }, effect: { type: 'LOSE' } });
    bridge.emit(event);
    bridge.emit({ ...event, resources: [] });
    await pass(clock, 0);
    expect(delivered).toMatchObject([{ event: { resources: [] } }]);
  });
});
