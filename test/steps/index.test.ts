import { describe, expect, test } from '@jest/globals';
import { take } from '../../src/steps/index.ts';
import type { Surroundings } from '../../src/steps/step.ts';
import { intent, midnight, plan } from '../record.ts';
import { createStage } from './stage.ts';

describe('a step', () => {
  const { create, store } = createStage();
  const done = { outcome: 'DONE', waitSeconds: null, ending: null };
  const taken = (id: string, run: number) => take('undo', { id, run, now: midnight }, { store } as Surroundings);

  test('is taken for the run that speaks for the association, on the record as it is', async () => {
    const { id } = await create({ plan: plan(), run: 2 });
    expect(await taken(id, 2)).toEqual({ outcome: 'OBSERVE_UNDO', waitSeconds: 1, ending: null });
  });

  test('is over for a run that another has followed, for what has ended, and for what is not there', async () => {
    const [followed, ended] = [await create({ run: 2 }), await create({ state: 'FAILED', intent: intent() })];
    expect([await taken(followed.id, 1), await taken(ended.id, 1), await taken('assoc_none', 1)]).toEqual([done, done, done]);
  });
});
