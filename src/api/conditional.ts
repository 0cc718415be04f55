import { etagOf, type HttpAnswer, type HttpRequest } from './http.ts';

/** Whether If-None-Match names the version that is there. Weak comparison: RFC 9110, section 13.1.2. */
export function isKnown({ headers }: HttpRequest, current: { readonly version: number }): boolean {
  const known = headers['if-none-match']?.trim() ?? '';
  return known === '*' || [...known.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, tag]) => tag === etagOf(current));
}

/** The answer with its ETag; without a body when the caller has this version already. */
export function unlessKnown(
  request: HttpRequest,
  current: { readonly version: number },
  headers: HttpAnswer['headers'],
  body: () => unknown,
): HttpAnswer {
  const tagged = { ...headers, etag: etagOf(current) };
  return isKnown(request, current) ? { status: 304, headers: tagged, body: undefined } : { status: 200, headers: tagged, body: body() };
}
