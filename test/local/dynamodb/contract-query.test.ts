import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rejection } from '../wire/world.ts';
import { type Item, key, refused, S, startBoth } from './contract.ts';
import { type Reached, tableName as TableName } from './world.ts';

const { both, put, theirs, ours, close } = await startBoth();
afterAll(close);

type Client = Reached['client'];

const query = (more: Partial<QueryCommandInput>) => both((client) => client.send(new QueryCommand({ TableName, ...more })));

describe('a query', () => {
  beforeAll(async () => {
    for (const [title, year, lender] of [
      ['a', '1990', 'eve'],
      ['ab', '1980', undefined],
      ['b', '2000', 'eve'],
      ['é', '1970', 'bob'],
      ['😀', '1960', undefined],
      ['\uff5e', '1950', 'eve'],
    ] as const) {
      await put({ ...key('q', title), genre: S('novel'), year: S(year), pages: { N: '7' }, ...(lender && { lender: S(lender) }) });
    }
    await put({ ...key('q', 'zz'), genre: S('none of the years') });
  });
  const on = (condition: string, values: Record<string, string>) => ({
    KeyConditionExpression: condition,
    ExpressionAttributeNames: condition.includes('#year') ? { '#year': 'year' } : undefined,
    ExpressionAttributeValues: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, S(value)])),
  });
  const shelf = on('shelf = :s', { ':s': 'q' });
  const novels = { IndexName: 'byGenre', ...on('genre = :g', { ':g': 'novel' }) };

  test('gives a shelf in the order of bytes, either way', async () => {
    expect(await query(shelf)).toMatchObject({ Count: 7, ScannedCount: 7 });
    await query({ ...shelf, ScanIndexForward: false });
    expect(await query(on('shelf = :s', { ':s': 'nothing' }))).toMatchObject({ Count: 0, Items: [] });
  });

  test.each([
    ['title = :t', 1],
    ['title < :t', 2],
    ['title <= :t', 3],
    ['title > :t', 4],
    ['title >= :t', 5],
  ])('takes %s', async (range, Count) => {
    expect(await query(on(`shelf = :s AND ${range}`, { ':s': 'q', ':t': 'b' }))).toMatchObject({ Count });
    expect(await query(on(`${range} AND shelf = :s`, { ':s': 'q', ':t': 'b' }))).toMatchObject({ Count });
  });

  test('takes what is between, the bounds included', async () => {
    expect(await query(on('shelf = :s AND title BETWEEN :a AND :b', { ':s': 'q', ':a': 'ab', ':b': 'b' }))).toMatchObject({ Count: 2 });
  });

  test('of an index gives only what has its attributes', async () => {
    expect(await query(novels)).toMatchObject({ Count: 6 });
    expect(await query({ IndexName: 'byGenre', ...on('genre = :g AND #year > :y', { ':g': 'novel', ':y': '1970' }) })).toMatchObject({
      Count: 3,
    });
  });

  test('of an index that keeps keys only gives these', async () => {
    const keys = { Count: 3, Items: [{ ...key('q', '\uff5e'), lender: S('eve'), year: S('1950') }, expect.anything(), expect.anything()] };
    expect(await query({ IndexName: 'byLender', ...on('lender = :l', { ':l': 'eve' }) })).toMatchObject(keys);
  });

  test.each([
    ['a shelf', shelf],
    ['an index', novels],
    ['an index that keeps keys only', { IndexName: 'byLender', ...on('lender = :l', { ':l': 'eve' }) }],
    ['an index, backwards', { ...novels, ScanIndexForward: false }],
    ['a part of an index', { IndexName: 'byGenre', ...on('genre = :g AND #year < :y', { ':g': 'novel', ':y': '1990' }) }],
  ])('goes through %s page by page', async (_, condition) => {
    let ExclusiveStartKey: Item | undefined;
    let pages = 0;
    do {
      const page = (await query({ ...condition, Limit: 2, ExclusiveStartKey })) as { LastEvaluatedKey?: Item };
      ExclusiveStartKey = page.LastEvaluatedKey;
      pages += 1;
    } while (ExclusiveStartKey);
    expect(pages).toBeGreaterThan(1);
  });

  test('ends a page after a megabyte', async () => {
    for (const title of ['1', '2', '3', '4', '5', '6']) await put({ ...key('large', title), text: S('x'.repeat(300_000)) });
    const page = await query(on('shelf = :s', { ':s': 'large' }));
    expect(page).toMatchObject({ Count: 4, LastEvaluatedKey: key('large', '4') });
    expect(await query({ ...on('shelf = :s', { ':s': 'large' }), ExclusiveStartKey: key('large', '4') })).toMatchObject({ Count: 2 });
  });

  test.each<[string, Partial<QueryCommandInput>]>([
    ['no hash key', on('title = :t', { ':t': 'a' })],
    ['a hash key that is not equal', on('shelf > :s', { ':s': 'a' })],
    ['either of two', on('shelf = :s OR title = :s', { ':s': 'a' })],
    ['another attribute', on('shelf = :s AND pages = :s', { ':s': 'a' })],
    ['the same attribute twice', on('shelf = :s AND title > :s AND title < :s', { ':s': 'a' })],
    ['a value of another type', { ...shelf, ExpressionAttributeValues: { ':s': { N: '1' } } }],
    ['bounds the wrong way round', on('shelf = :s AND title BETWEEN :b AND :a', { ':s': 'q', ':a': 'a', ':b': 'b' })],
    ['an index that is not there', { IndexName: 'byNothing', ...shelf }],
    ['a consistent read of an index', { ...novels, ConsistentRead: true }],
    ['a limit of nothing', { ...shelf, Limit: 0 }],
    ['half a start', { ...shelf, ExclusiveStartKey: { shelf: S('q') } }],
    ["another shelf's start", { ...shelf, ExclusiveStartKey: key('r', 'a') }],
    ["an index's start without its keys", { ...novels, ExclusiveStartKey: key('q', 'a') }],
  ])('is refused with %s', async (_, condition) => {
    expect(await query(condition)).toEqual(refused);
  });
});

describe('many items', () => {
  const batch = (Keys: Item[]) =>
    both(async (client) => {
      const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }));
      // They come in no promised order.
      answer.Responses?.[TableName]?.sort((one, other) => (String(one.title?.S) < String(other.title?.S) ? -1 : 1));
      return answer;
    });

  test('come at once, those that are there', async () => {
    for (const title of ['x', 'y']) await put({ ...key('b', title), n: { N: '1' } });
    expect(await batch([key('b', 'y'), key('b', 'none'), key('b', 'x')])).toMatchObject({
      Responses: { [TableName]: [{ title: S('x') }, { title: S('y') }] },
      UnprocessedKeys: {},
    });
  });

  test('are refused when one is asked for twice, or more than a hundred are, or none', async () => {
    expect(await batch([key('b', 'x'), key('b', 'x')])).toEqual(refused);
    expect(await batch(Array.from({ length: 101 }, (_, index) => key('b', String(index))))).toEqual(refused);
    expect(await batch([])).toEqual(refused);
  });

  test('are all found by looking through the table', async () => {
    const scan = async ({ client }: Reached) => {
      const titles: string[] = [];
      let ExclusiveStartKey: Item | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName, Limit: 3, ExclusiveStartKey }));
        titles.push(...(page.Items ?? []).map((item) => `${item.shelf?.S} ${item.title?.S}`));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return titles.sort();
    };
    expect(await scan(ours)).toEqual(await scan(theirs));
  });
});

test('the words for what the app may meet are those of AWS', async () => {
  for (const send of [
    (client: Client) => client.send(new PutItemCommand({ TableName, Item: { title: S('t') } })),
    (client: Client) => client.send(new PutItemCommand({ TableName, Item: { shelf: { N: '1' }, title: S('t') } })),
    (client: Client) => client.send(new PutItemCommand({ TableName, Item: { ...key('s', 't'), genre: { NULL: true } } })),
    (client: Client) =>
      client.send(new PutItemCommand({ TableName, Item: key('b', 'x'), ConditionExpression: 'attribute_not_exists(shelf)' })),
    (client: Client) => client.send(new GetItemCommand({ TableName, Key: { shelf: S('s') } })),
    (client: Client) => client.send(new GetItemCommand({ TableName: 'nowhere', Key: key('s', 't') })),
    (client: Client) => client.send(new UpdateItemCommand({ TableName, Key: key('s', 't'), UpdateExpression: 'SET a = :b' })),
    (client: Client) => client.send(new UpdateItemCommand({ TableName, Key: key('s', 't'), UpdateExpression: 'SET state = :b' })),
  ]) {
    const [expected, answer] = await Promise.all([theirs, ours].map(async ({ client }) => (await rejection(send(client))).message));
    expect(answer).toBe(expected);
  }
});
