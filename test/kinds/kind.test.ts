import { describe, expect, test } from '@jest/globals';
import { check, entryFor, fail, pass, quoting, says, unknown, verdictOn, wait } from '../../src/kinds/kind.ts';

const table = { ACTIVE: pass('Active', 'It is active.'), GONE: fail('Gone', 'It is gone.') };

describe('the verdict on a status', () => {
  test('is the one of the table', () => expect(verdictOn(table, 'GONE')).toEqual(fail('Gone', 'It is gone.')));

  test.each(['MOVING', 'active', '', 'toString', '__proto__'])('%j, which the table does not have, is waited out', (status) => {
    expect(entryFor(table, status)).toBeUndefined();
    expect(verdictOn(table, status)).toEqual(wait('StatusUnknown', `AWS gives the status ${status}, which Liaison does not know.`));
  });

  test.each([undefined, null])('%j, with which there is nothing to wait for, does not stop', (status) => {
    expect(entryFor(table, status)).toBeUndefined();
    expect(verdictOn(table, status)).toEqual(unknown('StatusMissing', 'AWS does not say which status it has.'));
  });
});

describe("AWS's own words", () => {
  test.each([
    [['Broken', 'It broke'], 'It is gone. AWS says: Broken: It broke.'],
    [[undefined, 'Why?'], 'It is gone. AWS says: Why?'],
    [[null, 'It broke.'], 'It is gone. AWS says: It broke.'],
    [[undefined, 'Version 1.2 broke'], 'It is gone. AWS says: Version 1.2 broke.'],
    [[undefined, ''], 'It is gone.'],
    [[], 'It is gone.'],
  ])('%j come after ours', (said, message) => expect(quoting(table.GONE, ...said)).toEqual(fail('Gone', message)));
});

test("what is the matter is read from AWS's message, where there is one", () => {
  const words = { operation: 'Associate', status: null, error: 'ConflictException', message: null, requestId: null };
  expect(says({ ...words, message: 'They are Already associated.' }, /already/i)).toBe(true);
  expect(says({ ...words, message: 'The moon is full.' }, /already/i)).toBe(false);
  expect(says(words, /./)).toBe(false);
});

test('a check is a verdict with a name', () => {
  expect(check('it', table.ACTIVE)).toEqual({ name: 'it', result: 'PASS', reason: 'Active', message: 'It is active.' });
});
