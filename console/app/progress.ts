import type { AssociationView } from '../../src/answers.ts';
import { durationText } from '../../src/duration.ts';
import { relativeText, secondsBetween, tookText } from './time.ts';

/** What it is doing, in words: what AWS said last, how often it has looked, when it looks again. */
export function doingText({ step, state }: Pick<AssociationView, 'step' | 'state'>, now: number): string {
  if (!step) return state === 'AWAITING_APPROVAL' ? 'It sleeps until somebody decides.' : 'It is about to begin.';
  const looks = step.looks > 0 ? `${step.looks} ${step.looks === 1 ? 'look' : 'looks'}` : '';
  const last = step.observed === null ? '' : `last ${step.observed}`;
  const said = [looks, last].filter(Boolean).join(', ');
  const next =
    step.nextLookAt === null
      ? ''
      : secondsBetween(step.nextLookAt, now) > 1
        ? 'It looks again now.'
        : `It looks again ${relativeText(step.nextLookAt, now)}.`;
  return [`${step.name}${said ? `: ${said}` : ''}.`, next].filter(Boolean).join(' ');
}

/** How far it is: seconds since its call, or since its attempt began, until now or its end; `usual` where that is to be compared. */
export interface Progress {
  readonly elapsed: number;
  readonly usual: number | null;
}

/** What is usual counts from the call on; before it there is nothing to compare with. */
export function progressOf({ intent, attempt, settledAt, usualSeconds }: AssociationView, now: number): Progress {
  const hasCalled = intent !== null && intent.at >= attempt.at;
  const since = hasCalled ? intent.at : attempt.at;
  return { elapsed: Math.max(0, secondsBetween(since, settledAt ?? now)), usual: hasCalled ? usualSeconds : null };
}

/** The same as a sentence. */
export const progressText = ({ elapsed, usual }: Progress, ended: boolean): string =>
  usual === null
    ? `${ended ? 'It took' : 'On its way for'} ${tookText(elapsed)}`
    : `${tookText(elapsed)} ${ended ? 'from its call to its end' : 'since its call'}, usually ${durationText(usual)}`;
