import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { otherAccount } from '../../local/simulators/surroundings.ts';
import { intentOf, refusal } from '../kind-world.ts';
import { conflict, createWorld, ownTag, pair } from './world.ts';

const list = 'ListServiceNetworkServiceAssociations';
const remove = 'DeleteServiceNetworkServiceAssociation';

let world: Awaited<ReturnType<typeof createWorld>>;
beforeEach(async () => {
  world = await createWorld({ timing: { unseen: [5, 5], creation: [30, 30], deletion: [20, 20] } });
});
afterEach(() => world.close());

/** Our own words, where AWS was not asked. */
const said = (message: string) => ({ operation: remove, status: null, error: null, message, requestId: null });

/** The intent of a creation whose answer never came, in a world where meanwhile that is there. */
const unanswered = async (more?: Parameters<typeof world.associate>[0]) => {
  const intent = intentOf(await world.plan(), world.now());
  if (more) world.associate(more);
  return intent;
};

test('waits until the creation has ended, then removes, and all is as before', async () => {
  const { intent } = await world.request();
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(10);
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS', words: { status: 'CREATE_IN_PROGRESS' } });
  expect(world.sent.map(({ operation }) => operation)).toEqual(['CreateServiceNetworkServiceAssociation']);
  world.pass(25);
  expect(await world.undo(intent)).toMatchObject({ type: 'ACCEPTED' });
  expect(await world.undo(intent)).toMatchObject({ type: 'ACCEPTED', words: { status: 'DELETE_IN_PROGRESS' } });
  expect(world.sent).toHaveLength(2);
  world.pass(25);
  expect(await world.look(intent)).toMatchObject({ asBefore: true });
});

test('of what another hand did is nothing', async () => {
  const intent = { ...(await unanswered({ tags: ownTag })), adopted: true };
  expect(await world.undo(intent)).toEqual({ type: 'NOTHING_TO_UNDO', words: said('It was so by another hand.') });
});

test('waits for what cannot be seen yet', async () => {
  const intent = await unanswered();
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(120);
  expect(await world.undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
});

test('removes what carries our id though the answer never came', async () => {
  expect(await world.undo(await unanswered({ tags: ownTag }))).toMatchObject({ type: 'ACCEPTED' });
});

test('a deletion that failed is tried again', async () => {
  expect(await world.undo(await unanswered({ tags: ownTag, status: 'DELETE_FAILED' }))).toMatchObject({ type: 'ACCEPTED' });
});

test.each([{}, { tags: { 'liaison:association-id': 'assoc_other' } }, { account: otherAccount, tags: ownTag }])(
  'what is not ours is left alone: %j',
  async (more) => {
    const intent = await unanswered(more);
    world.pass(119);
    expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
    world.pass(1);
    expect(await world.undo(intent)).toMatchObject({
      type: 'CANNOT_UNDO',
      words: { status: 'ACTIVE', message: 'The association was not made by this request.' },
    });
    expect(world.sent).toEqual([]);
  },
);

test('where another stands in the place of what our call answered with, ours is gone', async () => {
  const intent = { ...(await unanswered({})), handle: 'snsa-0ffffffffffffffff' };
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.pass(120);
  expect(await world.undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO', words: { status: 'ACTIVE' } });
  expect(world.sent).toEqual([]);
});

test('what is gone in the last moment needs no undo', async () => {
  const intent = await unanswered({ tags: ownTag });
  world.next(remove, refusal('ResourceNotFoundException', 'Not found.', 404, { resourceId: 'x', resourceType: 'y' }));
  expect(await world.undo(intent)).toMatchObject({ type: 'NOTHING_TO_UNDO' });
});

test('a conflict with the creation is waited out', async () => {
  const intent = await unanswered({ tags: ownTag });
  world.next(remove, conflict('Creation is in progress.'));
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
});

test('AWS refusing, throttling or failing is told apart', async () => {
  const intent = await unanswered({ tags: ownTag });
  world.next(remove, refusal('AccessDeniedException', 'No.', 403));
  expect(await world.undo(intent)).toMatchObject({ type: 'REFUSED' });
  world.next(remove, refusal('ThrottlingException', 'Rate exceeded', 429, { retryAfterSeconds: 4 }));
  expect(await world.undo(intent)).toMatchObject({ type: 'THROTTLED', retryAfterSeconds: 4 });
  world.next(remove, refusal('InternalServerException', 'An internal error occurred.', 500));
  expect(await world.undo(intent)).toMatchObject({ type: 'UNKNOWN' });
});

test('a look that fails sends nothing and is tried again, unless AWS refuses it', async () => {
  const intent = await unanswered({ tags: ownTag });
  world.next(list, refusal('InternalServerException', 'An internal error occurred.', 500));
  expect(await world.undo(intent)).toMatchObject({ type: 'IN_PROGRESS' });
  world.next(list, refusal('ThrottlingException', 'Rate exceeded', 429));
  expect(await world.undo(intent)).toMatchObject({ type: 'THROTTLED' });
  world.next(list, refusal('AccessDeniedException', 'No.', 403));
  expect(await world.undo(intent)).toMatchObject({ type: 'REFUSED' });
  expect(world.sent).toEqual([]);
});

test('what was removed is not made again', async () => {
  world.associate();
  const { intent } = await world.request(pair, 'DISSOCIATED');
  expect(await world.undo(intent, 'DISSOCIATED')).toEqual({ type: 'CANNOT_UNDO', words: said('A removed association is not made again.') });
});

test('the removal of a failed creation to make room is nothing to undo; that of a failed deletion cannot be undone', async () => {
  const intent = { ...(await unanswered()), preparatory: true };
  expect(await world.undo({ ...intent, before: { id: 'snsa-1', status: 'CREATE_FAILED' } })).toEqual({
    type: 'NOTHING_TO_UNDO',
    words: said('Only what was left of a failed association was removed.'),
  });
  expect(await world.undo({ ...intent, before: null })).toMatchObject({ type: 'NOTHING_TO_UNDO' });
  expect(await world.undo({ ...intent, before: { id: 'snsa-1', status: 'DELETE_FAILED' } })).toEqual({
    type: 'CANNOT_UNDO',
    words: said('A removed association is not made again.'),
  });
});
