import type { ProblemDetails } from '../src/problem.ts';

/** What to do about a problem, by its code; what is not here says it itself. */
const byCode: Readonly<Record<string, (problem: ProblemDetails) => string>> = {
  'association-in-progress': (problem) => `Follow that one: liaison watch ${existing(problem)}`,
  'idempotency-key-required': () => 'Name one with --idempotency-key.',
  'idempotency-key-reused': (problem) => `Look at it with liaison get ${existing(problem)}, or take another --idempotency-key.`,
  'plan-stale': () => 'Look at the plan again, then ask again with its digest.',
  'still-starting': () => 'Ask again in some seconds with the same --idempotency-key.',
  'still-settling': () => 'Ask again in some seconds.',
  'plan-unavailable': () => 'Ask again in a while; if it stays so, look at what the function of the kind may read.',
  'self-approval': () => 'Ask somebody else to decide. In a local world, --as NAME is somebody else.',
  'not-awaiting-approval': () => 'See what it is doing: liaison get ID',
  'precondition-failed': () => 'It has changed since it was shown: look at it again, then decide again.',
  'not-found': () => 'liaison list and liaison batch list show what there is.',
  'too-late': () => 'What has ended stays as it is, and what is being taken back ends by itself.',
  'not-retryable': () => 'See how it ended with liaison get ID, or request it anew with liaison associate.',
};

const existing = ({ links }: ProblemDetails) => links?.existing?.split('/').at(-1) ?? 'ID';

/** What to do next; undefined when the problem's own words are all there is to say. */
export const adviceOn = (problem: ProblemDetails): string | undefined => byCode[problem.code]?.(problem);
