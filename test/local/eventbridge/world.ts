import type { RuleConfiguration } from '../../../local/configuration.ts';
import type { MessageAttributes } from '../../../local/eventbridge/delivery.ts';
import type { Envelope } from '../../../local/eventbridge/envelope.ts';
import { createEventBridge, type EventBridgeOptions } from '../../../local/eventbridge/eventbridge.ts';
import { createRandom } from '../../../local/random.ts';
import { createState } from '../../../local/state.ts';
import { createManualClock } from '../lambda/manual-clock.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const target = `arn:aws:lambda:${region}:${account}:function:on-event`;
export const queue = `arn:aws:sqs:${region}:${account}:parked`;

/** A rule for everything of one source. */
export const ruleFor = (source: string, changes: Partial<RuleConfiguration> = {}): RuleConfiguration => ({
  name: `on-${source}`,
  arn: `arn:aws:events:${region}:${account}:rule/on-${source}`,
  description: null,
  busName: 'default',
  pattern: { source: [source] },
  schedule: null,
  state: 'ENABLED',
  targets: [
    {
      id: 'on-event',
      arn: target,
      maximumRetryAttempts: 3,
      maximumEventAgeSeconds: 3600,
      deadLetterArn: queue,
    },
  ],
  ...changes,
});

/** An EventBridge of its own for a test. `fail` is thrown by the target for as long as it is set. */
export function createWorld(rules: RuleConfiguration[], { state = createState(), clock = createManualClock() } = {}) {
  const world = {
    fail: undefined as Error | undefined,
    attempts: 0,
    delivered: [] as { arn: string; event: Envelope }[],
    dead: [] as { queueArn: string; event: Envelope; attributes: MessageAttributes }[],
    lines: [] as string[],
  };
  const options: EventBridgeOptions = {
    buses: [{ name: 'liaison', arn: `arn:aws:events:${region}:${account}:event-bus/liaison` }],
    rules,
    clock,
    state,
    random: createRandom(1),
    account,
    region,
    deliver(arn, event) {
      world.attempts += 1;
      if (world.fail) throw world.fail;
      world.delivered.push({ arn, event });
    },
    sendToQueue: (queueArn, body, attributes) => void world.dead.push({ queueArn, event: JSON.parse(body), attributes }),
    log: (line) => void world.lines.push(line),
  };
  return Object.assign(world, { bridge: createEventBridge(options), state, clock });
}

/** Lets the clock go on and what it started come to an end. */
export async function pass(clock: { advance(seconds: number): void }, seconds: number): Promise<void> {
  clock.advance(seconds);
  await new Promise((resolve) => setImmediate(resolve));
}

/** An error named as AWS names it. */
export const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
