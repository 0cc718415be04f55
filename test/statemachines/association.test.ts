import { describe, expect, test } from '@jest/globals';
import { loadDefinition } from '../../local/stepfunctions/load.ts';
import { createMemoryTable } from '../memory-table.ts';
import { approvalsAreFollowed } from './approvals.ts';
import { callsAreFollowed } from './calling.ts';
import { cancellingIsFollowed } from './cancelling.ts';
import { deathsAreFollowed } from './dying.ts';
import { othersAreLeft } from './others.ts';
import { createPeople } from './people.ts';
import { plansAreFollowed } from './planning.ts';
import { turnsAreFollowed } from './queueing.ts';
import { definition } from './rehearsal.ts';
import { retryingIsFollowed } from './retrying.ts';
import { look } from './script.ts';
import { createStage } from './stage.ts';
import { takingBackIsFollowed } from './undoing.ts';
import { waitsAreKept } from './waiting.ts';
import { waysOf } from './ways.ts';

/** Every way from one state to another that the definition has. */
describe('the association workflow', () => {
  const taken = new Set<string>();
  const table = createMemoryTable();
  const stage = createStage(table, taken);
  const people = createPeople(stage);

  test('the definition can be loaded', () => {
    expect(() => loadDefinition(definition)).not.toThrow();
  });

  test('what is asked for is made, waited for and found settled', async () => {
    const { record, path, status, sent } = await stage.play({ observe: [look('PENDING'), look('PENDING'), look('SETTLED')] });
    expect(record).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, endReason: null, outbox: null, step: null });
    expect(path.slice(0, 7)).toEqual(['Lock', 'AfterLock', 'Plan', 'AfterPlan', 'Request', 'AfterRequest', 'WaitForSettled']);
    expect(status).toBe('SUCCEEDED');
    expect(sent).toMatchObject({ made: ['Make'], alerted: [], emitted: [{ state: 'SUCCEEDED' }] });
  });

  test('the history tells every change, without a gap', async () => {
    const { record } = await stage.play();
    expect(record.history.map(({ sequence }) => sequence)).toEqual(record.history.map((_, index) => index + 1));
    expect(record.history.map(({ action }) => action)).toEqual(['Requested', 'Started', 'AWS accepted the call', 'Settled']);
    expect(record.history.at(-1)).toMatchObject({ from: 'RUNNING', to: 'SUCCEEDED', planDigest: record.plan?.digest });
  });

  plansAreFollowed(stage);
  callsAreFollowed(stage);
  waitsAreKept(stage);
  takingBackIsFollowed(stage);
  turnsAreFollowed(stage);
  deathsAreFollowed(stage);
  approvalsAreFollowed(people);
  cancellingIsFollowed(people);
  retryingIsFollowed(people);
  othersAreLeft(people);

  test('every way through the definition has been taken', () => {
    expect(waysOf(definition.States).filter((edge) => !taken.has(edge))).toEqual([]);
  });
});
