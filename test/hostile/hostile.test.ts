import { afterAll, describe, expect, test } from '@jest/globals';
import { describeCanaries } from './canary.ts';
import { enter } from './entrance.ts';
import { entrances } from './entrances.ts';
import { describeTexts } from './text.ts';
import { closeHostileWorld } from './world.ts';

/** A few of the long form's cases: `npm run hostile` lets 100,000 in. */
const cases = 150;

const shares = entrances.reduce((sum, { share }) => sum + share, 0);

afterAll(closeHostileWorld);

describe('hostile input takes no effect, and leaks nothing, by the entrance of', () => {
  test.each(entrances.map((entrance) => [entrance.name, entrance] as const))('%s', async (_, entrance) => {
    const own = Math.ceil((cases * entrance.share) / shares);
    expect(await enter(entrance, { cases: own, seed: 1 })).toBeGreaterThanOrEqual(own);
  });
});

describeCanaries();
describeTexts();
