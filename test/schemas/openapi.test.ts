import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { files } from '../../schemas/files.ts';
import type { JsonSchema } from '../../schemas/json-schema.ts';
import { openapi } from '../../schemas/openapi.ts';
import { codes, meanings, statusOf } from '../../schemas/problem.ts';
import { routes } from '../../schemas/routes.ts';
import { type HttpAnswer, Refusal } from '../../src/api/http.ts';
import { type ApiSurroundings, routesOf } from '../../src/api/index.ts';
import { kindNames } from '../../src/kinds/index.ts';
import type { Code } from '../../src/problem.ts';
import { expectDescribed } from './answers.ts';

const folder = fileURLToPath(new URL('../../schemas/', import.meta.url));
const document = JSON.parse(JSON.stringify(openapi()));

const refusal = (code: Code): HttpAnswer => new Refusal(code, 'x').answer;

/** Every value of a member of that name, anywhere. */
function all(member: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === member ? [inner] : []), ...all(member, inner)]);
}

describe('the OpenAPI document', () => {
  test('has every route of the API, and no other', () => {
    const served = Object.keys(routesOf({} as ApiSurroundings)).sort();
    expect(Object.keys(routes).sort()).toEqual(served);
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(served);
  });

  test('refers to nothing that it does not have, and names nothing twice', () => {
    const references = all('$ref', document) as string[];
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      expect([reference, document.components.schemas[reference.replace('#/components/schemas/', '')]]).toEqual([
        reference,
        expect.any(Object),
      ]);
    }
    const operations = all('operationId', document);
    expect(new Set(operations).size).toBe(Object.keys(routes).length);
  });

  test('has every code of a problem with its status, and every route says which it answers with', () => {
    expect(document['x-problems']).toEqual(
      Object.fromEntries(codes.map((code) => [code, expect.objectContaining({ status: statusOf(code), description: meanings[code] })])),
    );
    const answered = new Set(Object.values(routes).flatMap(({ problems }) => problems));
    expect(codes.filter((code) => !answered.has(code))).toEqual(['no-such-route']);
    for (const { problems, answers } of Object.values(routes)) {
      expect(new Set(problems).size).toBe(problems.length);
      expect(problems.map(statusOf).filter((status) => answers[status])).toEqual([]);
    }
  });

  test('refuses members of requests that are not described, and lets answers have more', () => {
    const { schemas } = document.components;
    for (const kind of kindNames) {
      const name = kind.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      expect(schemas[`${name}Request`]).toMatchObject({ additionalProperties: false, required: ['kind', 'pair'] });
      expect(schemas[`${name}Pair`]).toMatchObject({ additionalProperties: false });
    }
    for (const name of ['Association', 'Plans', 'Batch', 'Problem'])
      expect(all('additionalProperties', schemas[name])).not.toContain(false);
  });

  test('says the defaults of each kind, and what can be asked of it', () => {
    const { EsPackageRequest: es, DxHostedConnectionRequest: dx } = document.components.schemas;
    expect(es.properties).toMatchObject({ onFailure: { default: 'ROLL_BACK' }, deadline: { default: 'PT2H', format: 'duration' } });
    expect(dx.properties).toMatchObject({ onFailure: { default: 'LEAVE' }, desired: { enum: ['ASSOCIATED'] } });
  });

  test('writes parameters as they are written', () => {
    const parameters = document.paths['/associations'].get.parameters as { name: string }[];
    const named = (name: string) => parameters.find((parameter) => parameter.name === name);
    expect(named('state')).toMatchObject({ style: 'form', explode: false, schema: { type: 'array' } });
    expect(named('label')).toMatchObject({ explode: true, schema: { patternProperties: { '^label\\.': { type: 'string' } } } });
    expect(named('pageSize')).toMatchObject({ schema: { type: 'integer', minimum: 1, default: 50 } });
    expect(parameters.every(({ name }) => !('required' in (named(name) ?? {})))).toBe(true);
  });
});

describe('the committed documents', () => {
  const made = files();

  test.each(Object.entries(made))('%s is current: npm run schemas', (path, content) => {
    expect(JSON.parse(readFileSync(`${folder}${path}`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(content)));
  });

  test('are those, and no other', () => {
    const kept = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
    expect(kept.sort()).toEqual(Object.keys(made).sort());
  });

  test('of events are JSON Schema 2020-12, each under its detail-type', () => {
    const events = Object.entries(made).filter(([path]) => path.startsWith('events/')) as [string, JsonSchema][];
    expect(events.map(([, { title }]) => title).sort()).toEqual([
      'Association Approval Requested',
      'Association Drift Detected',
      'Association Requested',
      'Association State Changed',
      'Batch State Changed',
      'Dissociation Requested',
    ]);
    for (const [, { $schema }] of events) expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });
});

test.each<[string, HttpAnswer]>([
  ['an answer that nobody described', { status: 201, headers: {}, body: {} }],
  ['a header that nobody described', { status: 200, headers: { colour: 'red' }, body: { items: [], nextPageToken: null } }],
  ['a member too many', { status: 200, headers: {}, body: { items: [], nextPageToken: null, colour: 'red' } }],
  ['a member too few', { status: 200, headers: {}, body: { items: [] } }],
  ['a problem of another route', refusal('too-late')],
])('the tests of the API find %s', (_, answer) => {
  expect(() => expectDescribed('GET /associations', answer)).toThrow();
});
