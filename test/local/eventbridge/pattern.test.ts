import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/eventbridge/pattern.ts';

const matches = (pattern: Record<string, unknown>, event: Record<string, unknown>) => compilePattern(pattern)(event);

describe('values', () => {
  test.each([
    ['a string', { source: ['aws.tag'] }, { source: 'aws.tag' }, true],
    ['another string', { source: ['aws.tag'] }, { source: 'aws.es' }, false],
    ['one of several', { source: ['a', 'b'] }, { source: 'b' }, true],
    ['a number is no string', { detail: { version: ['3'] } }, { detail: { version: 3 } }, false],
    ['null', { detail: { error: [null] } }, { detail: { error: null } }, true],
    ['false', { detail: { included: [false] } }, { detail: { included: false } }, true],
    ['every field must match', { source: ['a'], region: ['b'] }, { source: 'a', region: 'c' }, false],
    ['an array with the value', { keys: ['a'] }, { keys: ['b', 'a'] }, true],
    ['an array without it', { keys: ['a'] }, { keys: ['b'] }, false],
    ['a field that is not there', { source: ['a'] }, {}, false],
    [
      'one object of an array',
      { rows: { a: [1], b: [2] } },
      {
        rows: [
          { a: 1, b: 3 },
          { a: 1, b: 2 },
        ],
      },
      true,
    ],
    ['no object of an array has both', { rows: { a: [1], b: [2] } }, { rows: [{ a: 1 }, { b: 2 }] }, false],
  ])('%s', (_, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

describe('operators', () => {
  test.each([
    ['prefix', { name: [{ prefix: 'liaison-' }] }, { name: 'liaison-local' }, true],
    ['another prefix', { name: [{ prefix: 'liaison-' }] }, { name: 'other' }, false],
    ['anything but a value', { status: [{ 'anything-but': 'RUNNING' }] }, { status: 'FAILED' }, true],
    ['anything but one of these', { status: [{ 'anything-but': ['RUNNING', 'FAILED'] }] }, { status: 'FAILED' }, false],
    ['anything but a number', { code: [{ 'anything-but': 3 }] }, { code: 4 }, true],
    ['anything but needs something', { status: [{ 'anything-but': 'RUNNING' }] }, {}, false],
    ['anything but a prefix', { arn: [{ 'anything-but': { prefix: 'arn:ours' } }] }, { arn: 'arn:theirs' }, true],
    ['not that prefix', { arn: [{ 'anything-but': { prefix: 'arn:ours' } }] }, { arn: 'arn:ours:1' }, false],
    ['anything but meets another element', { keys: [{ 'anything-but': 'a' }] }, { keys: ['a', 'b'] }, true],
    ['exists', { detail: { errorCode: [{ exists: true }] } }, { detail: { errorCode: null } }, true],
    ['does not exist', { detail: { errorCode: [{ exists: false }] } }, { detail: {} }, true],
    ['exists after all', { detail: { errorCode: [{ exists: false }] } }, { detail: { errorCode: 'X' } }, false],
    ['nothing exists in what is not there', { detail: { errorCode: [{ exists: false }] } }, {}, true],
    ['an operator or a value', { detail: { a: [{ exists: false }, 'x'] } }, { detail: { a: 'x' } }, true],
  ])('%s', (_, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });
});

describe('what is not implemented is refused', () => {
  test.each([
    ['numeric', { detail: { n: [{ numeric: ['>', 3] }] } }, '{"numeric":[">",3]} at detail.n is not a test that is supported here'],
    ['suffix', { a: [{ suffix: 'x' }] }, 'at a is not a test that is supported here'],
    ['equals-ignore-case', { a: [{ 'equals-ignore-case': 'x' }] }, 'at a is not a test'],
    ['a prefix of another case', { a: [{ prefix: { 'equals-ignore-case': 'x' } }] }, 'at a is not a test'],
    ['two operators in one', { a: [{ prefix: 'x', exists: true }] }, 'at a is not a test'],
    ['anything but a suffix', { a: [{ 'anything-but': { suffix: 'x' } }] }, 'at a is not a test'],
    ['anything but nothing', { a: [{ 'anything-but': [] }] }, 'at a is not a test'],
    ['or', { $or: [{ a: ['x'] }] }, '$or is not supported here'],
    ['a value that is not in a list', { a: 'x' }, 'a must be an object or a list'],
    ['an empty list', { a: { b: [] } }, 'a.b must be an object or a list'],
    ['an empty pattern', {}, 'The pattern is empty'],
    ['a list in a list', { a: [['x']] }, 'at a is not a test'],
  ])('%s', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
