import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createReferences } from '../../local/configuration/references.ts';
import { openDatabase } from '../../local/database-file.ts';
import { compilePattern, UnsupportedPattern } from '../../local/eventbridge/pattern.ts';
import { createState } from '../../local/state.ts';
import { lambda } from '../../src/lambda.ts';
import { createPark } from '../../src/parking.ts';
import { logged } from '../logged.ts';
import { createMemoryTable } from '../memory-table.ts';
import { abyss, inherited, type Json, textOf } from './values.ts';

/** What hostile input has found, each once more and in short. */
const deep = JSON.parse(textOf(abyss));
const nested = (depth: number): Json => Array.from({ length: depth }).reduce<Json>((inner) => ({ a: inner }), ['x']);

describe('a pattern', () => {
  test.each(inherited)('that asks for %s, which no operator is called, is refused by name', (operator) => {
    const odd = Object.fromEntries([[operator, 'x']]);
    expect(() => compilePattern({ source: [odd] })).toThrow(UnsupportedPattern);
  });

  test.each(inherited)('does not find %s in an event that was never given it', (name) => {
    const matches = compilePattern(Object.fromEntries([[name, [{ exists: true }]]]));
    expect(matches({})).toBe(false);
    expect(matches(JSON.parse(`{"${name}":"given"}`))).toBe(true);
  });

  test('and an event that nest without end come to an end', () => {
    expect(() => compilePattern(nested(3_000) as Record<string, unknown>)).toThrow('nests deeper than 100');
    expect(() => compilePattern({ source: [{ prefix: deep }] })).toThrow(UnsupportedPattern);
    expect(compilePattern({ detail: ['x'] })({ detail: deep })).toBe(false);
  });
});

test.each(inherited)('a reference to %s, which every object has, is refused by name', (name) => {
  const { resolve } = createReferences({}, {});
  expect(() => resolve({ Ref: name })).toThrow(`runs nothing called ${name}`);
  expect(resolve(JSON.parse(`{"${name}":"x"}`))).toEqual(JSON.parse(`{"${name}":"x"}`));
});

test('an event whose name cannot be made a text is handled like any other', async () => {
  const seen: unknown[] = [];
  const handler = lambda(async (event: unknown) => void seen.push(event)) as unknown as (event: unknown, context: unknown) => Promise<void>;
  const event = { detail: { name: { toString: 'x', valueOf: null } } };
  expect(await logged(() => handler(event, { awsRequestId: '1' }))).toEqual([]);
  expect(seen).toEqual([event]);
});

describe('an event that is parked', () => {
  const bodies: string[] = [];
  const client = { send: async ({ input }: { input: { MessageBody: string } }) => void bodies.push(input.MessageBody) };
  const park = createPark(client as never, () => 'queue');

  test.each([
    ['nests deeper than can be written', deep],
    ['is too long for a message', 'x'.repeat(1_100_000)],
  ])('and %s is kept without its detail', async (_, detail) => {
    await park({ id: 'e-1', source: 'somebody', detail }, []);
    expect(JSON.parse(bodies.pop() ?? '')).toEqual({ id: 'e-1', source: 'somebody', detail: null });
  });

  test('and is too much in every part is told of all the same', async () => {
    await park(deep, [{ path: '', message: 'is no event' }]);
    await park({ id: 'x'.repeat(1_100_000) }, []);
    expect(bodies.splice(0)).toEqual(['null', 'null']);
  });
});

test.each([
  ['long', 'a = :v OR '.repeat(500), 'Expression size has exceeded the maximum allowed size'],
  ['deep', 'NOT '.repeat(1_000), 'too many operators'],
])('an expression that is too %s is refused as DynamoDB does', async (_, expression, sentence) => {
  const table = createMemoryTable();
  const command = { constructor: { name: 'UpdateCommand' }, input: { TableName: 'liaison', Key: { pk: 'a', sk: 'b' } } };
  const input = {
    ...command.input,
    UpdateExpression: 'SET x = :v',
    ConditionExpression: expression,
    ExpressionAttributeValues: { ':v': 1 },
  };
  await expect(table.documents.send({ ...command, input } as never)).rejects.toThrow(sentence);
});

test('a file that is no database is refused with its name and what to do', () => {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-hostile-'));
  const path = join(directory, 'world.db');
  writeFileSync(path, 'somebody else wrote this, and a good deal of it');
  expect(() => createState(path)).toThrow(new RegExp(`^${path} cannot be used: .*--reset`));
  expect(() => openDatabase(path, '')).not.toThrow();
  rmSync(directory, { recursive: true });
});
