import { describe, expect, test } from '@jest/globals';
import { rateOf } from '../../../local/eventbridge/schedule.ts';
import { createState } from '../../../local/state.ts';
import { createManualClock } from '../lambda/manual-clock.ts';
import { createWorld, pass, ruleFor } from './world.ts';

const quarterly = ruleFor('clock', { pattern: null, schedule: 'rate(15 minutes)' });

describe('a rule with a schedule', () => {
  test('calls its targets at every full rate since it was made, with what AWS sends', async () => {
    const { bridge, delivered, clock } = createWorld([quarterly]);
    bridge.keepSchedules();
    await pass(clock, 899);
    expect(delivered).toEqual([]);
    await pass(clock, 1);
    expect(delivered[0]?.event).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [quarterly.arn],
      time: '2030-01-01T00:15:00Z',
      detail: {},
    });
    await pass(clock, 3_600);
    expect(delivered).toHaveLength(5);
    bridge.close();
    await pass(clock, 3_600);
    expect(delivered).toHaveLength(5);
  });

  test('keeps its times across processes, and makes up for none', async () => {
    const [state, clock] = [createState(), createManualClock()];
    const first = createWorld([quarterly], { state, clock });
    first.bridge.keepSchedules();
    first.bridge.close();
    clock.advance(7 * 900 + 600);
    const second = createWorld([quarterly], { state, clock });
    second.bridge.keepSchedules();
    await pass(clock, 299);
    expect(second.delivered).toEqual([]);
    await pass(clock, 1);
    expect(second.delivered).toHaveLength(1);
    second.bridge.close();
  });

  test('is met by no event, and a rule with a pattern has no times', async () => {
    const { bridge, delivered, clock } = createWorld([quarterly, ruleFor('ticket')]);
    bridge.keepSchedules();
    bridge.put('default', { source: 'clock', 'detail-type': 'Scheduled Event', resources: [], detail: {} });
    await pass(clock, 1);
    expect(delivered).toEqual([]);
    bridge.close();
  });

  test('is tried again as any other', async () => {
    const world = createWorld([quarterly]);
    world.bridge.keepSchedules();
    world.fail = new Error('busy');
    await pass(world.clock, 900);
    world.fail = undefined;
    await pass(world.clock, 60);
    expect(world.delivered).toHaveLength(1);
    world.bridge.close();
  });
});

test.each([
  ['rate(1 minute)', 60_000],
  ['rate(15 minutes)', 900_000],
  ['rate(1 hour)', 3_600_000],
  ['rate(7 days)', 604_800_000],
])('%s is %d milliseconds', (expression, length) => {
  expect(rateOf(expression)).toBe(length);
});

test.each(['cron(0 12 * * ? *)', 'rate(1 minutes)', 'rate(2 minute)', 'rate(0 minutes)', 'rate(5 seconds)', 'rate(1.5 hours)', ''])(
  '%j is refused with the name of its rule',
  (schedule) => {
    expect(() => createWorld([ruleFor('clock', { pattern: null, schedule })])).toThrow('Rule on-clock:');
  },
);
