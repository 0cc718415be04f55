import { describe, expect, test } from '@jest/globals';
import { atLeast } from '../../../src/kinds/es-package/version.ts';

describe('versions', () => {
  test.each([
    ['v1', 'v1'],
    ['v10', 'v9'],
    ['v100', 'v20'],
    ['v9007199254740993', 'v9007199254740992'],
    ['2030-a', '2030-a'],
    ['v01', 'v1'],
  ])('%s is at least %s', (have, want) => expect(atLeast(have, want)).toBe(true));

  test.each<[string | undefined, string | null]>([
    ['v9', 'v10'],
    ['v1', 'v2'],
    ['2030-b', '2030-a'],
    ['v2', '2030-a'],
    ['v', 'v1'],
    ['v1', '2030-a'],
    ['xv2', 'v1'],
    ['v2-beta', 'v1'],
    [undefined, 'v1'],
    ['v1', null],
    [undefined, null],
  ])('%s is not at least %s', (have, want) => expect(atLeast(have, want)).toBe(false));
});
