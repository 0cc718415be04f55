import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultEffect } from '../../../local/simulators/faults.ts';
import type { Intent } from '../../../src/kinds/kind.ts';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { intentOf, refusal } from '../kind-world.ts';
import { createLattice, createWorld, ownTag, pair } from './world.ts';

const id = 'snsa-0a1b2c3d4e5f6a7b8';
const fails: FaultEffect = { type: 'FAIL_LATER', code: 'DnsFailed', message: 'No such zone.' };

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [20, 20] } });
});
afterEach(() => world.close());

describe('a creation', () => {
  test('not found just after it is pending, with an id and without', async () => {
    const { intent } = await world.request();
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING' });
    expect(await world.look({ ...intent, handle: null })).toMatchObject({ type: 'PENDING' });
    world.pass(60);
    expect(await world.look({ ...intent, handle: null })).toMatchObject({ type: 'SETTLED', words: { status: 'ACTIVE' } });
  });

  test('not found after two minutes is absent', async () => {
    const intent = intentOf(await world.plan(), world.now());
    world.pass(119);
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING' });
    world.pass(1);
    expect(await world.look(intent)).toMatchObject({ type: 'ABSENT', asBefore: true });
  });

  test('that AWS gave up says why, in its words', async () => {
    world.next('CreateServiceNetworkServiceAssociation', fails);
    const { intent } = await world.request();
    world.pass(60);
    expect(await world.look(intent)).toMatchObject({
      type: 'FAILED',
      ours: 'YES',
      asBefore: false,
      words: { status: 'CREATE_FAILED', error: 'DnsFailed', message: 'No such zone.' },
    });
  });

  test('a known id is looked up when the list does not show it', async () => {
    const behind = await createWorld({
      timing: { unseen: [0, 0] },
      wrap: (operations) => ({ ...operations, ListServiceNetworkServiceAssociations: () => ({ items: [] }) }),
    });
    const { intent } = await behind.request();
    behind.pass(60);
    expect(await behind.look(intent)).toMatchObject({ type: 'SETTLED', ours: 'YES' });
    await behind.close();
  });

  test('a known id counts, though the list still shows what was there before', async () => {
    const old = { id: 'snsa-0ffffffffffffffff', status: 'DELETE_FAILED' };
    const behind = await createWorld({
      timing: { unseen: [0, 0] },
      wrap: (operations) => ({
        ...operations,
        ListServiceNetworkServiceAssociations: ({ serviceIdentifier }: { serviceIdentifier?: string }) => ({
          items: serviceIdentifier && isBehind ? [old] : [],
        }),
        GetServiceNetworkServiceAssociation: (input: never, caller) =>
          Object.values(input).includes(old.id as never) ? old : operations.GetServiceNetworkServiceAssociation?.(input, caller),
      }),
    });
    let isBehind = false;
    const { intent } = await behind.request();
    isBehind = true;
    behind.pass(60);
    expect(await behind.look(intent)).toMatchObject({ type: 'SETTLED', ours: 'YES', words: { status: 'ACTIVE' } });
    await behind.close();
  });

  test('settled, the words tell what is where, by what name, and by which account', async () => {
    const { intent } = await world.request();
    world.pass(60);
    const { words } = await world.look(intent);
    expect(words).toMatchObject({ status: 'ACTIVE', error: null });
    expect(words.message).toMatch(/^orders in shop at \S+\.on\.aws made by \d{12}$/);
  });

  test('that another hand removes is pending, then absent', async () => {
    const { intent } = await world.request();
    world.pass(60);
    await world.operations.undo(pair, 'ASSOCIATED', intent, world.context());
    expect(await world.look(intent)).toMatchObject({ type: 'PENDING', words: { status: 'DELETE_IN_PROGRESS' } });
    world.pass(60);
    expect(await world.look(intent)).toMatchObject({ type: 'ABSENT', asBefore: true });
  });

  test('a status that AWS has added since is pending, and said to be unknown', async () => {
    const strange = await createLattice({
      wrap: (operations) => ({
        ...operations,
        ListServiceNetworkServiceAssociations: () => ({ items: [{ id: 'snsa-0a1b2c3d4e5f6a7b8', status: 'MOVING' }] }),
      }),
    });
    const intent = intentOf(await world.plan(), strange.now());
    expect(await strange.look(intent)).toMatchObject({ type: 'PENDING', unknownStatus: true, words: { status: 'MOVING' } });
    strange.pass(120);
    expect(await strange.look(intent)).toMatchObject({ type: 'PENDING', ours: 'NO', unknownStatus: true });
    await strange.close();
  });
});

describe('whose it is', () => {
  /** A look so many seconds after the call of a creation that found this there. */
  const lookAt = async (
    more: Parameters<typeof world.associate>[0],
    { after = 0, ...given }: Partial<Pick<Intent, 'handle' | 'adopted' | 'before'>> & { readonly after?: number } = {},
  ) => {
    const intent = intentOf(await world.plan(), world.now(), given);
    world.associate(more);
    world.pass(after);
    return world.look(intent);
  };

  test('what carries our id is ours', async () => {
    expect(await lookAt({ tags: ownTag })).toMatchObject({ type: 'SETTLED', ours: 'YES' });
  });
  test('what our call answered with is ours', async () => {
    expect(await lookAt({ id }, { handle: id })).toMatchObject({ ours: 'YES' });
  });
  test("another association's is not", async () => {
    expect(await lookAt({ tags: { 'liaison:association-id': 'assoc_other' } }, { after: 120 })).toMatchObject({ ours: 'NO' });
  });
  test('what was adopted is not, whatever it carries and from the first moment', async () => {
    expect(await lookAt({ tags: ownTag }, { adopted: true })).toMatchObject({ type: 'SETTLED', ours: 'NO' });
  });
  test('what has tags that are not shown to us is not', async () => {
    expect(await lookAt({ account: otherAccount, tags: ownTag }, { after: 120 })).toMatchObject({ ours: 'NO' });
  });
  test.each([
    ['tags that do not show it', {}, null],
    ['what was there before and has failed', { status: 'CREATE_FAILED' }, id],
  ] as const)('for two minutes %s may be shown though ours is there', async (_, more, handle) => {
    expect(await lookAt(more, { handle, after: 119 })).toMatchObject({ type: 'PENDING', ours: 'UNKNOWN', asBefore: false });
  });
  test('what stands where ours is known to be gone is not, and all is as before without ours', async () => {
    expect(await lookAt({}, { handle: id, after: 120 })).toMatchObject({ type: 'SETTLED', ours: 'NO', asBefore: true });
    expect(await lookAt({}, { handle: null, after: 120, before: null })).toMatchObject({ type: 'SETTLED', ours: 'NO', asBefore: false });
    const before = { id: 'snsa-0ffffffffffffffff', status: 'DELETE_FAILED' };
    expect(await lookAt({}, { handle: id, after: 120, before })).toMatchObject({ ours: 'NO', asBefore: false });
  });
  test('tags that cannot be read for the moment decide nothing', async () => {
    world.next('ListTagsForResource', refusal('InternalServerException', 'An internal error occurred.', 500));
    await expect(lookAt({ tags: ownTag })).rejects.toThrow('An internal error occurred.');
  });
});

describe('a removal', () => {
  test('ends when the association is gone', async () => {
    world.associate();
    const { intent } = await world.request(pair, 'DISSOCIATED');
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', words: { status: 'DELETE_IN_PROGRESS' } });
    world.pass(60);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'SETTLED', ours: 'YES', asBefore: false });
  });

  test('that AWS gave up is ours, and said in its words', async () => {
    world.associate();
    world.next('DeleteServiceNetworkServiceAssociation', fails);
    const { intent } = await world.request(pair, 'DISSOCIATED');
    world.pass(60);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({
      type: 'FAILED',
      ours: 'YES',
      words: { status: 'DELETE_FAILED', error: 'DnsFailed' },
    });
  });

  test('whose answer was lost is not certainly ours', async () => {
    world.associate();
    const intent = intentOf(await world.plan(pair, 'DISSOCIATED'), world.now());
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', ours: 'UNKNOWN', asBefore: true });
  });

  test('after which somebody has associated them again is not as before', async () => {
    const { id } = world.associate();
    const { intent } = await world.request(pair, 'DISSOCIATED');
    world.pass(60);
    expect(world.associate().id).not.toBe(id);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING', asBefore: false, words: { status: 'ACTIVE' } });
  });

  test('of what could not be removed before does not take the old failure for a new one', async () => {
    world.associate({ status: 'DELETE_FAILED' });
    const intent = { ...intentOf(await world.plan(pair, 'DISSOCIATED'), world.now()), handle: 'snsa-0a1b2c3d4e5f6a7b8' };
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'PENDING' });
    world.pass(120);
    expect(await world.look(intent, 'DISSOCIATED')).toMatchObject({ type: 'FAILED' });
  });
});

describe('making room', () => {
  test('for another try: delete, plan again, create', async () => {
    world.associate({ status: 'CREATE_FAILED' });
    const room = await world.request();
    expect(room.intent).toMatchObject({ preparatory: true });
    expect(await world.look(room.intent)).toMatchObject({ type: 'PENDING' });
    world.pass(60);
    expect(await world.look(room.intent)).toMatchObject({ type: 'READY', asBefore: true });
    const real = await world.request();
    expect(real.intent).toMatchObject({ preparatory: false, before: null });
    world.pass(90);
    expect(await world.look(real.intent)).toMatchObject({ type: 'SETTLED', ours: 'YES' });
  });

  test('is done, though somebody has associated them again', async () => {
    world.associate({ status: 'CREATE_FAILED' });
    const { intent } = await world.request();
    world.pass(60);
    world.associate();
    expect(await world.look(intent)).toMatchObject({ type: 'READY', asBefore: true });
  });

  test('by removing what may have carried traffic leaves nothing as it was', async () => {
    world.associate({ status: 'DELETE_FAILED' });
    const { intent } = await world.request();
    world.pass(60);
    expect(await world.look(intent)).toMatchObject({ type: 'READY', asBefore: false, ours: 'YES' });
  });

  test('that AWS gives up is a failure', async () => {
    world.associate({ status: 'DELETE_FAILED' });
    world.next('DeleteServiceNetworkServiceAssociation', fails);
    const { intent } = await world.request();
    world.pass(200);
    expect(await world.look(intent)).toMatchObject({ type: 'FAILED', words: { error: 'DnsFailed' } });
  });
});
