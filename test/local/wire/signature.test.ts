import { expect, test } from '@jest/globals';
import { readSignature } from '../../../local/wire/signature.ts';
import { signed } from './world.ts';

const good = signed('states', { accessKeyId: 'lock-function' });

test('the scope says who calls which service where', () => {
  expect(readSignature(good)).toEqual({ accessKeyId: 'lock-function', region: 'eu-west-1', service: 'states' });
});

test('a compact header, without spaces after its commas, is as good', () => {
  expect(readSignature({ ...good, authorization: good.authorization.replaceAll(', ', ',') })).toMatchObject({ service: 'states' });
});

test.each([
  ['a short signature', { authorization: good.authorization.slice(0, -1) }],
  ['a scope without a service', { authorization: good.authorization.replace('/states', '') }],
  ['no signed host', { authorization: good.authorization.replace('host;', '') }],
  ['no date', { 'x-amz-date': undefined }],
  ['a date of another day', { 'x-amz-date': '20300103T030405Z' }],
  ['another algorithm', { authorization: good.authorization.replace('AWS4-HMAC-SHA256', 'AWS3') }],
])('%s makes an IncompleteSignatureException', (_, headers) => {
  expect(() => readSignature({ ...good, ...headers })).toThrow(
    expect.objectContaining({ name: 'IncompleteSignatureException', status: 403 }),
  );
});
