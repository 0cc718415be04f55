/** What the address asks for. */
export type Route =
  | { readonly page: 'list' | 'batches' | 'request' | 'unknown' }
  | { readonly page: 'association' | 'batch'; readonly id: string };

const routes: readonly (readonly [RegExp, (id: string) => Route])[] = [
  [/^\/$/, () => ({ page: 'list' })],
  [/^\/request$/, () => ({ page: 'request' })],
  [/^\/batches$/, () => ({ page: 'batches' })],
  [/^\/batches\/(\w+)$/, (id) => ({ page: 'batch', id })],
  [/^\/associations\/(\w+)$/, (id) => ({ page: 'association', id })],
];

/** The route of a path. */
export function routeOf(path: string): Route {
  for (const [pattern, route] of routes) {
    const found = pattern.exec(path);
    if (found) return route(found[1] ?? '');
  }
  return { page: 'unknown' };
}
