import { expect, test } from '@jest/globals';
import { complaintsOf } from '../../../console/app/form/complaints.ts';
import { asked, type Field, fieldsOf, initialValues, labelOf } from '../../../console/app/form/fields.ts';
import { requestOf } from '../../../console/app/form/filled.ts';
import { kindForms } from '../../../console/server/kinds.ts';
import { readBatch } from '../../../src/batches/read.ts';
import { readRequest } from '../../../src/request.ts';

const formOf = (kind: string, title = 'One pair.') => {
  const way = kindForms()
    .find((each) => each.kind === kind)
    ?.ways.find((each) => each.title === title);
  if (!way) throw new Error(`There is no form of ${kind} for ${title}.`);
  return fieldsOf(way.schema, ['desired', 'planDigest']);
};
const described = (fields: readonly Field[]) =>
  asked(fields).map(({ path, input, required }) => `${path} ${input}${required ? ' required' : ''}`);

test('every kind has a form whose fields are the members of its requests', () => {
  expect(described(formOf('es-package'))).toEqual([
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
    const request = requestOf(fields, { ...initialValues(fields), ...pair });
    expect(readRequest(request)).toMatchObject({ ok: true, value: { kind } });
  }
});

test('several pairs are one a line, with the limits of a batch', () => {
  const fields = formOf('es-package', 'Several pairs, one a line.');
  expect(described(fields)).toEqual([
    'items rows required',
    'onFailure choice',
    'approval choice',
    'deadline text',
    'reason text',
    'labels pairs',
    'maxConcurrency number',
    'canary number',
    'stopAfterFailures number',
    'label text',
  ]);
  expect(fields[0]?.description).toBe('One a line: package id, domain name.');
  const items = 'F111111111 logs-prod\n\n F111111111,\tlogs-staging ';
  const reading = readBatch(requestOf(fields, { ...initialValues(fields), items, canary: '1' }));
  expect(reading).toMatchObject({
    ok: true,
    value: {
      requests: ['logs-prod', 'logs-staging'].map((domainName) => ({ kind: 'es-package', pair: { packageId: 'F111111111', domainName } })),
      limits: { maxConcurrency: 10, canary: 1, stopAfterFailures: null },
    },
  });
});

test('a line with too little or too much is what the API refuses, by its number', () => {
  const fields = formOf('dx-hosted-connection', 'Several pairs, one a line.');
  const items = 'dxcon-fghc0001 dxlag-fglag001\n\ndxcon-fghc0002\ndxcon-fghc0003 dxlag-fglag001 now';
  const reading = readBatch(requestOf(fields, { ...initialValues(fields), items }));
  expect(reading.ok).toBe(false);
  const { at, rest } = complaintsOf(asked(fields), { items }, reading.ok ? [] : reading.problems);
  expect(at.get('items')).toMatch(/^line 3: is required; line 4: /);
  expect(rest).toEqual([]);
});

test.each([
  [
    'es-package',
    'One package, on every domain that has it or is getting it, those where that failed last.',
    { 'selector.packageId': 'F111111111' },
  ],
  [
    'lattice-service',
    'Every service of the account with a tag, in one service network.',
    { 'selector.tag.key': 'team', 'selector.serviceNetworkIdentifier': 'sn-0a1b2c3d4e5f60718' },
  ],
  [
    'lattice-service',
    'One service, in every service network that Liaison associated it with.',
    { 'selector.serviceArn': 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0a1b2c3d4e5f60001' },
  ],
])('of %s, %s are named by a selector', (kind, title, values) => {
  const fields = formOf(kind, title);
  const reading = readBatch(requestOf(fields, { ...initialValues(fields), ...values }));
  expect(reading).toMatchObject({ ok: true, value: { requests: null, selector: { kind } } });
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
    ['fixed', 'fixed', 'one'],
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
  const { at, rest } = complaintsOf(asked(fields), {}, [
    { path: 'pair.tags.aws:x', message: 'is reserved' },
    { path: 'pair.tags', message: 'has too many' },
    { path: 'pair', message: 'is needed' },
    { path: '', message: 'is no object' },
  ]);
  expect([...at]).toEqual([['pair.tags', 'is reserved; has too many']]);
  expect(rest.map(({ path }) => path)).toEqual(['pair', '']);
});

test('a line that is there twice is told with both numbers', () => {
  const fields = formOf('es-package', 'Several pairs, one a line.');
  const items = '\nF111111111 logs-prod\nF111111111 logs-prod';
  const reading = readBatch(requestOf(fields, { ...initialValues(fields), items }));
  const { at } = complaintsOf(asked(fields), { items }, reading.ok ? [] : reading.problems);
  expect(at.get('items')).toBe('line 3: is the pair of line 2: a batch has each pair once');
});

test('a number that is none is refused, and does not become no limit', () => {
  const fields = formOf('es-package', 'Several pairs, one a line.');
  const values = { ...initialValues(fields), items: 'F111111111 logs-prod', stopAfterFailures: '5 failures', maxConcurrency: 'x' };
  const reading = readBatch(requestOf(fields, values));
  expect(reading.ok || reading.problems.map(({ path }) => path)).toEqual(['maxConcurrency', 'stopAfterFailures']);
});

test('a label is the name in words', () => {
  expect(labelOf('previousParentConnectionId')).toBe('Previous parent connection id');
  const fields = formOf('lattice-service', 'Every service of the account with a tag, in one service network.');
  expect(
    asked(fields)
      .slice(0, 3)
      .map(({ label }) => label),
  ).toEqual(['Tag key', 'Tag value', 'Service network identifier']);
});
