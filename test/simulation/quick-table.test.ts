import { describe, expect, test } from '@jest/globals';
import { createStore, type Store } from '../../src/store.ts';
import { createTable } from '../../src/table.ts';
import { createMemoryTable } from '../memory-table.ts';
import { association } from '../record.ts';
import { createDice, type Dice } from './dice.ts';
import { createQuickTable } from './quick-table.ts';

const ids = ['a', 'b', 'c', 'd'].map((letter) => `assoc_01JXXXXXXXXXXXXXXXXXXXXXX${letter.toUpperCase()}`);

/** What the store can be asked, each drawn with what it is about. */
const moves: readonly ((store: Store, dice: Dice) => Promise<unknown>)[] = [
  (store, dice) => store.createRecord(association({ id: dice.pick(ids) })),
  (store, dice) => store.record(dice.pick(ids)),
  (store) => store.recordsOf(ids),
  (store, dice) => store.changeRecord(dice.pick(ids), () => ({ state: dice.pick(['RUNNING', 'SUCCEEDED', 'FAILED']), outbox: null })),
  (store, dice) => store.deleteRecord(dice.pick(ids)),
  (store, dice) => store.records({ limit: 2, before: dice.pick([undefined, ids[2]]), of: dice.pick([{}, { state: 'RUNNING' }]) }),
  (store, dice) => store.unfinished({ limit: dice.between(1, 3), list: 'ASSOCIATION', after: dice.pick([null, ids[1] as string]) }),
  (store, dice) => store.claimKey(dice.pick(['k', 'l']), { hash: dice.pick(['1', '2']), id: dice.pick(ids), expiresAt: 1 }),
  (store, dice) => store.changePair('pair', () => ({ holder: dice.pick([null, ...ids]) })),
  (store, dice) =>
    store.changeLock(dice.pick(['s', 't']), ({ waiters }) => ({ owner: dice.pick(ids), waiters: [...waiters, 'w'].slice(-2) })),
  (store, dice) =>
    store.changeLock('s', () => ({ owner: null }), { owner: null, takenAt: null, since: null, waiters: [], version: dice.between(0, 2) }),
  (store) => store.belongings(association({ scopes: ['s', 't'], pairKey: 'pair' })),
];

describe('the quick table', () => {
  test('answers the store as the local DynamoDB does', async () => {
    const memory = createMemoryTable();
    let writes = 0;
    const newWriteId = () => {
      writes += 1;
      return `w-${writes}`;
    };
    const quick = createStore(createTable(createQuickTable(), () => 'liaison', newWriteId));
    const [one, other] = [createDice(1), createDice(1)];
    const told = async (answer: Promise<unknown>) => answer.catch((error: Error) => `${error.name}: ${error.message}`);
    const plain = (value: unknown) =>
      JSON.parse(JSON.stringify(value ?? null, (name, member) => (name === 'writeId' ? undefined : member)));
    for (let step = 0; step < 400; step += 1) {
      const move = moves[one.between(0, moves.length - 1)] as (typeof moves)[number];
      other.between(0, moves.length - 1);
      const [expected, answered] = [await told(move(memory.store, one)), await told(move(quick, other))];
      expect(plain(answered instanceof Object ? spread(answered) : answered)).toEqual(
        plain(expected instanceof Object ? spread(expected) : expected),
      );
    }
  });
});

/** Maps as lists, so that they can be compared as JSON. */
const spread = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member instanceof Map ? [...member] : member]));
