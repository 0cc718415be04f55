import { randomUUID } from 'node:crypto';
import { bornAt } from '../birth.ts';
import type { Timer } from '../clock.ts';
import type { NamedConfiguration, RuleConfiguration } from '../configuration.ts';
import type { EmittedEvent } from '../wire/service.ts';
import { createDelivery, type DeliveryOptions } from './delivery.ts';
import { type Envelope, envelopeOf } from './envelope.ts';
import { createDeliveryFaults, type DeliveryFaults } from './faults.ts';
import { loadRule } from './rule.ts';
import { every } from './schedule.ts';

/** What the local EventBridge stands on. */
export interface EventBridgeOptions extends DeliveryOptions {
  /** Beside `default`, which every account has. */
  readonly buses: readonly NamedConfiguration[];
  readonly rules: readonly RuleConfiguration[];
  readonly account: string;
  readonly region: string;
  /** Told of every event a bus takes, before it is delivered. */
  onEvent?(event: Envelope, busName: string): void;
}

/** A bus, and since when there is one, in epoch milliseconds. */
export interface Bus extends NamedConfiguration {
  readonly createdAt: number;
}

/** The local EventBridge: buses, rules, and a journal of what is still to be delivered. */
export interface EventBridge {
  /** `default` among them. */
  readonly buses: readonly Bus[];
  readonly rules: readonly RuleConfiguration[];
  /** Events' deliveries to disturb. */
  readonly faults: DeliveryFaults;
  /** Takes an event on a bus, whoever it says it is from, and returns its id. It is on disk, per target, when this returns. */
  put(busName: string, event: EmittedEvent, time?: number): string;
  /** Takes an event of AWS's own on the default bus. */
  emit(event: EmittedEvent): void;
  /** Goes on with the deliveries an earlier process left. Returns how many. */
  resume(): number;
  /** From now on rules with a schedule have their times, counted from when there was first such a rule. */
  keepSchedules(): void;
  close(): void;
}

/** What the target of a schedule gets. Source: EventBridge user guide, scheduled events. */
const scheduled = ({ arn }: RuleConfiguration): EmittedEvent => ({
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  resources: [arn],
  detail: {},
});

/** Throws UnsupportedPattern or UnsupportedSchedule for a rule that asks for more than is implemented, and Error for one on a bus that is not there. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { clock, account, region, onEvent } = options;
  const defaultBus = { name: 'default', arn: `arn:aws:events:${region}:${account}:event-bus/default` };
  const buses = [defaultBus, ...options.buses].map((bus) => ({ ...bus, createdAt: bornAt(options, bus.arn) }));
  const rules = options.rules.map(loadRule);
  const enabled = rules.filter(({ state }) => state === 'ENABLED');
  for (const { name, busName } of rules) {
    if (!buses.some((bus) => bus.name === busName)) throw new Error(`Rule ${name} is on the bus ${busName}, which is not configured`);
  }
  const faults = createDeliveryFaults();
  const delivery = createDelivery(rules, options);
  const timers: Timer[] = [];

  function put(busName: string, event: EmittedEvent, time = clock.now()): string {
    const envelope = envelopeOf(event, { id: randomUUID(), account, region, time });
    onEvent?.(envelope, busName);
    const effect = faults.take(envelope);
    if (effect?.type === 'LOSE') return envelope.id;
    const copies = effect?.type === 'DUPLICATE' ? 2 : 1;
    const delaySeconds = effect?.type === 'LATE' ? effect.seconds : 0;
    for (const rule of enabled.filter((each) => each.busName === busName && each.matches({ ...envelope }))) {
      for (const target of rule.targets) {
        for (let copy = 0; copy < copies; copy += 1) delivery.accept(envelope, rule, target, delaySeconds);
      }
    }
    return envelope.id;
  }

  function keepSchedules(): void {
    for (const rule of enabled) {
      if (rule.rate === null) continue;
      const due = () => {
        const envelope = envelopeOf(scheduled(rule), { id: randomUUID(), account, region, time: clock.now() });
        for (const target of rule.targets) delivery.accept(envelope, rule, target, 0);
      };
      timers.push(every(clock, rule.rate, bornAt(options, rule.arn), due));
    }
  }

  return {
    buses,
    rules: options.rules,
    faults,
    put,
    emit: (event) => void put('default', event),
    resume: delivery.resume,
    keepSchedules,
    close() {
      for (const timer of timers) timer.cancel();
      delivery.close();
    },
  };
}
