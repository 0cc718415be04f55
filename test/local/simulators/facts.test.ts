import { describe, expect, test } from '@jest/globals';
import { type Facts, problemsOfAnswer, problemsOfError } from './facts.ts';
import { createWatch } from './story.ts';

const facts: Facts = {
  source: 'made for this test',
  errors: { Conflict: { status: 409, required: ['message', 'resourceId'] }, Refusal: { status: null } },
  operations: { Get: { output: 'Thing', errors: ['Conflict', 'Refusal'] } },
  shapes: {
    Thing: {
      type: 'structure',
      members: { id: 'Id', state: 'State', count: 'Count', tags: 'Tags', names: 'Names', at: 'timestamp', on: 'boolean' },
      required: ['id'],
    },
    Id: { type: 'string', min: 3, max: 5, pattern: 'id-[0-9]*' },
    State: { type: 'string', values: 'UP|DOWN' },
    Count: { type: 'integer', min: 1 },
    Tags: { type: 'map', key: 'Id', value: 'State', max: 1 },
    Names: { type: 'list', member: 'State', min: 1 },
  },
};

describe('an answer', () => {
  test('that the model allows has nothing against it', () => {
    const answer = { id: 'id-1', state: 'UP', count: 1, tags: { 'id-1': 'DOWN' }, names: ['UP'], at: new Date(0), on: false };
    expect(problemsOfAnswer(facts, 'Get', { ...answer, $metadata: {} })).toEqual([]);
  });

  test.each<[object, string]>([
    [{ id: undefined }, 'Get.id is missing'],
    [{ more: 1 }, 'Get.more is no member of the shape'],
    [{ id: 'id-123' }, 'Get.id has a length or value of 6, not 3 to 5'],
    [{ id: 'xid-' }, 'Get.id is xid-, not as id-[0-9]*'],
    [{ id: 1 }, 'Get.id is no string: 1'],
    [{ state: 'U' }, 'Get.state is U, none of UP|DOWN'],
    [{ count: 0 }, 'Get.count has a length or value of 0, not 1 to Infinity'],
    [{ count: 1.5 }, 'Get.count is 1.5, no integer'],
    [{ tags: { no: 'UP' } }, 'Get.tags key no has a length or value of 2, not 3 to 5'],
    [{ tags: { 'id-1': 'x' } }, 'Get.tags.id-1 is x, none of UP|DOWN'],
    [{ names: [] }, 'Get.names has a length or value of 0, not 1 to Infinity'],
    [{ names: ['UP', 'x'] }, 'Get.names[1] is x, none of UP|DOWN'],
    [{ names: {} }, 'Get.names is no list: {}'],
    [{ at: '1970-01-01' }, 'Get.at is no time: "1970-01-01"'],
    [{ on: 'true' }, 'Get.on is no boolean: "true"'],
  ])('with %j is told', (change, problem) => {
    expect(problemsOfAnswer(facts, 'Get', { id: 'id-1', ...change })).toContain(problem);
  });
});

describe('an error', () => {
  const error = (name: string, message: string, httpStatusCode: number, members: object = {}) =>
    Object.assign(new Error(message), { name, $metadata: { httpStatusCode }, ...members });

  test.each<[Error, string[]]>([
    [error('Conflict', 'Busy.', 409, { resourceId: 'x' }), []],
    [error('Refusal', 'No.', 400), []],
    [error('Other', 'No.', 400), ['Get does not declare Other: No.']],
    [error('Conflict', 'Busy.', 400, { resourceId: 'x' }), ['Get answers Conflict with HTTP 400, not 409']],
    [error('Conflict', '', 409), ['Get answers Conflict without a message', 'Get answers Conflict without resourceId']],
  ])('%s', (given, problems) => expect(problemsOfError(facts, 'Get', given)).toEqual(problems));
});

test('what goes another way than the edges have it is told', () => {
  const watch = createWatch({ gone: ['UP'], UP: ['DOWN'], DOWN: ['gone'] });
  const see = (...things: [string, string][]) => watch(new Map(things));
  see(['a', 'UP']);
  see(['a', 'DOWN'], ['b', 'UP']);
  see(['b', 'UP']);
  expect(() => see()).toThrow('b went from UP to gone');
  expect(() => see(['b', 'UP'], ['c', 'DOWN'])).toThrow('c went from gone to DOWN');
});
