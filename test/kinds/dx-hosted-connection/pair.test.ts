import { describe, expect, test } from '@jest/globals';
import { dxHostedConnectionPair } from '../../../src/kinds/dx-hosted-connection/pair.ts';
import { dxHostedConnectionSchema as schema } from '../../../src/kinds/dx-hosted-connection/schema.ts';

const connectionId = 'dxcon-fg000001';
const oldLag = 'dxlag-fg0000a1';
const newLag = 'dxlag-fg0000b2';
const pair = { connectionId, parentConnectionId: newLag };

const { key, scopes, desired } = dxHostedConnectionPair;

describe('ids', () => {
  test.each([
    'dxcon-',
    'dxlag-fg0000a1',
    `x${connectionId}`,
    `${connectionId}-1`,
    `${connectionId}\n`,
    `dxcon-${'a'.repeat(33)}`,
    'DXCON-fg000001',
  ])('%j is no hosted connection', (id) => expect(schema.safeParse({ ...pair, connectionId: id }).success).toBe(false));
  test('what is expected is said', () => {
    const wrong = { connectionId: 'x', parentConnectionId: 'y', previousParentConnectionId: 'z' };
    const parent = 'Expected the id of an interconnect (dxcon-…) or a LAG (dxlag-…)';
    expect(schema.safeParse(wrong).error?.issues.map(({ message }) => message)).toEqual([
      'Expected the id of a hosted connection: dxcon- and letters or digits',
      parent,
      parent,
    ]);
  });
  test.each(['dxvif-fg000001', `x${newLag}`, `${newLag}/`, '', `dxlag-${'a'.repeat(33)}`])('%j is no parent', (id) => {
    expect(schema.safeParse({ ...pair, parentConnectionId: id }).success).toBe(false);
    expect(schema.safeParse({ ...pair, previousParentConnectionId: id }).success).toBe(false);
  });
  test('an interconnect is a parent as a LAG is', () => {
    expect(schema.safeParse({ ...pair, parentConnectionId: 'dxcon-fg0000c3' }).success).toBe(true);
  });
  test('a connection is not its own parent', () => {
    expect(schema.safeParse({ ...pair, parentConnectionId: connectionId }).error?.issues).toMatchObject([
      { path: ['parentConnectionId'], message: 'A connection cannot be its own parent' },
    ]);
  });
  test('one parent cannot be left and gone to', () => {
    expect(schema.safeParse({ ...pair, previousParentConnectionId: newLag }).error?.issues).toMatchObject([
      { path: ['previousParentConnectionId'], message: 'The parent to leave and the parent to go to are the same' },
    ]);
  });
});

test('the previous parent does not make it another pair, but is locked with it', () => {
  const given = { ...pair, previousParentConnectionId: oldLag };
  expect(key(given)).toBe(key(pair));
  expect(scopes(given)).toEqual([`dx:${connectionId}`, `dx:${newLag}`, `dx:${oldLag}`]);
});

test('moves of one connection to different parents share a lock', () => {
  const [here] = scopes(pair);
  expect(key({ ...pair, parentConnectionId: oldLag })).not.toBe(key(pair));
  expect(scopes({ ...pair, parentConnectionId: oldLag })).toContain(here);
});

test('leaving a parent is associating with another, and the refusal says so', () => {
  expect(desired.DISSOCIATED).toMatchObject({ allowed: false, why: expect.stringContaining('Ask for ASSOCIATED') });
});
