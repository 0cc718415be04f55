import { beforeEach, describe, expect, test } from '@jest/globals';
import { pairKeyOf } from '../src/accept.ts';
import type { Association } from '../src/association.ts';
import { createPairs } from '../src/pairs.ts';
import { createTagged } from '../src/tagged.ts';
import { createMemoryTable, type MemoryTable } from './memory-table.ts';
import { createRecords, midnight } from './record.ts';

const pair = { serviceIdentifier: 'svc-0123456789abcdef0', serviceNetworkIdentifier: 'sn-0123456789abcdef0' };
const of = { kind: 'lattice-service', pair };
const byTag = { trigger: { type: 'TAG', key: 'liaison:service-network', value: pair.serviceNetworkIdentifier, at: 0 } } as const;
const succeeded = { state: 'SUCCEEDED', sideEffects: 'NONE', changed: true } as const;

describe('a pair is as a tag wants it', () => {
  let table: MemoryTable;
  let create: ReturnType<typeof createRecords>;
  beforeEach(() => {
    table = createMemoryTable();
    create = createRecords(table.store);
  });

  const pairs = () => createPairs(table.store, async () => undefined);
  const association = (more: Partial<Association>) => create({ ...of, pairKey: pairKeyOf(of), ...more });
  const settled = async (more: Partial<Association>) =>
    pairs().releasePair(await association({ ...succeeded, settledAt: midnight, ...more }));
  const asked = async (more: Partial<Association>) => pairs().claimPair(await association(more), 'NEXT');
  const isTagged = () => createTagged(table.store)(of);

  test('when a tag brought it about, and nobody has asked for anything since', async () => {
    expect(await isTagged()).toBe(false);
    await settled(byTag);
    expect(await isTagged()).toBe(true);
  });

  test('not when somebody asked for the same later', async () => {
    await settled(byTag);
    await settled({ settledAt: midnight + 1 });
    expect(await isTagged()).toBe(false);
  });

  test('not when it was so before a tag said the same', async () => {
    await settled({});
    await settled({ ...byTag, settledAt: midnight + 1, changed: false });
    expect(await isTagged()).toBe(false);
  });

  test('not when somebody asked for what the tag had brought about', async () => {
    await settled(byTag);
    await settled({ settledAt: midnight + 1, changed: false });
    expect(await isTagged()).toBe(false);
  });

  test('when the tag said so twice', async () => {
    await settled(byTag);
    await settled({ ...byTag, settledAt: midnight + 1, changed: false });
    expect(await isTagged()).toBe(true);
  });

  test('not when it was taken apart', async () => {
    await settled({ ...byTag, desired: 'DISSOCIATED' });
    expect(await isTagged()).toBe(false);
  });

  test('while what the tag asked for is under way: a tag that goes back and forth leaves nothing there', async () => {
    await asked({ state: 'RUNNING', ...byTag });
    expect(await isTagged()).toBe(true);
  });

  test('not while somebody else is about to have it, or is next', async () => {
    await settled(byTag);
    await asked({ state: 'RUNNING' });
    expect(await isTagged()).toBe(false);
  });

  test('not when somebody is next after the tag', async () => {
    await asked({ state: 'RUNNING', ...byTag });
    await asked({});
    expect(await isTagged()).toBe(false);
  });

  test('still, when what was tried since came to nothing', async () => {
    await settled(byTag);
    await asked({ state: 'FAILED', sideEffects: 'NONE' });
    expect(await isTagged()).toBe(true);
  });
});
