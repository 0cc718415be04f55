import { expect, test } from '@jest/globals';
import { md5OfAttributes } from '../../../local/queue/digest.ts';

test('the digest of attributes is the one AWS computes', () => {
  // Source: an answer of SQS kept in the tests of moto.
  expect(md5OfAttributes({ timestamp: { DataType: 'Number', StringValue: '1493147359900' } })).toBe('235c5c510d26fb653d073faed50ae77c');
});

test('the order of attributes does not matter, and no attributes have no digest', () => {
  const [a, b] = [
    { DataType: 'String', StringValue: 'a' },
    { DataType: 'Binary', BinaryValue: Uint8Array.of(1) },
  ];
  expect(md5OfAttributes({ a, b })).toBe(md5OfAttributes({ b, a }));
  expect(md5OfAttributes({})).toBeUndefined();
});
