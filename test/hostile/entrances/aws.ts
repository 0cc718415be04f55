import type { NormalizedSchema } from '@smithy/core/schema';
import fc from 'fast-check';
import { type OperationSchema, schemasOf } from '../../../local/wire/schema.ts';
import type { Service } from '../../../local/wire/service.ts';
import { type Entrance, property } from '../entrance.ts';
import { type Json, text, textOf, value } from '../values.ts';
import { hostileWorld, place } from '../world.ts';

/** What there is in the world, or could be: what leads further in than a word that nobody knows. */
const names: fc.Arbitrary<string> = fc.constantFrom(
  'liaison-dev-association',
  `arn:aws:states:eu-west-1:${place.account}:stateMachine:liaison-dev-association`,
  `arn:aws:states:eu-west-1:${place.account}:execution:liaison-dev-association:x`,
  'on-event',
  'liaison-dev-settle',
  'liaison',
  'default',
  'F1',
  'logs',
  'svc-0123456789abcdef0',
  'sn-0123456789abcdef0',
  'dxcon-fg1234ab',
  'liaison-dev-parked',
  `http://sqs.eu-west-1.amazonaws.com/${place.account}/liaison-dev-parked`,
  '{}',
  '{"id":"x"}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
);

/** Somewhere in an input of that shape; seldom of another type than the shape's. */
function valueFor(schema: NormalizedSchema, depth = 0): fc.Arbitrary<Json> {
  const fitting = fittingValue(schema, depth);
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: value });
}

function fittingValue(schema: NormalizedSchema, depth: number): fc.Arbitrary<Json> {
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) {
    if (depth > 4) return fc.constant({});
    const members = [...schema.structIterator()].map(
      ([name, member]) => [name, fc.option(valueFor(member, depth + 1), { freq: 4 })] as const,
    );
    return fc.record(Object.fromEntries(members)) as fc.Arbitrary<Json>;
  }
  if (schema.isListSchema()) return fc.array(valueFor(schema.getValueSchema(), depth + 1), { maxLength: 3 });
  if (schema.isMapSchema())
    return fc.array(fc.tuple(text, valueFor(schema.getValueSchema(), depth + 1)), { maxLength: 3 }).map((all) => Object.fromEntries(all));
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema() || schema.isTimestampSchema()) return fc.constantFrom<Json>(0, 1, 10, -1, 1.5, 1e9, 2 ** 53, 1e308);
  return fc.oneof(names, names, text);
}

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a header can carry. */
const forHeader = (word: string) => word.replace(/[^\x20-\x7e]/g, '');

const written = (input: Json): string => (typeof input === 'string' ? input : textOf(input));

const wordOf = (input: Json | undefined): string => (input === undefined || input === null ? '' : written(input));

function restRequest({ http }: OperationSchema, input: Json): Sent {
  const [method, pattern] = http ?? ['POST', '/'];
  const members = (typeof input === 'object' && input !== null ? input : {}) as Record<string, Json>;
  const path = pattern.replace(/\{(\w+)\+?\}/g, (_, name: string) =>
    encodeURIComponent(wordOf(members[name]).toWellFormed().slice(0, 2_000)),
  );
  return { method, path, headers: { 'content-type': 'application/json' }, body: method === 'GET' ? '' : written(input) };
}

/** The flat names of a form. */
const flat = (input: Json, at = ''): [string, string][] =>
  typeof input === 'object' && input !== null
    ? Object.entries(input).flatMap(([name, inner]) =>
        flat(inner, `${at}${at && '.'}${Array.isArray(input) ? `member.${Number(name) + 1}` : name}`),
      )
    : [[at, String(input)]];

function requestFor({ protocol, client }: Service, operation: OperationSchema, input: Json): Sent {
  if (protocol === 'rest-json') return restRequest(operation, input);
  const { serviceTarget, version } = schemasOf(client).settings;
  if (protocol === 'query') {
    const body = new URLSearchParams([['Action', operation.name], ['Version', version], ...flat(input)]).toString();
    return { method: 'POST', path: '/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body };
  }
  const headers = { 'content-type': `application/x-amz-${protocol}`, 'x-amz-target': `${serviceTarget}.${operation.name}` };
  return { method: 'POST', path: '/', headers, body: written(input) };
}

const signature = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=hostile/20261102/eu-west-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  'x-amz-date': '20261102T000000Z',
});

/** Requests of the operations that a service has, and some that it has not. */
function callsOf(service: Service): fc.Arbitrary<Sent & { service: string }> {
  const { operations } = schemasOf(service.client);
  const [served, all] = [Object.keys(service.operations), [...operations.values()]];
  const operation = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...all.filter(({ name }) => served.includes(name))) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
  return operation
    .chain((chosen) => (chosen.input.isUnitSchema() ? value : valueFor(chosen.input)).map((input) => requestFor(service, chosen, input)))
    .map((sent) => ({ ...sent, service: service.signingName }));
}

/** DynamoDB's own JSON. */
const attribute: fc.Arbitrary<Json> = fc.letrec<{ it: Json }>((tie) => ({
  it: fc.oneof(
    { maxDepth: 3 },
    text.map((S): Json => ({ S })),
    fc.constantFrom<Json>({ N: '1' }, { N: '1e999' }, { N: 'x' }, { NULL: true }, { BOOL: true }, { SS: [] }, { S: 'a', N: '1' }),
    fc.array(tie('it'), { maxLength: 3 }).map((L): Json => ({ L })),
    fc.array(fc.tuple(text, tie('it')), { maxLength: 3 }).map((entries): Json => ({ M: Object.fromEntries(entries) })),
  ),
})).it;

const expression = fc.oneof(
  fc.constantFrom(
    '#a = :v',
    'attribute_not_exists(pk)',
    'SET #a = :v',
    'REMOVE #a',
    'pk = :v AND begins_with(sk, :v)',
    'a.b[0] = :v',
    'NOT ('.repeat(400),
  ),
  fc.constantFrom(`${'('.repeat(20_000)}`, `${'NOT '.repeat(1_000)}x`, `SET ${'a,'.repeat(2_000)}`, 'a[99999999999999999999] = :v'),
  text,
);

const tableCall: fc.Arbitrary<Sent & { service: string }> = fc
  .record({
    operation: fc.constantFrom(
      'GetItem',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'Query',
      'BatchGetItem',
      'DescribeTable',
      'Scan',
      'constructor',
    ),
    item: fc.array(fc.tuple(fc.oneof(fc.constantFrom('pk', 'sk', 'id'), text), attribute), { maxLength: 4 }),
    written: expression,
    read: expression,
    names: fc.oneof(fc.constant<Json>({ '#a': 'a' }), value),
    values: fc.oneof(
      attribute.map((given): Json => ({ ':v': given })),
      value,
    ),
    other: fc.option(value, { freq: 3 }),
  })
  .map(({ operation, item, written: update, read, names: aliases, values, other }) => {
    const Item = { pk: { S: 'hostile' }, sk: { S: 'x' }, ...Object.fromEntries(item) };
    const expressions = { ConditionExpression: read, UpdateExpression: update, KeyConditionExpression: read, FilterExpression: update };
    const input = {
      TableName: 'liaison',
      Item,
      Key: Item,
      ExpressionAttributeNames: aliases,
      ExpressionAttributeValues: values,
      ...expressions,
    };
    const fitting = Object.entries(input).filter(([name]) => membersFor.get(operation)?.includes(name) ?? true);
    return {
      service: 'dynamodb',
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: other === null ? textOf(Object.fromEntries(fitting) as Json) : written(other),
    };
  });

const conditions = ['TableName', 'ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const membersFor = new Map(
  Object.entries({
    GetItem: ['TableName', 'Key'],
    PutItem: [...conditions, 'Item'],
    UpdateItem: [...conditions, 'Key', 'UpdateExpression'],
    DeleteItem: [...conditions, 'Key'],
    Query: [...conditions.filter((name) => name !== 'ConditionExpression'), 'KeyConditionExpression'],
  }),
);

/** The local endpoint that speaks for all of AWS, over its real server. */
export const aws: Entrance = {
  name: 'local AWS endpoint',
  share: 200,
  async open() {
    const { server, services, calls } = await hostileWorld();
    const hold = async ({ service, method, path, headers, body }: Sent & { service: string }) => {
      const sent = Object.fromEntries(Object.entries(headers).map(([name, word]) => [name, forHeader(word)]));
      const answer = await fetch(`${server.url}${path}`, {
        method,
        headers: { ...sent, ...signature(service) },
        ...(method !== 'GET' && { body }),
      });
      const said = await answer.text();
      calls();
      if (answer.status >= 500) throw new Error(`${service} answered ${answer.status}: ${said.slice(0, 500)}`);
    };
    const cases = fc.oneof({ weight: 2, arbitrary: tableCall }, ...services.map(callsOf).map((arbitrary) => ({ weight: 1, arbitrary })));
    return { properties: [property('answers as AWS, and never with a fault of its own', cases, hold)], close: async () => undefined };
  },
};
