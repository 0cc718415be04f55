import { describe, expect, test } from '@jest/globals';
import { esPackagePair } from '../../../src/kinds/es-package/pair.ts';
import { esPackageSchema as schema } from '../../../src/kinds/es-package/schema.ts';

const { key, scopes } = esPackagePair;

describe('a pair of package and domain', () => {
  test.each(['F1', 'F123456789', 'G42', 'pkg-0a1b2c3d'])('the package id %s is one', (packageId) => {
    expect(schema.safeParse({ packageId, domainName: 'catalogue' }).success).toBe(true);
  });

  test.each(['', 'F', 'f123', 'F12 ', 'F12\n', 'xF12', 'pkg-', 'pkg-XYZ', 'F1/../F2', `F${'1'.repeat(300)}`])(
    'the package id %j is none',
    (packageId) => {
      expect(schema.safeParse({ packageId, domainName: 'catalogue' }).error?.issues[0]?.path).toEqual(['packageId']);
    },
  );

  test.each(['cat', 'a-1', 'a2345678901234567890123456z8'])('the domain name %s is one', (domainName) => {
    expect(schema.safeParse({ packageId: 'F1', domainName }).success).toBe(true);
  });

  test.each(['ab', '1abc', '-abc', 'Catalogue', 'cata_logue', 'catalogue\n', 'a2345678901234567890123456789'])(
    'the domain name %j is none',
    (domainName) => {
      expect(schema.safeParse({ packageId: 'F1', domainName }).error?.issues[0]?.path).toEqual(['domainName']);
    },
  );

  test('what is expected is said', () => {
    expect(schema.safeParse({ packageId: 'x', domainName: 'x' }).error?.issues.map(({ message }) => message)).toEqual([
      'Expected the id of a package: F or G and digits, or pkg- and letters a to f or digits',
      'Expected the name of a domain: 3 to 28 of a-z, 0-9 and -, a letter first',
    ]);
  });

  test('two packages of a domain have keys of their own and one lock', () => {
    const [one, other] = [
      { packageId: 'F1', domainName: 'catalogue' },
      { packageId: 'F2', domainName: 'catalogue' },
    ];
    expect(key(one)).not.toBe(key(other));
    expect(scopes(one)).toEqual(scopes(other));
    expect(scopes(one)).toEqual(['es:domain/catalogue']);
  });

  test('both relations can be asked for, and neither interrupts traffic', () => {
    expect(Object.values(esPackagePair.desired)).toEqual([
      { allowed: true, impact: 'BACKGROUND' },
      { allowed: true, impact: 'BACKGROUND' },
    ]);
  });
});
