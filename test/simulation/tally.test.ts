import { describe, expect, test } from '@jest/globals';
import { report } from './report.ts';
import { emptyTally, fullCoverage, missing, sum, type Tally } from './tally.ts';

const everything = (tally: Tally): Tally => {
  const once = (counts: ReadonlyMap<string, number>) =>
    new Map([...counts.keys()].map((name) => [name, missing(tally).includes(name) ? 1 : 0]));
  return { ...tally, faults: once(tally.faults), transitions: once(tally.transitions) };
};

const whole: Tally = { ...everything(emptyTally), seeds: fullCoverage };

function reported(tally: Tally, run: Partial<Parameters<typeof report>[1]> = {}) {
  const lines: string[] = [];
  const code = report(tally, { took: 1_000, violated: 0, isWhole: true, ...run }, (line) => lines.push(line));
  return { code, text: lines.join('\n') };
}

const without = (name: string): Tally => ({ ...whole, faults: new Map([...whole.faults, [name, 0]]) });

describe('a tally', () => {
  test('of a run that met everything lets it pass', () => {
    expect(missing(whole)).toEqual([]);
    expect(reported(whole)).toMatchObject({ code: 0, text: expect.not.stringContaining('Never met') });
  });

  test('fails a run in which a fault never struck, and says which', () => {
    expect(reported(without('awsLostAnswer'))).toMatchObject({
      code: 1,
      text: expect.stringContaining('Never met, and must be: awsLostAnswer'),
    });
  });

  test('only tells of it after few seeds, or where something was left out', () => {
    const tally = without('awsLostAnswer');
    expect(reported({ ...tally, seeds: fullCoverage - 1 })).toMatchObject({
      code: 0,
      text: expect.stringContaining('Never met: awsLostAnswer'),
    });
    expect(reported(tally, { isWhole: false }).code).toBe(0);
  });

  test('fails a run that took a way held to be unreachable', () => {
    const surprised = { ...whole, transitions: new Map([...whole.transitions, ['AfterPlan → Died', 2]]) };
    expect(reported(surprised)).toMatchObject({ code: 1, text: expect.stringContaining('held to be unreachable: AfterPlan → Died') });
  });

  test('fails a run in which an invariant did not hold', () => {
    expect(reported(whole, { violated: 1 }).code).toBe(1);
  });

  test('adds up what seeds came to', () => {
    const one = { ...emptyTally, seeds: 2, faults: new Map([['awsThrottle', 3]]), longest: 9, lived: 5 };
    const other = { ...emptyTally, seeds: 1, faults: new Map([['awsThrottle', 1]]), longest: 4, lived: 6 };
    expect(sum(one, other)).toMatchObject({ seeds: 3, longest: 9, lived: 11, faults: new Map([['awsThrottle', 4]]) });
  });
});
