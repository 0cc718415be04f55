import { describe, expect, test } from '@jest/globals';
import { homeOf, latticeServicePair } from '../../../src/kinds/lattice-service/pair.ts';
import { latticeServiceSchema, latticeServiceSelectors } from '../../../src/kinds/lattice-service/schema.ts';

const serviceId = 'svc-0a1b2c3d4e5f6a7b8';
const networkId = 'sn-0a1b2c3d4e5f6a7b8';
const pair = { serviceIdentifier: serviceId, serviceNetworkIdentifier: networkId };

const serviceArn = `arn:aws:vpc-lattice:eu-central-1:123456789012:service/${serviceId}`;
const networkArn = `arn:aws:vpc-lattice:eu-central-1:444455556666:servicenetwork/${networkId}`;

const accepts = (value: unknown) => latticeServiceSchema.safeParse(value).success;

describe('identifiers', () => {
  test('of a whole ARN tell region and account, and others nothing', () => {
    expect(homeOf(serviceArn)).toEqual({ region: 'eu-central-1', account: '123456789012' });
    for (const other of [serviceId, 'arn:aws:iam::123456789012:role/x', 'arn:aws:vpc-lattice:eu-central-1'])
      expect(homeOf(other)).toBeUndefined();
  });
  test('an id and its ARN are the same pair, to the key and to the locks', () => {
    const byArn = latticeServiceSchema.parse({ serviceIdentifier: serviceArn, serviceNetworkIdentifier: networkArn });
    expect(latticeServicePair.key(byArn)).toBe(latticeServicePair.key(pair));
    expect(latticeServicePair.scopes(byArn)).toEqual([`lattice:${serviceId}/${networkId}`]);
  });
  test.each(['aws', 'aws-cn', 'aws-us-gov'])('an ARN of the partition %s is one', (partition) => {
    const serviceIdentifier = `arn:${partition}:vpc-lattice:cn-north-1:123456789012:service/${serviceId}`;
    expect(latticeServicePair.key(latticeServiceSchema.parse({ ...pair, serviceIdentifier }))).toBe(latticeServicePair.key(pair));
  });
  test('the ARN is kept for the call', () => {
    expect(latticeServiceSchema.parse({ ...pair, serviceNetworkIdentifier: networkArn }).serviceNetworkIdentifier).toBe(networkArn);
  });
  test.each([
    '',
    'svc-short',
    `x${serviceId}`,
    `${serviceId}x`,
    `${serviceId}\n`,
    ` ${serviceId}`,
    serviceId.toUpperCase(),
    'svc-0a1b2c3d4e5f6a7b',
    networkId,
    networkArn,
    serviceArn.replace('123456789012', '12345'),
    `arn:${'a'.repeat(2048)}:vpc-lattice:eu-central-1:123456789012:service/${serviceId}`,
  ])('%j is no service', (serviceIdentifier) => {
    expect(accepts({ ...pair, serviceIdentifier })).toBe(false);
  });
  test.each(['sn-short', serviceId, `${networkId}x`, serviceArn])('%j is no service network', (serviceNetworkIdentifier) => {
    expect(accepts({ ...pair, serviceNetworkIdentifier })).toBe(false);
  });
});

test('what is expected is said', () => {
  const messages = (value: object) => latticeServiceSchema.safeParse(value).error?.issues.map(({ message }) => message);
  expect(messages({ serviceIdentifier: 'x', serviceNetworkIdentifier: 'y' })).toEqual([
    'Expected the id (svc- and 17 characters) or the ARN of a VPC Lattice service',
    'Expected the id (sn- and 17 characters) or the ARN of a VPC Lattice service network',
  ]);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key-${index}`, 'value']));
  expect(messages({ ...pair, tags: many })).toEqual(['Expected at most 49 tags']);
  expect(messages({ ...pair, tags: { key: ';' } })).toEqual(['Expected at most 256 letters, digits, spaces or _ . : / = + - @']);
  const ofKey = (key: string) =>
    latticeServiceSchema
      .safeParse({ ...pair, tags: { [key]: '' } })
      .error?.issues.flatMap((issue) => (issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message) : []));
  expect(ofKey(';')).toEqual(['Expected 1 to 128 letters, digits, spaces or _ . : / = + - @']);
  expect(ofKey('Aws:x')).toEqual(['Keys that begin with aws: belong to AWS']);
  expect(ofKey('lIaison:x')).toEqual(['Keys that begin with liaison: belong to Liaison']);
});

describe('the tag of a selector', () => {
  const selects = (tag: object) => latticeServiceSelectors.tag.safeParse({ tag, serviceNetworkIdentifier: networkId }).success;
  test.each([{ key: 'environment' }, { key: 'team', value: '' }, { key: 'aws:cloudformation:stack-name', value: 'shop' }])(
    'may be %j',
    (tag) => {
      expect(selects(tag)).toBe(true);
    },
  );
  test.each([
    { key: '' },
    { key: 'k'.repeat(129) },
    { key: 'a\u0007b' },
    { key: 'a\nb' },
    { key: 'a', value: '\u001b[2J' },
    { key: 'a', value: 'v'.repeat(257) },
  ])('may not be %j', (tag) => {
    expect(selects(tag)).toBe(false);
  });
});

describe('tags', () => {
  const accepted = (tags: unknown) => accepts({ ...pair, tags });
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, 'value']));

  test('letters of any script, digits, spaces and the symbols AWS allows', () => {
    expect(accepted({ 'Größe 1_.:/=+-@': 'ж 2' })).toBe(true);
    expect(accepted({ key: '' })).toBe(true);
  });
  test.each([{ 'a,b': '' }, { '': 'value' }, { key: 'a;b' }, { ['k'.repeat(129)]: '' }, { key: 'v'.repeat(257) }, { key: 1 }])(
    '%j are refused',
    (tags) => expect(accepted(tags)).toBe(false),
  );
  test('lengths are counted in characters', () => {
    expect(accepted({ ['𐐷'.repeat(128)]: '𐐷'.repeat(256) })).toBe(true);
  });
  test.each(['aws:name', 'AWS:name', 'liaison:association-id', 'Liaison:x'])('the prefix of %s is taken', (key) => {
    expect(accepted({ [key]: 'value' })).toBe(false);
  });
  test('there are at most 50, ours included', () => {
    expect(accepted(many(49))).toBe(true);
    expect(accepted(many(50))).toBe(false);
  });
});
