import {
  type AttributeValue,
  DeleteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Item, key, refused, S, startBoth } from './contract.ts';
import { tableName as TableName } from './world.ts';

const { both, put, close } = await startBoth();
afterAll(close);

const get = (Key: Item) => both((client) => client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true })));
const update = (Key: Item, more: Partial<UpdateItemCommandInput>) =>
  both((client) => client.send(new UpdateItemCommand({ TableName, Key, ...more })));

describe('an item', () => {
  test('comes back as it was put, and is gone when it is deleted', async () => {
    const item = {
      ...key('a', 'whole'),
      text: S('größer 😀 "'),
      empty: S(''),
      yes: { BOOL: true },
      none: { NULL: true },
      list: { L: [S('one'), { N: '2' }, { L: [] }, { M: {} }] },
      map: { M: { inner: { M: { deep: { N: '-0.5' } } } } },
    };
    await put(item);
    expect(await get(key('a', 'whole'))).toMatchObject({ Item: item });
    await both((client) => client.send(new DeleteItemCommand({ TableName, Key: key('a', 'whole') })));
    expect(await get(key('a', 'whole'))).toEqual({ status: 200 });
    await both((client) => client.send(new DeleteItemCommand({ TableName, Key: key('a', 'whole') })));
  });

  test.each([
    ['0', '0'],
    ['-0.0', '0'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['1e3', '1000'],
    ['-12.5E-3', '-0.0125'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ])('keeps the number %s as %s', async (N, kept) => {
    await put({ ...key('a', 'number'), n: { N } });
    expect(await get(key('a', 'number'))).toMatchObject({ Item: { n: { N: kept } } });
  });

  test.each(['', 'abc', '1.2.3', '0x10', 'Infinity', '1e126', '1e-131', '123456789012345678901234567890123456789'])(
    'is refused with the number "%s"',
    async (N) => {
      expect(await put({ ...key('a', 'number'), n: { N } })).toEqual(refused);
    },
  );

  test.each<[string, Item]>([
    ['no key', { title: S('t') }],
    ['half a key', { shelf: S('s') }],
    ['a key of another type', { shelf: { N: '1' }, title: S('t') }],
    ['an empty key', key('', 't')],
    ['an empty range key', key('s', '')],
    ['a key that is too long', key('x'.repeat(2049), 't')],
    ['a range key that is too long', key('s', 'x'.repeat(1025))],
    ['an index key of another type', { ...key('s', 't'), genre: { N: '1' } }],
    ['no type in a value', { ...key('s', 't'), wrong: {} as AttributeValue }],
    ['more than 400 KB', { ...key('s', 't'), text: S('x'.repeat(410_000)) }],
  ])('is refused with %s', async (_, Item) => {
    expect(await put(Item)).toEqual(refused);
  });

  test.each<[string, Item]>([
    ['too little', { shelf: S('s') }],
    ['too much', { ...key('s', 't'), more: S('m') }],
    ['another type', { shelf: { N: '1' }, title: S('t') }],
    ['empty text', key('', 't')],
  ])('is not looked for by a key with %s', async (_, Key) => {
    expect(await get(Key)).toEqual(refused);
  });

  test('is not looked for in a table that is not there', async () => {
    const command = { TableName: 'nowhere', Key: key('s', 't') };
    expect(await both((client) => client.send(new GetItemCommand(command)))).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a condition', () => {
  const values = { ':1': { N: '1' }, ':10': { N: '10' }, ':a': S('a'), ':b': S('b') };
  beforeAll(() => put({ ...key('c', 'item'), n: { N: '9' }, s: S('ab'), nil: { NULL: true } }));

  /** Only what an expression uses may come with it. */
  const used = (expression: string) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression)));

  test.each([
    ['attribute_exists(n)', true],
    ['attribute_exists(absent)', false],
    ['attribute_not_exists(absent)', true],
    ['attribute_not_exists(nil)', false],
    ['n < :10', true],
    ['n > :10', false],
    ['n <= :10 AND n >= :1', true],
    ['s > :a AND s < :b', true],
    ['n < :b', false],
    ['n = :1', false],
    ['absent = :1', false],
    ['absent < :1', false],
    [':1 < n', true],
    ['n = n', 'refused'],
    ['NOT n = :1', true],
    ['n = :1 OR s > :a AND s < :b', true],
    ['(n = :1 OR s > :a) AND n > :10', false],
    ['not attribute_exists(n) or n BETWEEN :1 and :10', true],
    ['n BETWEEN :10 AND :1', 'refused'],
    ['attribute_not_exists(absent) OR absent = :1', true],
  ])('%s: %s', async (ConditionExpression, holds) => {
    const found = used(ConditionExpression);
    const more = { ConditionExpression, ...(Object.keys(found).length > 0 && { ExpressionAttributeValues: found }) };
    const expected = { true: { status: 200 }, false: { name: 'ConditionalCheckFailedException', status: 400 }, refused };
    expect(await update(key('c', 'item'), more)).toEqual(expected[String(holds) as keyof typeof expected]);
  });

  test.each([
    ['nothing', '', {}],
    ['half a comparison', 'n =', {}],
    ['two words', 'n n', {}],
    ['an open parenthesis', '(n = :v', { ':v': S('v') }],
    ['parentheses twice', '((n = :v))', { ':v': S('v') }],
    ['a reserved word', 'state = :v', { ':v': S('v') }],
    ['a name that is not defined', '#n = :v', { ':v': S('v') }],
    ['a value that is not defined', 'n = :w', { ':v': S('v') }],
    ['a value that is not used', 'n = :v', { ':v': S('v'), ':w': S('w') }],
    ['an empty value', 'n = :v', { ':v': {} as AttributeValue }],
  ])('is refused with %s', async (_, ConditionExpression, ExpressionAttributeValues) => {
    const more = { ConditionExpression, ...(Object.keys(ExpressionAttributeValues).length > 0 && { ExpressionAttributeValues }) };
    expect(await update(key('c', 'item'), more)).toEqual(refused);
  });

  test('that does not hold changes nothing, be it of a put, an update or a delete', async () => {
    const ConditionExpression = 'attribute_not_exists(shelf)';
    const failed = { name: 'ConditionalCheckFailedException', status: 400 };
    const before = await get(key('c', 'item'));
    expect(await put({ ...key('c', 'item'), other: S('x') }, { ConditionExpression })).toEqual(failed);
    const remove = { TableName, Key: key('c', 'item'), ConditionExpression };
    expect(await both((client) => client.send(new DeleteItemCommand(remove)))).toEqual(failed);
    const change = { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '5' } }, ConditionExpression };
    expect(await update(key('c', 'item'), change)).toEqual(failed);
    expect(await get(key('c', 'item'))).toEqual(before);
  });
});

describe('an update', () => {
  const set = (UpdateExpression: string, values: Item, more: Partial<UpdateItemCommandInput> = {}) =>
    update(key('u', 'item'), { UpdateExpression, ExpressionAttributeValues: values, ...more });

  test('sets what it names and leaves the rest, and makes an item that was not there', async () => {
    await set('SET a = :a, #b = :b', { ':a': { N: '01' }, ':b': { L: [S('x')] } }, { ExpressionAttributeNames: { '#b': 'state' } });
    await set('set a = :a', { ':a': S('again') });
    expect(await get(key('u', 'item'))).toMatchObject({ Item: { ...key('u', 'item'), a: S('again'), state: { L: [S('x')] } } });
  });

  test('gives what was there before, or is there after', async () => {
    await set('SET a = :a', { ':a': S('1') });
    expect(await set('SET a = :a', { ':a': S('2') }, { ReturnValues: 'ALL_OLD' })).toMatchObject({ Attributes: { a: S('1') } });
    expect(await set('SET a = :a', { ':a': S('3') }, { ReturnValues: 'ALL_NEW' })).toMatchObject({ Attributes: { a: S('3') } });
  });

  test('removes what it names, also what is not there, in the same write', async () => {
    await set('SET a = :a, b = :a, #c = :a', { ':a': S('1') }, { ExpressionAttributeNames: { '#c': 'genre' } });
    await set('REMOVE b, #c, nothing SET a = :a', { ':a': S('2') }, { ExpressionAttributeNames: { '#c': 'genre' } });
    await set('set d = :a remove a', { ':a': S('3') });
    expect(await update(key('u', 'item'), { UpdateExpression: 'REMOVE a', ReturnValues: 'ALL_NEW' })).toMatchObject({
      Attributes: { ...key('u', 'item'), d: S('3') },
    });
    await update(key('u', 'made by removing'), { UpdateExpression: 'REMOVE a' });
    expect(await get(key('u', 'made by removing'))).toMatchObject({ Item: key('u', 'made by removing') });
  });

  test.each(['REMOVE title', 'REMOVE a, a', 'REMOVE', 'REMOVE owner', 'REMOVE a REMOVE b', 'REMOVE a,'])(
    'is refused as %s',
    async (expression) => {
      expect(await update(key('u', 'item'), { UpdateExpression: expression })).toEqual(refused);
    },
  );

  test.each<[string, string, Item]>([
    ['what it removes as well', 'SET a = :v REMOVE a', { ':v': S('v') }],
    ['a part of the key', 'SET title = :v', { ':v': S('v') }],
    ['the same twice', 'SET a = :v, a = :v', { ':v': S('v') }],
    ['an index key of another type', 'SET genre = :v', { ':v': { N: '1' } }],
    ['nothing', 'SET', { ':v': S('v') }],
    ['a reserved word', 'SET owner = :v', { ':v': S('v') }],
    ['an item that becomes too large', 'SET a = :v', { ':v': S('x'.repeat(410_000)) }],
  ])('is refused with %s', async (_, expression, values) => {
    expect(await set(expression, values)).toEqual(refused);
  });
});
