import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createBatchRehearsal, items } from '../batches/rehearsal.ts';
import { createMemoryTable } from '../memory-table.ts';
import { createRehearsal } from './rehearsal.ts';
import { awsError, check, look, plan, type Script, words } from './script.ts';

const folder = new URL('../released/', import.meta.url);
const releases = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const definitionOf = (release: string, machine: string) =>
  JSON.parse(readFileSync(new URL(`${release}/${machine}.asl.json`, folder), 'utf8'));

const refused = words({ operation: 'Make', error: 'Throttling' });
const interrupting = plan({ impact: 'INTERRUPTS_TRAFFIC' });

/** What a run meets, and how it ends whatever release it was started by. */
const scenes: readonly [string, { script: Script; decision?: 'approve' | 'reject' }, object][] = [
  [
    'finds it settled after some looks',
    { script: { observe: [look('PENDING'), look('SETTLED')] } },
    { state: 'SUCCEEDED', sideEffects: 'NONE' },
  ],
  ['finds it so already', { script: { plan: [plan({ changed: false, calls: [] })] } }, { state: 'SUCCEEDED', changed: false }],
  [
    'meets a check that fails',
    { script: { plan: [plan({ checks: [check('FAIL', 'Wrong')] })] } },
    { state: 'FAILED', sideEffects: 'NONE' },
  ],
  [
    'waits for a condition',
    { script: { plan: [plan({ checks: [check('WAIT', 'NotYet')] }), plan()] } },
    { state: 'SUCCEEDED', sideEffects: 'NONE' },
  ],
  [
    'is throttled',
    {
      script: {
        request: [
          { type: 'THROTTLED', retryAfterSeconds: 2, words: refused },
          { type: 'ACCEPTED', handle: null, words: words() },
        ],
      },
    },
    { state: 'SUCCEEDED' },
  ],
  [
    'takes back what failed',
    { script: { observe: [look('FAILED'), look('ABSENT', { asBefore: true })] } },
    { state: 'ROLLED_BACK', sideEffects: 'REVERTED' },
  ],
  [
    'leaves what cannot be taken back',
    { script: { observe: [look('FAILED')], undo: [{ type: 'REFUSED', words: words() }] } },
    { state: 'FAILED', sideEffects: 'LEFT_BEHIND' },
  ],
  ['cannot read AWS', { script: { plan: [awsError('InternalException', 500), plan()] } }, { state: 'SUCCEEDED' }],
  ['gets a yes', { script: { plan: [interrupting] }, decision: 'approve' }, { state: 'SUCCEEDED', sideEffects: 'NONE' }],
  ['gets a no', { script: { plan: [interrupting] }, decision: 'reject' }, { state: 'REJECTED', sideEffects: 'NONE' }],
];

describe.each(releases)('a run that release %s started', (release) => {
  const table = createMemoryTable();

  test.each(scenes)('%s, and ends as one of today does', async (name, { script, decision }, ending) => {
    let id = '';
    const decide = {
      seconds: 60,
      work: async () => {
        const { approvalRequest } = (await table.store.record(id)) ?? {};
        return rehearsal.ask(decision ?? '', id, { planDigest: approvalRequest?.digest, comment: 'seen' }, { after: 60 });
      },
    };
    const rehearsal = createRehearsal(table, new Set(), script, decision ? [{ function: 'askApproval', call: 1, after: decide }] : []);
    ({ id } = await rehearsal.accept(name, { pair: { packageId: 'F1', domainName: name.replaceAll(/[^a-z]/g, '-').slice(0, 28) } }));
    expect((await rehearsal.run({ id }, 0, definitionOf(release, 'association'))).record).toMatchObject({ ...ending, outbox: null });
  });

  test('and died is gone on with by a run of today', async () => {
    const rehearsal = createRehearsal(table, new Set(), { observe: [look('PENDING'), look('SETTLED')] }, [
      { function: 'observe', call: 1, answer: new Error('it died') },
    ]);
    const { id } = await rehearsal.accept('died', { pair: { packageId: 'F1', domainName: 'died' } });
    await rehearsal.run({ id }, 0, definitionOf(release, 'association'));
    await rehearsal.resume({ executionName: `${id}-1`, status: 'FAILED', at: Date.parse('2026-11-02T12:00:00Z') });
    expect((await rehearsal.run({ id }, 10_800)).record).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE' });
  });

  test('of a batch begins its items and tells how they ended', async () => {
    const rehearsal = createBatchRehearsal(table.documents);
    const batch = await rehearsal.accept({ items: items(5), maxConcurrency: 2 });
    const ended = await rehearsal.run(batch, 0, definitionOf(release, 'batch'));
    expect(ended.batch).toMatchObject({ state: 'SUCCEEDED', ended: { SUCCEEDED: 5 }, outbox: null });
  });
});
