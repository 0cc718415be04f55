import type { Association } from '../../../src/association.ts';
import type { Intent, Observation } from '../../../src/kinds/kind.ts';
import { secondsUntilNextLook } from '../../../src/schedule.ts';
import { type Found, judge } from '../../../src/steps/judge.ts';
import type { Surroundings } from '../../../src/steps/step.ts';
import { association, intent as intentOf, midnight, plan, secondAttempt, words } from '../../record.ts';
import { look as seen } from '../../statemachines/script.ts';

export const durations = { usual: 60, settle: 3_600, undo: 1_800 };
export const surroundings = (more: Partial<typeof durations> = {}) =>
  ({ rules: { durations: { ...durations, ...more } } }) as unknown as Surroundings;

export const said = words({ status: 'AWS_STATUS', error: 'AwsError', message: 'AWS says why.' });
export const look = (type: Observation['type'], more: Partial<Found> = {}): Found => ({ ...seen(type), words: said, ...more });

/** An association whose call went out at midnight, in its first attempt. */
export const running = (more: Partial<Association> = {}) => association({ state: 'RUNNING', plan: plan(), intent: intentOf(), ...more });

/** What an earlier attempt left, looked at by a second one that began ten seconds after that call. */
export const left = { intent: intentOf({ before: 'first' }), undo: plan().undo, sideEffects: 'LEFT_BEHIND' } as const;
export const retried = (more: Partial<Association> = {}) =>
  running({
    plan: null,
    run: 2,
    attempt: { ...secondAttempt.attempt, at: midnight + 10_000 },
    leftover: left,
    intent: left.intent,
    ...more,
  });

export const inputAfter = ({ id, run }: Association, seconds: number) => ({ id, run, now: midnight + seconds * 1_000 });

/** The answer to what is found so many seconds after midnight, and what it changes on the record. */
export function judged(record: Association, found: Found, after = 30, around = surroundings()) {
  const verdict = judge(record, record.intent as Intent, found, inputAfter(record, after), around);
  return { answer: verdict.answer, ending: verdict.answer.ending, changes: verdict.changes(record) };
}

export const next = (elapsed: number, bound = durations.settle) => ({
  outcome: 'PENDING',
  waitSeconds: secondsUntilNextLook({ usual: 60, guessed: true, elapsed, bound }),
  ending: null,
});

export const lastLine = ({ changes }: ReturnType<typeof judged>) => changes.history?.at(-1);
