import type { Envelope } from './envelope.ts';

/** What becomes of an event on its way to the targets. */
export type DeliveryEffect =
  | { readonly type: 'LATE'; readonly seconds: number }
  /** Every target is called twice with the same event. */
  | { readonly type: 'DUPLICATE' }
  /** No rule sees it, as it can happen to events of services that deliver at best effort. */
  | { readonly type: 'LOSE' };

/** A fault to come, for the events it names. */
export interface DeliveryFault {
  readonly match: { readonly source?: string; readonly 'detail-type'?: string };
  /** How many events it meets; 1 when left out. */
  readonly times?: number;
  readonly effect: DeliveryEffect;
}

/** The faults still to come. */
export interface DeliveryFaults {
  add(fault: DeliveryFault): void;
  /** Takes the first fault that meets this event, and counts it. */
  take(event: Envelope): DeliveryEffect | undefined;
}

/** An empty list of faults. */
export function createDeliveryFaults(): DeliveryFaults {
  const coming: { fault: DeliveryFault; left: number }[] = [];
  const meets = ({ match }: DeliveryFault, event: Envelope) =>
    (match.source ?? event.source) === event.source && (match['detail-type'] ?? event['detail-type']) === event['detail-type'];
  return {
    add: (fault) => void coming.push({ fault, left: fault.times ?? 1 }),
    take(event) {
      const met = coming.find(({ fault, left }) => left > 0 && meets(fault, event));
      if (met) met.left -= 1;
      return met?.fault.effect;
    },
  };
}
