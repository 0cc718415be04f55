import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import { createMemoryTable } from '../memory-table.ts';
import { createRehearsal, definition, type Interference, origin } from '../statemachines/rehearsal.ts';
import { check, look, plan, type Script, words } from '../statemachines/script.ts';
import { createStage } from './world.ts';

type Input = Record<string, unknown>;

/** Requests that together pass through every state of the machine. */
const scenarios: readonly { readonly script: Script; readonly input?: Input; readonly busy?: boolean }[] = [
  { script: { observe: [look('PENDING'), look('SETTLED')] } },
  { script: { plan: [plan({ checks: [check('WAIT', 'Busy')] }), plan()] }, busy: true },
  { script: {}, input: { approval: 'REQUIRED' } },
  {
    script: {
      request: [
        { type: 'THROTTLED', retryAfterSeconds: null, words: words() },
        { type: 'ACCEPTED', handle: null, words: words() },
      ],
    },
  },
  {
    script: {
      observe: [look('FAILED'), look('ABSENT', { asBefore: true })],
      undo: [
        { type: 'IN_PROGRESS', words: words() },
        { type: 'ACCEPTED', handle: null, words: words() },
      ],
    },
  },
];

const states = definition.States as Record<string, object>;
/** The machine, that dies when it gets to that state. */
const dyingAt = (state: string) => ({ ...definition, States: { ...states, [state]: { Type: 'Fail', Error: 'Killed' } } });

/** Seconds: nobody has looked for a while, and no bound has passed. */
const later = 1_200;

/** States in which nothing is left to do. */
const ends = ['Done', 'Failed', 'Died'];

describe('an execution that is killed, of which no event tells', () => {
  const table = createMemoryTable();
  let count = 0;
  const passed = new Map<string, { scenario: (typeof scenarios)[number]; ending: object }>();
  beforeAll(async () => {
    for (const scenario of scenarios) {
      const { rehearsal, association } = await begin(scenario);
      const { path, record } = await rehearsal.run(association);
      for (const state of path)
        if (!passed.has(state)) passed.set(state, { scenario, ending: { ...endingOf(record), made: rehearsal.sent.made } });
    }
  });

  async function begin({ script, input = {}, busy = false }: (typeof scenarios)[number]) {
    count += 1;
    const interferences: Interference[] = [];
    const rehearsal = createRehearsal(table, new Set(), script, interferences);
    const pair = { packageId: 'F1', domainName: `killed-${count}` };
    const association = await rehearsal.accept(`killed-${count}`, { pair, ...input });
    if (busy) await keepBusy(association, interferences);
    return { rehearsal, association };
  }

  /** Another has the lock until somebody asks for it the second time. */
  async function keepBusy(association: Association, interferences: Interference[]): Promise<void> {
    const owner = `assoc_01JBMZ0000000000000000${String(count).padStart(4, '0')}`;
    await table.store.createRecord({ ...association, id: owner, state: 'RUNNING' });
    await table.store.changeLock(association.scopes[0] ?? '', () => ({ owner }));
    const before = () => table.store.changeRecord(owner, () => ({ state: 'FAILED' }));
    interferences.push({ function: 'lock', call: 2, before });
  }

  const endingOf = ({ state, sideEffects, endReason, changed }: Association) => ({ state, sideEffects, endReason, changed });

  test.each(Object.keys(states).filter((state) => !ends.includes(state)))('at %s ends as it would have', async (state) => {
    const { scenario, ending } = passed.get(state) ?? {};
    if (!scenario) throw new Error(`No scenario passes through ${state}.`);
    const { rehearsal, association } = await begin(scenario);
    const { status } = await rehearsal.run(association, 0, dyingAt(state));
    expect(status).toBe('FAILED');
    const { settling, resume, start } = rehearsal;
    // The next run is there once it was started; whatever else is in the table runs.
    const statusOf = (name: string) => (name === `${association.id}-1` ? 'FAILED' : 'RUNNING');
    const { reconcile } = createStage(table, { settling, resume, start, statusOf });
    await reconcile(origin + later * 1_000);
    await reconcile(origin + later * 1_000);
    expect(rehearsal.started).toEqual([1, ...(state === 'AfterSettle' ? [] : [2])].map((run) => `${association.id}-${run}`));
    const { record } = await rehearsal.run(association, later);
    expect({ ...endingOf(record), made: rehearsal.sent.made, outbox: record.outbox }).toEqual({ ...ending, outbox: null });
  });
});
