import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import { problem, statusOf } from '../../schemas/problem.ts';
import { routes } from '../../schemas/routes.ts';
import type { HttpAnswer } from '../../src/api/http.ts';
import type { Code } from '../../src/problem.ts';

/** Throws unless the answer is one that the document has for the route: status, headers, and every member of the body. */
export function expectDescribed(routeKey: string, { status, headers, body }: HttpAnswer): void {
  const route = routes[routeKey];
  if (!route) throw new Error(`schemas/routes.ts has no ${routeKey}.`);
  if (headers['content-type'] === 'application/problem+json') {
    const { code } = problem.parse(body);
    expect([routeKey, [...route.problems, 'no-such-route']]).toEqual([routeKey, expect.arrayContaining([code])]);
    expect(status).toBe(statusOf(code as Code));
    return;
  }
  const answer = route.answers[status];
  if (!answer) throw new Error(`schemas/routes.ts has no answer ${status} of ${routeKey}.`);
  const said = Object.keys(headers);
  const always = (answer.headers ?? []).map((name) => name.toLowerCase());
  const sometimes = (answer.sometimes ?? []).map((name) => name.toLowerCase());
  expect(said).toEqual(expect.arrayContaining(always));
  expect([...always, ...sometimes]).toEqual(expect.arrayContaining(said));
  if (answer.body === null) expect(body).toBeUndefined();
  else if (!isDeepStrictEqual(answer.body.parse(body), body)) throw new Error(`${routeKey} answers with more than its schema has.`);
}
