import type { IncomingMessage, ServerResponse } from 'node:http';
import { mostKilobytes } from '../../src/api/plans.ts';
import { readBody } from './body.ts';
import { Refusal } from './problem.ts';
import { send } from './respond.ts';
import { apiPath } from './routes.ts';
import type { Upstream } from './upstream.ts';

/** The longest that the API takes, which is a batch. */
const mostBytes = mostKilobytes * 1024;

/** What is passed on of a request, and of an answer. */
const requestHeaders = ['if-match', 'if-none-match', 'idempotency-key', 'prefer'] as const;
const answerHeaders = ['etag', 'location', 'retry-after', 'preference-applied'] as const;

/** Sends a request on to the API, and its answer back. Throws a Refusal for what is none of its routes. */
export async function pass(upstream: Upstream, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const { method = '', headers } = request;
  const asked = apiPath(method, path);
  const as = nameIn(headers, upstream);
  const text = await readBody(request, mostBytes);
  const passedOn = { method, path: `${asked.path}${asked.query}`, headers: only(requestHeaders, (name) => headers[name]?.toString()) };
  const answer = await upstream.send({ ...passedOn, ...(text !== '' && { body: parsed(text) }) }, as);
  send(
    response,
    answer.status,
    answer.body,
    only(answerHeaders, (name) => answer.headers.get(name)),
  );
}

/** Who signs, in a local world: null is who the console was started as. Throws a Refusal for a stage, where AWS goes by credentials. */
export function nameIn({ 'x-liaison-as': as }: IncomingMessage['headers'], { target }: Pick<Upstream, 'target'>): string | null {
  if (as === undefined) return null;
  if (!target.isLocal)
    throw new Refusal('invalid-parameter', 'X-Liaison-As works in a local world only: AWS goes by the credentials of the console.');
  if (typeof as === 'string' && /^\w{1,128}$/.test(as)) return as;
  throw new Refusal('invalid-parameter', 'X-Liaison-As takes a name of letters, digits and _.');
}

function only<Name extends string>(names: readonly Name[], given: (name: Name) => string | null | undefined): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, given(name)] as const).filter((pair): pair is readonly [Name, string] => !!pair[1]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('not-json', 'Send a JSON object.');
  }
}
