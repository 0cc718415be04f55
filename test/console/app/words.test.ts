import { expect, test } from '@jest/globals';
import { isCanary, partsOf, partsText } from '../../../console/app/batches.ts';
import { saidByAws } from '../../../console/app/calls.ts';
import { parseCleaned } from '../../../console/app/cleaned.ts';
import { createEventReader } from '../../../console/app/event-stream.ts';
import { pageOfLink } from '../../../console/app/links.ts';
import { pairInFull, pairText } from '../../../console/app/pair-text.ts';
import { doingText, progressOf, progressText } from '../../../console/app/progress.ts';
import { absoluteText, clockText, readAgain, relativeText, shownBy, tookText } from '../../../console/app/time.ts';
import { hasEnded, signOf, stateNames, undoText, verdictTextOf } from '../../../console/app/words.ts';
import type { AssociationView, PlanItem, PlanView } from '../../../src/answers.ts';
import { activeStates, terminalStates } from '../../../src/association.ts';
import type { Words } from '../../../src/kinds/kind.ts';
import { checkOf, planItem } from '../../plan-items.ts';

test('every state has a sign of its own, and one that is newer than the page has a sign too', () => {
  expect([...stateNames].sort()).toEqual([...activeStates, ...terminalStates].sort());
  expect(new Set(stateNames.map((state) => signOf(state).symbol)).size).toBe(stateNames.length);
  expect(signOf('DREAMING').symbol).toBe('?');
  expect(signOf('toString').symbol).toBe('?');
  expect([...activeStates, ...terminalStates].filter(hasEnded)).toEqual([...terminalStates]);
});

test('a plan is told by what it comes to', () => {
  const told = (more: Partial<PlanItem>) => verdictTextOf(planItem(more)).text;
  expect(told({ impact: 'INTERRUPTS_TRAFFIC', checks: [checkOf('FAIL')] })).toBe('It cannot be done');
  expect(told({ impact: 'INTERRUPTS_TRAFFIC' })).toBe('It interrupts traffic');
  expect(told({ checks: [checkOf('WAIT')] })).toBe('Not yet: it would wait');
  expect(told({ checks: [checkOf('UNKNOWN')] })).toBe('It can be done');
  expect(told({ changed: false })).toBe('Nothing to do: it is so already');
});

test('what taking back means is said in words', () => {
  const undo = [{ operation: 'Undo', parameters: {} }];
  expect(undoText(planItem({ changed: false }))).toBe('There is nothing to take back.');
  expect(undoText(planItem())).toBe('It cannot be taken back.');
  expect(undoText(planItem({ undo }))).toBe('It can be taken back.');
  expect(undoText(planItem({ undo, reversible: 'YES_WITH_SECOND_INTERRUPTION' }))).toContain('second time');
  const { reversible, ...kept } = planItem({ undo, impact: 'INTERRUPTS_TRAFFIC' });
  expect(undoText(kept satisfies PlanView)).toContain('second time');
});

test('durations and times are for people', () => {
  expect([0, 0.42, 9.94, 9.96, 84, 3_600, 90_061].map(tookText)).toEqual(['0 s', '0.4 s', '9.9 s', '10 s', '1 min 24 s', '1 h', '1 d 1 h']);
  const at = '2026-11-21T12:00:00.000Z';
  const seen = (seconds: number) => relativeText(at, Date.parse(at) + seconds * 1_000);
  expect([0.4, 59, 60, 7_300, -12, -90_000].map(seen)).toEqual(['now', '59 s ago', '1 min ago', '2 h ago', 'in 12 s', 'in 1 d']);
  expect(absoluteText(at)).toBe('2026-11-21 12:00:00 UTC');
  expect(clockText(at, '2026-11-21T00:00:00.000Z')).toBe('12:00:00');
  expect(clockText(at, '2026-11-20T23:59:59.000Z')).toBe('11-21 12:00:00');
});

test('a clock that runs at another pace is followed between its readings', () => {
  const first = readAgain(null, 0, 1_000);
  const second = readAgain(first, 200_000, 3_000);
  expect(second.pace).toBe(100);
  expect(shownBy(second, 3_500)).toBe(250_000);
  expect(readAgain(second, 200_100, 3_100).pace).toBe(100);
  expect(readAgain(second, 100_000, 5_000).pace).toBe(0);
  expect(shownBy(null, 7)).toBe(7);
});

test('a stream is read in whatever pieces it comes', () => {
  const read = createEventReader();
  expect(read(': begins\n\ndata: {"a"')).toEqual([]);
  expect(read(':1}\n\nevent: trouble\r\ndata: x\r\ndata: y\r\n\r\nid: 3\n\ndata: z')).toEqual([
    { event: 'message', data: '{"a":1}' },
    { event: 'trouble', data: 'x\ny' },
  ]);
  expect(read('\n\n')).toEqual([{ event: 'message', data: 'z' }]);
});

test('text from outside does not play with what stands beside it', () => {
  expect(parseCleaned('{"a":"x\\u202ey\\n\\u0007z"}')).toEqual({ a: 'xy z' });
});

test('a link from outside leads to a page of ours or nowhere', () => {
  expect(pageOfLink('/associations/assoc_01')).toBe('/associations/assoc_01');
  for (const link of [
    undefined,
    'https://elsewhere.example/associations/assoc_1',
    '//elsewhere.example',
    'javascript:alert(1)',
    '/associations/assoc_1/approve',
  ])
    expect(pageOfLink(link)).toBeNull();
});

test('a pair is told in few words, and in all of them', () => {
  const pair = {
    serviceIdentifier: 'arn:aws:vpc-lattice:eu-west-1:1:service/svc-1',
    serviceNetworkIdentifier: 'sn-1',
    tags: { team: 'x' },
  };
  expect(pairText(pair)).toBe('svc-1 → sn-1');
  expect(pairInFull(pair)).toContain('tags {"team":"x"}');
  expect(pairText({})).toBe('{}');
});

const start = '2026-11-21T12:00:00.000Z';
const later = (seconds: number) => Date.parse(start) + seconds * 1_000;
const step = { name: 'Observe', since: start, observed: 'ASSOCIATING', looks: 7, nextLookAt: new Date(later(12)).toISOString() };

test('where it is now is one sentence', () => {
  expect(doingText({ step, state: 'RUNNING' }, later(0))).toBe('Observe: 7 looks, last ASSOCIATING. It looks again in 12 s.');
  expect(doingText({ step, state: 'RUNNING' }, later(20))).toBe('Observe: 7 looks, last ASSOCIATING. It looks again now.');
  expect(doingText({ step: { ...step, observed: null, looks: 1, nextLookAt: null }, state: 'RUNNING' }, later(0))).toBe('Observe: 1 look.');
  expect(doingText({ step: null, state: 'AWAITING_APPROVAL' }, 0)).toBe('It sleeps until somebody decides.');
});

test('what is usual counts from the call of this attempt on', () => {
  const known = { attempt: { at: start }, usualSeconds: 60, settledAt: null, intent: null } as unknown as AssociationView;
  expect(progressText(progressOf(known, later(5)), false)).toBe('On its way for 5 s');
  const intent = { at: new Date(later(10)).toISOString() } as NonNullable<AssociationView['intent']>;
  expect(progressText(progressOf({ ...known, intent }, later(34)), false)).toBe('24 s since its call, usually 1 min');
  expect(
    progressOf({ ...known, intent, attempt: { ...known.attempt, at: new Date(later(20)).toISOString() } }, later(34)).usual,
  ).toBeNull();
});

const words = (requestId: string, status = 'OK') => ({ operation: 'Get', status, error: null, message: null, requestId }) as Words;

test('every answer of AWS is told once', () => {
  const history = [
    { at: 'one', words: words('1') },
    { at: 'two', words: null },
    { at: 'three', words: words('1') },
  ] as unknown as AssociationView['history'];
  expect(saidByAws({ history, aws: words('2') }).map(({ at, words: { requestId } }) => [at, requestId])).toEqual([
    ['one', '1'],
    [null, '2'],
  ]);
  expect(saidByAws({ history, aws: words('1') })).toHaveLength(1);
});

test('a batch is told by the states of its items', () => {
  const parts = partsOf({ counts: { FAILED: 1, PENDING: 0, SUCCEEDED: 3 }, notStarted: 2 });
  expect(partsText(parts)).toBe('3 SUCCEEDED, 1 FAILED, 2 not started');
  expect([0, 1, 2].map((index) => isCanary({ index }, { canary: 2 }))).toEqual([true, true, false]);
});
