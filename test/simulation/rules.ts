import type { EmittedEvent } from '../../local/wire/service.ts';
import { networkTag } from '../../src/events/service-tag.ts';
import { account, region } from './aws.ts';
import type { Dice } from './dice.ts';
import type { Lambda } from './lambda.ts';
import type { Weather } from './weather.ts';

interface Surroundings {
  readonly now: () => number;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly lambda: () => Lambda;
}

/** What the rules of the app let through to on-event, beside requests: serverless.yml and serverless/events have the patterns. */
const rules: readonly ((event: EmittedEvent) => boolean)[] = [
  ({ source, detail }) =>
    source === 'aws.tag' &&
    detail.service === 'vpc-lattice' &&
    detail['resource-type'] === 'service' &&
    (detail['changed-tag-keys'] as string[]).includes(networkTag),
  ({ source, detail }) => source === 'aws.es' && detail.eventName === 'UpdatePackage' && detail.errorCode === undefined,
  ({ source, 'detail-type': type, detail }) =>
    source === 'liaison' &&
    type === 'Association State Changed' &&
    detail.kind === 'lattice-service' &&
    detail.desired === 'ASSOCIATED' &&
    detail.state === 'SUCCEEDED' &&
    (detail.trigger as { type?: string } | null)?.type === 'TAG',
];

/** The event as the bus hands it on. */
export const enveloped = (event: EmittedEvent, id: string, at: number) => ({
  version: '0',
  id,
  account,
  region,
  // Whole seconds, as EventBridge has it.
  time: new Date(Math.floor(at / 1_000) * 1_000).toISOString(),
  ...event,
});

/** The rules of a bus, with the weather over what they hand on: late, twice, or never. */
export function createRules({ now, dice, weather, sleep, lambda }: Surroundings) {
  let events = 0;

  return function heard(event: EmittedEvent): void {
    if (!rules.some((matches) => matches(event)) || weather.strikes('triggerLost')) return;
    events += 1;
    const sent = enveloped(event, `${event.source}-${events}`, now());
    void handOn(sent);
    if (weather.strikes('triggerTwice')) void sleep(dice.pick([0, 500, 30_000])).then(() => handOn(sent));
  };

  async function handOn(event: object): Promise<void> {
    await sleep(weather.strikes('triggerLate') ? dice.between(1, 45) * 60_000 : dice.between(0, 2_000));
    await lambda().deliver('on-event', event);
  }
}
