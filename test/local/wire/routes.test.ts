import { expect, test } from '@jest/globals';
import { NormalizedSchema } from '@smithy/core/schema';
import { createRoutes } from '../../../local/wire/routes.ts';

const unit = NormalizedSchema.of('unit');
const operation = (name: string, method: string, path: string) => ({ name, input: unit, output: unit, http: [method, path, 200] as const });

const routeOf = createRoutes([
  operation('Get', 'GET', '/things/{id}'),
  operation('GetKept', 'GET', '/things/kept'),
  operation('Put', 'PUT', '/things/{id}'),
  operation('GetPart', 'GET', '/things/{id}/parts/{part}'),
  operation('List', 'GET', '/layers'),
  operation('Find', 'GET', '/layers?find=LayerVersion'),
  operation('Download', 'GET', '/files/{path+}'),
]);

test.each([
  ['GET', '/things/1', 'Get', { id: '1' }],
  ['PUT', '/things/1', 'Put', { id: '1' }],
  ['GET', '/things/kept', 'GetKept', {}],
  ['GET', '/things/a%2Fb%20c%3A%25', 'Get', { id: 'a/b c:%' }],
  ['GET', '/things/1/parts/2?x=3', 'GetPart', { id: '1', part: '2' }],
  ['GET', '/layers', 'List', {}],
  ['GET', '/layers/', 'List', {}],
  ['GET', '/layers?find=LayerVersion&Arn=a', 'Find', {}],
  ['GET', '/files/a/b%20c', 'Download', { path: 'a/b c' }],
])('%s %s is %s', (method, url, name, labels) => {
  const route = routeOf(method, url);
  expect([route?.operation.name, route?.labels]).toEqual([name, labels]);
});

test.each([
  ['POST', '/things/1'],
  ['GET', '/things/'],
  ['GET', '/things//parts/2'],
  ['GET', '/things/%zz'],
  ['GET', '/things/1/parts'],
  ['GET', '/'],
  ['GET', ''],
])('%s %s is no operation', (method, url) => {
  expect(routeOf(method, url)).toBeUndefined();
});
