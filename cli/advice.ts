import type { ProblemDetails } from '../src/problem.ts';
import { showing } from './ids.ts';

/** What a problem is about: what was asked about, and what the problem leads to; undefined where there is none. */
interface About {
  readonly asked: string | undefined;
  readonly existing: string | undefined;
}

/** Whether it has ended or not is in the problem's own words. */
const howItStands = ({ asked }: About) => asked && `See how it stands: ${showing(asked)}`;

/** What to do about a problem, by its code; what is not here says it itself. */
const byCode: Readonly<Record<string, (about: About) => string | undefined>> = {
  'association-in-progress': ({ existing }) => existing && `Follow that one: liaison watch ${existing}`,
  'idempotency-key-required': () => 'Name one with --idempotency-key.',
  'idempotency-key-reused': ({ existing }) =>
    existing ? `Look at it with ${showing(existing)}, or take another --idempotency-key.` : 'Take another --idempotency-key.',
  'plan-stale': () => 'Look at the plan again, then ask again with its digest.',
  'still-starting': () => 'Ask again in some seconds with the same --idempotency-key.',
  'still-settling': () => 'Ask again in some seconds.',
  'plan-unavailable': () => 'Ask again in a while; if it stays so, look at what the function of the kind may read.',
  'self-approval': () => 'Ask somebody else to decide. In a local world, --as NAME is somebody else.',
  'not-awaiting-approval': howItStands,
  'precondition-failed': ({ asked }) =>
    asked && `It has changed since it was shown. Look at it again, then decide again: ${showing(asked)}`,
  'not-found': () => 'liaison list and liaison batch list show what there is.',
  'too-late': howItStands,
  'not-retryable': howItStands,
};

/** What to do next about what this path was answered with; undefined when the problem's own words are all there is to say. */
export const adviceOn = ({ code, links }: ProblemDetails, path: string): string | undefined =>
  byCode[code]?.({ asked: idIn(path), existing: links?.existing && idIn(links.existing) });

/** The id in a path like `/batches/{id}/cancel`. */
const idIn = (path: string): string | undefined => /^\/[a-z]+\/([^/?]+)/.exec(path)?.[1];
