import * as z from 'zod';
import type { Actor, Request } from '../association.ts';
import type { Limits } from '../batches/batch.ts';
import type { Selector, Trigger } from '../kinds/kind.ts';
import type { Problem } from '../request.ts';

/** The envelope EventBridge puts around every event. */
export const envelope = z.looseObject({
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(256),
  'detail-type': z.string().min(1).max(256),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z0-9-]{3,32}$/),
  time: z.iso.datetime({ offset: true }).refine((time) => Date.parse(time) > 0, 'is before 1970'),
  resources: z.array(z.string().max(2_048)).default([]),
  detail: z.unknown(),
});

export type Event = z.output<typeof envelope>;

/** What an event was found to ask for. */
export type Meaning =
  | { readonly type: 'REQUEST'; readonly request: Request; readonly trigger: Trigger | null }
  /**
   * Many pairs, which only the kind's own function can name. `defaults` is what is asked of each of them; with `limits` they
   * are one batch, where the stage wants that.
   */
  | {
      readonly type: 'TARGETS';
      readonly kind: string;
      readonly selector: Selector;
      readonly trigger: Trigger;
      readonly defaults: Readonly<Record<string, string>>;
      readonly limits: Limits | null;
      /** Leaves out what was brought about by anything but a tag. */
      readonly onlyTagged: boolean;
    }
  /** It cannot be used: to be parked with these problems. */
  | { readonly type: 'UNUSABLE'; readonly problems: readonly Problem[] };

/** What some events mean: those of these sources, or whatever their source is. */
export interface Reader {
  readonly sources: readonly string[] | null;
  readonly detailTypes: readonly string[];
  read(event: Event): Meaning;
}

export const unusable = (...problems: Problem[]): Meaning => ({ type: 'UNUSABLE', problems });

/** Milliseconds of the event's own time. */
export const timeOf = ({ time }: Event): number => Date.parse(time);

/** An event as an actor: its source, and which one. */
export const actorOf = ({ source, id }: Event): Actor => ({ type: 'EVENT', id: `${source}#${id}` });
