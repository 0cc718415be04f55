import { describe, expect, test } from '@jest/globals';
import { activeStates, isTerminal, terminalStates } from '../src/association.ts';
import { noted, runOf, transition } from '../src/transition.ts';
import { association, midnight, plan } from './record.ts';

const entry = { at: midnight + 1, actor: { type: 'LIAISON', id: 'x' }, action: 'Did' } as const;
const states = [...activeStates, ...terminalStates];

describe('a transition', () => {
  test('says in the history who did what, from which state to which, under which plan and run', () => {
    const record = association({ state: 'RUNNING', plan: plan({ digest: 'sha256:d' }), run: 2 });
    expect(transition(record, 'FAILED', { ...entry, comment: 'because' })).toEqual({
      state: 'FAILED',
      updatedAt: midnight + 1,
      history: [
        ...record.history,
        {
          ...entry,
          sequence: 2,
          from: 'RUNNING',
          to: 'FAILED',
          comment: 'because',
          planDigest: 'sha256:d',
          words: null,
          run: 2,
          attempt: 1,
        },
      ],
    });
  });

  test('written later is not dated earlier: the history does not go back', () => {
    const atSecond = (seconds: number) => ({ ...entry, at: midnight + 1_000 * seconds });
    let record = association({ state: 'RUNNING' });
    for (const seconds of [1, 5, 3, 6]) record = { ...record, ...noted(record, atSecond(seconds)) };
    expect(record.history.slice(1).map(({ at }) => (at - midnight) / 1_000)).toEqual([1, 5, 5, 6]);
    expect(record.updatedAt).toBe(midnight + 6_000);
  });

  test('is kept short, whatever people write and AWS says: all attempts together must fit into the table', () => {
    const long = 'é'.repeat(10_000);
    const said = { operation: 'AssociatePackage', status: long, error: long, message: long, requestId: long };
    const [line] = noted(association({ history: [] }), { ...entry, comment: long, words: said }).history;
    expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThan(2_500);
    expect([line?.comment, line?.words?.message].every((text) => text?.endsWith('é…'))).toBe(true);
  });

  test('has its own time where nothing was written before', () => {
    expect(noted(association({ history: [] }), entry).history).toEqual([expect.objectContaining({ at: entry.at, sequence: 1 })]);
  });

  test.each(terminalStates)('out of %s there is none but to be tried again, unless it came about', (state) => {
    expect(isTerminal({ state })).toBe(true);
    const others = states.filter((to) => to !== 'PENDING' || state === 'SUCCEEDED');
    for (const to of others) expect(() => transition(association({ state }), to, entry)).toThrow(`cannot go from ${state} to ${to}`);
    if (state !== 'SUCCEEDED') expect(transition(association({ state }), 'PENDING', entry).state).toBe('PENDING');
  });

  test.each(activeStates)('out of %s there is one to FAILED, and none to itself or back to PENDING', (state) => {
    expect(isTerminal({ state })).toBe(false);
    expect(transition(association({ state }), 'FAILED', entry).state).toBe('FAILED');
    for (const to of [state, 'PENDING'] as const) expect(() => transition(association({ state }), to, entry)).toThrow('cannot go');
  });

  test.each([
    ['PENDING', ['ROLLED_BACK', 'FAILED', 'REJECTED', 'EXPIRED', 'CANCELLED']],
    ['RUNNING', ['PENDING', 'AWAITING_APPROVAL', 'ROLLING_BACK']],
    ['AWAITING_APPROVAL', ['RUNNING']],
    ['ROLLING_BACK', ['RUNNING']],
    ['SUCCEEDED', ['RUNNING']],
    ['ROLLED_BACK', ['ROLLING_BACK']],
    ['FAILED', ['PENDING', 'AWAITING_APPROVAL', 'RUNNING', 'ROLLING_BACK']],
    ['REJECTED', ['AWAITING_APPROVAL']],
    ['EXPIRED', ['AWAITING_APPROVAL']],
    ['CANCELLED', ['PENDING', 'AWAITING_APPROVAL', 'RUNNING']],
  ] as const)('to %s leads from %j and from nowhere else', (to, sources) => {
    const leading = states.filter((state) => {
      try {
        return transition(association({ state }), to, entry).state === to;
      } catch {
        return false;
      }
    });
    expect(new Set(leading)).toEqual(new Set(sources));
  });
});

test('a note is a line in the history that changes no state', () => {
  const record = association({ state: 'RUNNING' });
  const { history, ...rest } = noted(record, entry);
  expect(rest).toEqual({ updatedAt: midnight + 1 });
  expect(history.at(-1)).toMatchObject({ sequence: 2, from: 'RUNNING', to: 'RUNNING', action: 'Did' });
});

test('Liaison speaks as one run of one association', () => {
  expect(runOf(association({ run: 3 }))).toEqual({ type: 'LIAISON', id: `${association().id}-3` });
});
