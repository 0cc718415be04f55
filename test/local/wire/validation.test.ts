import { describe, expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';
import { AwsError, type Constraints, type Problem } from '../../../local/wire/service.ts';
import { validate } from '../../../local/wire/validation.ts';

const inner: StaticStructureSchema = [3, 'test', 'Inner', 0, ['Key'], [0], 1];
const schema = NormalizedSchema.of([
  3,
  'test',
  'Input',
  0,
  ['Id', 'count', 'list', 'map', 'inners', 'secret', 'bytes', 'text'],
  [0, 1, 64, 128, [1, 'test', 'Inners', 0, inner], [0, 4 | 8], 21, 0],
  1,
]);

const constraints: Constraints = {
  Input: {
    Id: { min: 3, max: 5, pattern: /^[a-z/]+$/ },
    count: { min: 1, max: 10 },
    list: { min: 1, max: 2, each: { values: ['A', 'B'] } },
    map: { max: 1, keys: { max: 2 }, each: { max: 3 } },
    secret: { max: 1 },
    bytes: { max: 2 },
  },
  Inner: { Key: { min: 2 } },
};

/** What is wrong with an input: paths, and the whole message. */
function problemsOf(input: Record<string, unknown>): { members: string[]; message: string } {
  let found: readonly Problem[] = [];
  const invalid = (message: string, problems: readonly Problem[] = []) => {
    found = problems;
    return new AwsError('ValidationException', message);
  };
  try {
    validate({ constraints, invalid }, schema, input);
  } catch (error) {
    return { members: found.map(({ member }) => member), message: (error as Error).message };
  }
  return { members: [], message: '' };
}

const why = (input: Record<string, unknown>) => problemsOf({ Id: 'abc', ...input }).message.replace('1 validation error detected: ', '');

test('an input that keeps to everything passes', () => {
  const input = { Id: 'abc', count: 1, list: ['A'], map: { k: 'v' }, inners: [{ Key: 'ab' }], secret: 's', bytes: Buffer.from('ab') };
  expect(problemsOf(input).members).toEqual([]);
});

test('every problem is named, with its path', () => {
  const input = { count: 11, list: [], map: { abc: 'abcd' }, inners: [{ Key: 'ab' }, {}, { Key: 'a' }] };
  const { members, message } = problemsOf(input);
  expect(members).toEqual(['Id', 'count', 'list', 'map.key', 'map.abc.member', 'inners.2.member.Key', 'inners.3.member.Key']);
  expect(message).toMatch(
    /^7 validation errors detected: Value null at 'id' failed to satisfy constraint: Member must not be null; Value '11' at 'count' /,
  );
});

describe('the words are those of AWS', () => {
  const failed = 'failed to satisfy constraint: Member must';
  test.each([
    [{ Id: 'ab' }, `Value 'ab' at 'id' ${failed} have length greater than or equal to 3`],
    [{ Id: 'AB/' }, `Value 'AB/' at 'id' ${failed} satisfy regular expression pattern: ^[a-z/]+$`],
    [{ count: 0 }, `Value '0' at 'count' ${failed} have value greater than or equal to 1`],
    [{ list: ['A', 'C'] }, `Value 'C' at 'list.2.member' ${failed} satisfy enum value set: [A, B]`],
    [{ map: { a: '', b: '' } }, `Value '{"a":"","b":""}' at 'map' ${failed} have length less than or equal to 1`],
    [{ inners: [{ Key: '' }] }, `Value '' at 'inners.1.member.key' ${failed} have length greater than or equal to 2`],
  ])('%j', (input, message) => {
    expect(why(input)).toBe(message);
  });
});

test('a value that is secret is not shown, and a long one not whole', () => {
  expect(why({ secret: 'hidden' })).toContain("Value of sensitive content at 'secret'");
  expect(why({ Id: 'a'.repeat(1_000) })).toContain(`Value '${'a'.repeat(100)}…' at 'id'`);
});

test('bytes are counted, and text without a constraint may be anything', () => {
  expect(why({ bytes: Buffer.alloc(3), text: '' })).toContain("at 'bytes'");
});
