import { expect, test } from '@jest/globals';
import { createRouter, MalformedPath } from '../../../local/http-api/route.ts';

const route = (method: string, path: string) => ({ method, path, functionKey: 'on-request' });
const find = createRouter([
  route('GET', '/associations/{id}'),
  route('GET', '/associations/summary'),
  route('GET', '/associations'),
  route('POST', '/associations/{id}/runs/{run}'),
]);

test.each([
  ['GET', '/associations', 'GET /associations', {}],
  ['GET', '/associations/assoc_1', 'GET /associations/{id}', { id: 'assoc_1' }],
  ['GET', '/associations/summary', 'GET /associations/summary', {}],
  ['GET', '/associations/a%2Fb%20c', 'GET /associations/{id}', { id: 'a/b c' }],
  ['POST', '/associations/x/runs/2', 'POST /associations/{id}/runs/{run}', { id: 'x', run: '2' }],
])('%s %s', (method, path, routeKey, pathParameters) => {
  expect(find(method, path)).toMatchObject({ routeKey, pathParameters });
});

test.each([
  ['POST', '/associations'],
  ['GET', '/'],
  ['GET', '/associations/'],
  ['GET', '/associations/a/b'],
  ['get', '/associations'],
])('there is no %s %s', (method, path) => {
  expect(find(method, path)).toBeUndefined();
});

test('a path that is not well encoded is refused', () => {
  expect(() => find('GET', '/associations/%zz')).toThrow(MalformedPath);
});

test.each([
  ['ANY', '/associations'],
  ['GET', '/{proxy+}'],
  ['$default', '/'],
  ['GET', 'associations'],
])('the route %s %s is refused when it is loaded', (method, path) => {
  expect(() => createRouter([route(method, path)])).toThrow(`not ${method} ${path}`);
});
