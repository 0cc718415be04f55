import type { IncomingHttpHeaders } from 'node:http';
import type { Body } from './fake-plans.ts';

/** A request that was let in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** The second part of the path. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  /** Whose access key signed. */
  readonly who: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gives an answer, or all of a list. */
export type Route = (asked: Asked) => Answer | readonly unknown[];

/** A problem; title and detail say which. */
export const refused = (status: number, code: string, more: Body = {}): Answer => ({
  status,
  body: { type: `urn:liaison:problem:${code}`, title: `Title of ${code}`, status, detail: `Detail of ${code}.`, code, ...more },
});

/** Of a selector that names no pairs. */
export const nothingNamed = refused(422, 'invalid-request', { errors: [{ path: 'selector', message: 'names no pairs now' }] });

/** Something with its ETag. */
export const shown = (item: { readonly version: number }, status = 200): Answer => ({
  status,
  body: item,
  headers: { etag: `"${item.version}"` },
});

/** One page of a list. */
export function page(items: readonly unknown[], query: URLSearchParams): Answer {
  const from = Number(query.get('pageToken') ?? 0);
  const to = from + Number(query.get('pageSize') ?? 50);
  return { status: 200, body: { items: items.slice(from, to), nextPageToken: to < items.length ? String(to) : null } };
}
