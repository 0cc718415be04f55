import { routes } from '../../schemas/routes.ts';
import { Refusal } from './problem.ts';

/** A path and query of the API, as they are sent. */
export interface ApiPath {
  readonly path: string;
  /** Begins with `?`, or is empty. */
  readonly query: string;
}

/** What stands for a variable segment: ids of associations and batches, and what can only be mistaken ones. */
const segment = '[A-Za-z0-9_-]{1,64}';

/** Method and pattern of every route of the API. The API's own description is the list. */
const known = Object.keys(routes).map((key) => {
  const [method = '', path = ''] = key.split(' ');
  return { method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, segment)}$`) };
});

/** The path and query, if it is a route of the API; throws a Refusal otherwise. What signs and what receives must read the same query. */
export function apiPath(method: string, pathAndQuery: string): ApiPath {
  const [path = '', ...rest] = pathAndQuery.split('?');
  if (!known.some((route) => route.method === method && route.pattern.test(path)))
    throw new Refusal('no-such-route', `The API has no route ${method} ${path.slice(0, 100)}.`);
  return { path, query: queryOf(new URLSearchParams(rest.join('?'))) };
}

function queryOf(parameters: URLSearchParams): string {
  const names = [...parameters.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Refusal('invalid-parameter', `${twice.slice(0, 100)} is given twice.`);
  const text = [...parameters].map((parts) => parts.map(escaped).join('=')).join('&');
  return text && `?${text}`;
}

/** As SigV4 escapes: everything but letters, digits and `-_.~`. */
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
