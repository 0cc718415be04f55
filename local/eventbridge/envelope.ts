import type { EmittedEvent } from '../wire/service.ts';

/** An event as targets get it. Source: EventBridge user guide, event structure. */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 with whole seconds, as AWS writes it. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the bus adds. `time` is epoch milliseconds. */
export interface Postmark {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly time: number;
}

/** Puts an event into its envelope, members in AWS's order. */
export const envelopeOf = (event: EmittedEvent, { id, account, region, time }: Postmark): Envelope => ({
  version: '0',
  id,
  'detail-type': event['detail-type'],
  source: event.source,
  account,
  time: `${new Date(time).toISOString().slice(0, 19)}Z`,
  region,
  resources: event.resources,
  detail: event.detail,
});
