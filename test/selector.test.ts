import { describe, expect, test } from '@jest/globals';
import { readSelector } from '../src/selector.ts';

const serviceArn = 'arn:aws:vpc-lattice:eu-central-1:123456789012:service/svc-0a1b2c3d4e5f6a7b8';
const serviceNetworkIdentifier = 'sn-0a1b2c3d4e5f6a7b8';
const tag = { key: 'environment' };
type Members = Parameters<typeof readSelector>[1];

describe('what names many pairs', () => {
  test.each<[string, Members]>([
    ['es-package', { packageId: 'F1' }],
    ['lattice-service', { serviceArn }],
    ['lattice-service', { serviceArn, unlessNamedBy: 'liaison:service-network' }],
    ['lattice-service', { tag, serviceNetworkIdentifier }],
  ])('of %s may be %j', (kind, selector) => {
    expect(readSelector(kind, selector, 'selector')).toEqual({ ok: true, value: selector });
  });

  test.each<[string, Members, string[]]>([
    ['es-package', {}, ['selector: must have packageId']],
    ['lattice-service', {}, ['selector: must have tag or serviceArn']],
    ['lattice-service', { serviceNetworkIdentifier }, ['selector: must have tag or serviceArn']],
    ['lattice-service', { tag }, ['selector.serviceNetworkIdentifier: is required']],
    ['lattice-service', { serviceArn: 'svc-0a1b2c3d4e5f60001' }, ['selector.serviceArn: Expected the ARN of a VPC Lattice service']],
    [
      'lattice-service',
      { tag, serviceNetworkIdentifier, unlessNamedBy: 'key' },
      ['selector.unlessNamedBy: is not a member of this object'],
    ],
    [
      'lattice-service',
      { serviceArn, serviceNetworkIdentifier, team: 'search' },
      ['selector.serviceNetworkIdentifier: is not a member of this object', 'selector.team: is not a member of this object'],
    ],
  ])('of %s may not be %j', (kind, selector, problems) => {
    const read = readSelector(kind, selector, 'selector');
    expect(read.ok || read.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(problems);
  });
});

test('a kind that nothing names many pairs of says so', () => {
  expect(readSelector('dx-hosted-connection', { connectionId: 'dxcon-fg1' }, 'selector')).toEqual({
    ok: false,
    problems: [{ path: 'selector', message: 'finds no pairs of this kind' }],
  });
});
