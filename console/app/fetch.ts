import { effect, signal } from '@preact/signals';
import type { Problem } from '../protocol.ts';
import { parseCleaned } from './cleaned.ts';
import { connection } from './connection.ts';
import { token } from './token.ts';

const actorName = 'liaison-as';

/** In a local world: the name that this tab's requests are signed with; empty for the console's own. */
export const actingAs = signal(sessionStorage.getItem(actorName) ?? '');
effect(() => sessionStorage.setItem(actorName, actingAs.value));

/** What the console answered. `body` is that of a success, `problem` is why it is none. */
export type Answer<Body> =
  | { readonly ok: true; readonly status: number; readonly body: Body; readonly etag: string | null }
  | { readonly ok: false; readonly status: number; readonly problem: Problem };

export interface Options {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends one request to the console, with what shows that it may. Throws what fetch throws when nobody answers. */
export async function send(method: string, path: string, { body, headers, signal: aborted }: Options = {}): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {
      authorization: `Bearer ${token()}`,
      ...(actingAs.value && { 'x-liaison-as': actingAs.value }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(aborted && { signal: aborted }),
  });
  if (response.status === 401) connection.value = 'locked';
  return response;
}

/** Asks the console, or by `/api/…` the API behind it. Never throws: that nobody answers is a problem like any other. */
export async function ask<Body>(method: string, path: string, options?: Options): Promise<Answer<Body>> {
  try {
    const response = await send(method, path, options);
    const text = await response.text();
    if (response.ok) {
      return { ok: true, status: response.status, body: parseCleaned(text || 'null') as Body, etag: response.headers.get('etag') };
    }
    return { ok: false, status: response.status, problem: problemOf(response.status, text) };
  } catch (error) {
    return { ok: false, status: 0, problem: unanswered(error as Error) };
  }
}

const unanswered = ({ message }: Error): Problem => ({
  title: 'The console does not answer',
  status: 0,
  detail: `Is it still running where it was started? (${message}) Whether the request was taken in is not known: the list shows it.`,
  code: 'unreachable',
  retryable: true,
});

/** What a refusal says of itself; one that is no problem of ours is quoted. */
export function problemOf(status: number, text: string): Problem {
  const fallback = { title: `It was answered ${status}`, status, detail: text.slice(0, 500), code: 'unknown', retryable: false };
  try {
    const parsed = parseCleaned(text) as Partial<Problem> | null;
    return typeof parsed?.code === 'string' ? { ...fallback, ...parsed } : fallback;
  } catch {
    // What is no JSON was not written by the console or the API, and is shown as it is.
    return fallback;
  }
}
