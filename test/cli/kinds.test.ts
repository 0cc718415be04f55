import { expect, test } from '@jest/globals';
import { kindFlags, subjectOf } from '../../cli/kinds.ts';
import { kindNames, kindOf } from '../../src/kinds/index.ts';

/** A pair of each kind with every member it can have. */
const full: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'es-package': { packageId: 'F123', domainName: 'logs-prod' },
  'lattice-service': {
    serviceIdentifier: 'svc-0a1b2c3d4e5f60001',
    serviceNetworkIdentifier: 'sn-0a1b2c3d4e5f60718',
    tags: { team: 'search' },
  },
  'dx-hosted-connection': {
    connectionId: 'dxcon-fghc0001',
    parentConnectionId: 'dxlag-fglag001',
    previousParentConnectionId: 'dxcon-fgic0001',
  },
};

test('every kind can be asked for', () => {
  expect(Object.keys(kindFlags)).toEqual(kindNames);
});

test.each(kindNames)('%s has a flag for every member of its pair, and needs the ones its pair needs', (kind) => {
  const { schema } = kindOf(kind);
  const members = kindFlags[kind]?.members ?? [];
  expect(members.map(({ member }) => member)).toEqual(Object.keys(full[kind] ?? {}));
  expect(schema.safeParse(full[kind]).success).toBe(true);
  for (const { member, required } of members) {
    const { [member]: _, ...rest } = full[kind] ?? {};
    expect([member, schema.safeParse(rest).success]).toEqual([member, !required]);
  }
});

test.each([
  ['lattice-service', 'svc-0a1b2c3d4e5f60001'],
  ['dx-hosted-connection', 'dxcon-fghc0001'],
])('of %s it is %s whose traffic is interrupted', (kind, subject) => {
  expect(subjectOf({ kind, pair: full[kind] ?? {} })).toBe(subject);
});
