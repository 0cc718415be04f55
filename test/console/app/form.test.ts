import { expect, test } from '@jest/globals';
import { complaintsOf, fieldsOf, initialValues, labelOf, requestOf } from '../../../console/app/form/fields.ts';
import { kindForms } from '../../../console/server/kinds.ts';
import { readRequest } from '../../../src/request.ts';

const given = ['kind', 'desired', 'planDigest'];
const formOf = (kind: string) => {
  const form = kindForms().find((each) => each.kind === kind);
  if (!form) throw new Error(`There is no form of ${kind}.`);
  return fieldsOf(form.schema, given);
};

test('every kind has a form whose fields are the members of its requests', () => {
  expect(formOf('es-package').map(({ path, input, required }) => `${path} ${input}${required ? ' required' : ''}`)).toEqual([
    'pair.packageId text required',
    'pair.domainName text required',
    'onFailure choice',
    'deadline text',
    'approval choice',
    'reason text',
    'labels pairs',
  ]);
  expect(formOf('lattice-service').find(({ path }) => path === 'pair.tags')).toMatchObject({ input: 'pairs', required: false });
});

test('what is filled in is a request that is taken', () => {
  for (const [kind, pair] of Object.entries({
    'es-package': { 'pair.packageId': 'F111111111', 'pair.domainName': 'logs-prod' },
    'lattice-service': {
      'pair.serviceIdentifier': 'svc-0a1b2c3d4e5f60001',
      'pair.serviceNetworkIdentifier': 'sn-0a1b2c3d4e5f60718',
      'pair.tags': 'team=search\nempty=',
    },
    'dx-hosted-connection': { 'pair.connectionId': 'dxcon-fghc0001', 'pair.parentConnectionId': 'dxlag-fglag001', labels: 'a=b=c' },
  })) {
    const fields = formOf(kind);
    const request = { ...requestOf(fields, { ...initialValues(fields), ...pair }), kind };
    expect(readRequest(request)).toMatchObject({ ok: true });
  }
});

test('what is left empty is left out, and lines are names with values', () => {
  const fields = fieldsOf({
    properties: { reason: { type: 'string' }, labels: { type: 'object', additionalProperties: { type: 'string' } } },
  });
  expect(requestOf(fields, { reason: '  ', labels: ' team = search=1 \n\n alone' })).toEqual({ labels: { team: 'search=1', alone: '' } });
});

test('a schema nobody thought of has a form too', () => {
  const fields = fieldsOf({
    properties: {
      count: { type: 'integer', default: 3 },
      loud: { type: 'boolean' },
      list: { type: 'array' },
      fixed: { const: 'one' },
      inner: { type: 'object', properties: { deepName: { type: 'string' } }, required: ['deepName'] },
    },
  });
  expect(fields.map(({ path, input, initial }) => [path, input, initial])).toEqual([
    ['count', 'number', '3'],
    ['loud', 'flag', ''],
    ['list', 'json', ''],
    ['inner.deepName', 'text', ''],
  ]);
  expect(requestOf(fields, { count: '4', loud: 'true', list: '[1]', 'inner.deepName': ' x ' })).toEqual({
    count: 4,
    loud: true,
    list: [1],
    inner: { deepName: 'x' },
  });
  expect(requestOf(fields, { list: '[1' })).toEqual({ list: '[1' });
});

test('what the API complains about stands at its field, and the rest is said above', () => {
  const fields = formOf('lattice-service');
  const { at, rest } = complaintsOf(fields, [
    { path: 'pair.tags.aws:x', message: 'is reserved' },
    { path: 'pair.tags', message: 'has too many' },
    { path: 'pair', message: 'is needed' },
    { path: '', message: 'is no object' },
  ]);
  expect([...at]).toEqual([['pair.tags', 'is reserved; has too many']]);
  expect(rest.map(({ path }) => path)).toEqual(['pair', '']);
});

test('a label is the name in words', () => {
  expect(labelOf('previousParentConnectionId')).toBe('Previous parent connection id');
});
