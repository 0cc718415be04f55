import type { RouteConfiguration } from '../configuration.ts';

/** A route that a request found, with the variable parts of its path. */
export interface Match {
  readonly route: RouteConfiguration;
  /** As API Gateway names routes: `GET /associations/{id}`. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Thrown for a path that is not well encoded. */
export class MalformedPath extends Error {
  override readonly name = 'MalformedPath';
}

const variable = /^\{([A-Za-z0-9._-]+)\}$/;

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new MalformedPath(`${segment} is not well encoded`, { cause });
  }
}

function assertServed({ method, path }: RouteConfiguration): void {
  const segments = path.split('/').slice(1);
  const isServed = path.startsWith('/') && segments.every((segment) => variable.test(segment) || !/[{}]/.test(segment));
  if (!isServed || !/^[A-Z]+$/.test(method) || method === 'ANY') {
    throw new Error(`The local HTTP API serves routes with a method and plain or {variable} segments, not ${method} ${path}`);
  }
}

function matchOf(route: RouteConfiguration, segments: readonly string[]): Match | undefined {
  const pattern = route.path.split('/');
  if (pattern.length !== segments.length) return undefined;
  const pathParameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const [, name] = variable.exec(part) ?? [];
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) pathParameters[name] = decoded(segment);
  }
  return { route, routeKey: `${route.method} ${route.path}`, pathParameters };
}

/**
 * Finds the route of a request; the one with the fewest variables when several match. The path is as sent, still encoded.
 * Throws, when made, for routes of kinds that are not served (ANY, `{proxy+}`, `$default`); MalformedPath when called.
 */
export function createRouter(routes: readonly RouteConfiguration[]): (method: string, path: string) => Match | undefined {
  routes.forEach(assertServed);
  return (method, path) => {
    const matches = routes.filter((route) => route.method === method).map((route) => matchOf(route, path.split('/')));
    return matches
      .filter((match) => match !== undefined)
      .sort((one, other) => Object.keys(one.pathParameters).length - Object.keys(other.pathParameters).length)[0];
  };
}
