import { randomUUID } from 'node:crypto';
import { nameOf } from '../../src/errors.ts';
import type { Clock, Timer } from '../clock.ts';
import type { RuleTargetConfiguration } from '../configuration.ts';
import type { Random } from '../random.ts';
import type { State } from '../state.ts';
import { AwsError } from '../wire/service.ts';
import type { Envelope } from './envelope.ts';
import type { Rule } from './rule.ts';

/** Attributes of a message, in the SDK's own shape. */
export type MessageAttributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

/** What delivering stands on. */
export interface DeliveryOptions {
  readonly clock: Clock;
  readonly state: State;
  readonly random: Random;
  /** Hands an event to a target. What it rejects with decides whether it is tried again: an AwsError that says no (4xx, no throttle) is not. */
  deliver(targetArn: string, event: Envelope): Promise<void> | void;
  sendToQueue(queueArn: string, body: string, attributes: MessageAttributes): Promise<void> | void;
  log(line: string): void;
}

/** One event on its way to one target, as it is kept on disk. */
interface Delivery {
  readonly id: string;
  readonly event: Envelope;
  readonly ruleArn: string;
  readonly targetId: string;
  readonly acceptedAt: number;
  readonly nextAt: number;
  readonly attempts: number;
}

type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

const collection = 'event-delivery';

/** Error codes of dead letters, by what the target said. Source: EventBridge user guide, dead-letter queues. */
const codes: Readonly<Record<string, string>> = {
  AccessDeniedException: 'NO_PERMISSIONS',
  ResourceNotFoundException: 'NO_RESOURCE',
  QueueDoesNotExist: 'NO_RESOURCE',
  ThrottlingException: 'THROTTLING',
  TooManyRequestsException: 'THROTTLING',
  TimeoutError: 'TIMEOUT',
};
const codeOf = (error: unknown) => codes[nameOf(error)] ?? 'ERROR_FROM_TARGET';

/** Waiting does not bring a permission or a target, nor make a target take what it refuses. Source: as above. */
const isHopeless = (error: unknown) =>
  error instanceof AwsError && error.status < 500 && error.status !== 429 && codeOf(error) !== 'THROTTLING' && codeOf(error) !== 'TIMEOUT';

/** Exponential with jitter, up to 10 minutes: AWS does not say how; this makes about 185 attempts in 24 hours, as AWS does. */
const pauseSeconds = (attempts: number, random: Random) => Math.min(600, 2 ** Math.min(attempts, 10)) * (0.5 + random() / 2);

/** Brings events to targets: kept on disk until the target or its dead-letter queue has them. At least once, in no promised order. */
export function createDelivery(rules: readonly Rule[], { clock, state, random, deliver, sendToQueue, log }: DeliveryOptions) {
  /** By delivery; what is under way stays in here. */
  const timers = new Map<string, Timer>();
  let closed = false;

  function schedule(delivery: Delivery): void {
    state.put(collection, delivery.id, delivery);
    // What cannot even be given up stays on disk, and is tried again by the next process.
    const complain = (error: unknown) => log(`Event ${delivery.event.id} is kept for ${delivery.ruleArn}: ${error}`);
    timers.set(
      delivery.id,
      clock.at(delivery.nextAt, () => void attempt(delivery).catch(complain)),
    );
  }

  function forget({ id }: Delivery): void {
    state.delete(collection, id);
    timers.delete(id);
  }

  function targetOf({ ruleArn, targetId }: Delivery): RuleTargetConfiguration {
    const target = rules.find(({ arn }) => arn === ruleArn)?.targets.find(({ id }) => id === targetId);
    if (!target) throw new Error(`An event on disk is for the target ${targetId} of ${ruleArn}, which is not there any more`);
    return target;
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const target = targetOf(delivery);
    try {
      await deliver(target.arn, delivery.event);
    } catch (error) {
      if (!closed) await retry({ ...delivery, attempts: delivery.attempts + 1 }, target, error);
      return;
    }
    if (!closed) forget(delivery);
  }

  async function retry(delivery: Delivery, target: RuleTargetConfiguration, error: unknown): Promise<void> {
    const { maximumRetryAttempts, maximumEventAgeSeconds } = target;
    if (isHopeless(error)) return giveUp(delivery, target, error);
    if (delivery.attempts > maximumRetryAttempts) return giveUp(delivery, target, error, 'MaximumRetryAttempts');
    const nextAt = clock.now() + Math.ceil(pauseSeconds(delivery.attempts, random) * 1000);
    if (nextAt - delivery.acceptedAt > maximumEventAgeSeconds * 1000) return giveUp(delivery, target, error, 'MaximumEventAgeInSeconds');
    schedule({ ...delivery, nextAt });
  }

  async function giveUp(delivery: Delivery, target: RuleTargetConfiguration, error: unknown, exhausted?: Exhausted): Promise<void> {
    const { event, ruleArn, attempts } = delivery;
    const attributes = {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.arn,
      ERROR_CODE: codeOf(error),
      ERROR_MESSAGE: (error instanceof Error && error.message) || String(error),
      ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
      RETRY_ATTEMPTS: String(attempts - 1),
    };
    const inShape = Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
    if (target.deadLetterArn) await sendToQueue(target.deadLetterArn, JSON.stringify(event), Object.fromEntries(inShape));
    else log(`Event ${event.id} is dropped: ${target.arn} answered ${attributes.ERROR_MESSAGE}, and ${ruleArn} has no dead-letter queue`);
    forget(delivery);
  }

  return {
    /** On disk when this returns. `delaySeconds` later than now the target is called first. */
    accept(event: Envelope, { arn: ruleArn }: Rule, { id: targetId }: RuleTargetConfiguration, delaySeconds: number): void {
      const now = clock.now();
      schedule({ id: randomUUID(), event, ruleArn, targetId, acceptedAt: now, nextAt: now + delaySeconds * 1000, attempts: 0 });
    },
    /** Goes on with what is on disk and not yet under way; throws when a rule or target is gone. Returns how many. */
    resume(): number {
      const all = state.list<Delivery>(collection).map(([, delivery]) => delivery);
      const left = all.filter(({ id }) => !timers.has(id));
      for (const delivery of left) targetOf(delivery);
      for (const delivery of left.sort((one, other) => one.acceptedAt - other.acceptedAt)) schedule(delivery);
      return left.length;
    },
    close(): void {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
    },
  };
}
