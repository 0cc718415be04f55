import { expect, test } from '@jest/globals';
import type { FunctionConfiguration } from '../../local/configuration.ts';
import { createPrincipals } from '../../local/principal.ts';

const principalOf = createPrincipals([{ key: 'lock', name: 'liaison-dev-lock' } as FunctionConfiguration], '123456789012');

test('a function’s access key is its role’s, a word is a user’s, and anything else is nobody’s', () => {
  expect(principalOf('lock')).toBe('arn:aws:sts::123456789012:assumed-role/liaison-dev-lock/liaison-dev-lock');
  expect(principalOf('ana')).toBe('arn:aws:iam::123456789012:user/ana');
  for (const key of ['', 'a b', 'ana/..', 'x'.repeat(129)]) expect(principalOf(key)).toBeUndefined();
});
