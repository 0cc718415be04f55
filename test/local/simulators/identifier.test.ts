import { expect, test } from '@jest/globals';
import { createRandom } from '../../../local/random.ts';
import { identifier, uuid } from '../../../local/simulators/identifier.ts';

test('an identifier has the length and the characters asked for, the same for the same seed', () => {
  expect(identifier(createRandom(1), 17)).toMatch(/^[0-9a-z]{17}$/);
  expect(identifier(createRandom(1), 40, 'ab')).toMatch(/^[ab]{40}$/);
  expect(identifier(createRandom(1), 17)).toBe(identifier(createRandom(1), 17));
  expect(identifier(createRandom(1), 17)).not.toBe(identifier(createRandom(2), 17));
});

test('a UUID is one of version 4', () => {
  expect(uuid(createRandom(1))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
