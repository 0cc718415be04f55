import { expect, test } from '@jest/globals';
import { createTable, type Documents } from '../src/table.ts';

type Keys = readonly { readonly pk: string; readonly sk: string }[];

/** A table that gives as many of the keys of each call as its plan says, and then all. */
function scanty(plan: readonly number[]) {
  const calls: number[] = [];
  const send = async ({ input }: { input: { RequestItems: { liaison: { Keys: Keys } } } }) => {
    const { Keys } = input.RequestItems.liaison;
    const gives = plan[calls.length] ?? Keys.length;
    calls.push(Keys.length);
    return {
      Responses: { liaison: Keys.slice(0, gives) },
      ...(gives < Keys.length && { UnprocessedKeys: { liaison: { Keys: Keys.slice(gives) } } }),
    };
  };
  return { table: createTable({ send } as unknown as Documents, () => 'liaison'), calls };
}
const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: String(index), sk: 'RECORD' }));

test('what DynamoDB leaves out is asked for again, and everything comes in order', async () => {
  const { table, calls } = scanty([60, 0, 100]);
  expect(await table.getMany(keys(150))).toEqual(keys(150));
  expect(calls).toEqual([100, 90, 90]);
});

test('a table that gives nothing is not asked for ever', async () => {
  const { table, calls } = scanty([0, 0, 0, 0, 0, 0, 0]);
  await expect(table.getMany(keys(2))).rejects.toThrow('none of 2 items in 6 calls');
  expect(calls).toHaveLength(6);
});
