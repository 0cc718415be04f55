import { validateHeaderName, validateHeaderValue } from 'node:http';

/** What goes back to the caller. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** Thrown when a function's result is no answer; the caller then gets a 500. */
export class MalformedResult extends Error {
  override readonly name = 'MalformedResult';
}

type Members = Readonly<Record<string, unknown>>;

/** What the connection and its framing need is not the function's to say. */
const connectionHeaders = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'upgrade']);

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An answer of API Gateway itself. */
export const ownAnswer = (status: number, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

function headersOf({ headers = {}, cookies = [] }: Members): Record<string, string | readonly string[]> {
  if (!isMembers(headers) || !Array.isArray(cookies)) throw new MalformedResult('headers must be an object, and cookies a list');
  const entries = Object.entries(headers).map(([name, value]) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new MalformedResult(`the header ${name} has no usable value`);
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return [name.toLowerCase(), String(value)] as const;
  });
  const own = Object.fromEntries(entries.filter(([name]) => !connectionHeaders.has(name)));
  return { 'content-type': 'text/plain;charset=utf-8', ...own, ...(cookies.length > 0 && { 'set-cookie': cookies.map(String) }) };
}

function structured(result: Members): Answer {
  const { body = '', isBase64Encoded = false } = result;
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new MalformedResult(`${result.statusCode} is no status of an answer`);
  if (typeof body !== 'string') throw new MalformedResult('body must be a text');
  return { status, headers: headersOf(result), body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body };
}

/**
 * What API Gateway makes of a function's result: an object with a statusCode is an answer, anything else a JSON body with status 200.
 * Source: API Gateway developer guide, payload format 2.0. Throws MalformedResult, and TypeError for headers that HTTP has no room for.
 */
export function answerOf(result: unknown): Answer {
  if (isMembers(result) && 'statusCode' in result) return structured(result);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: typeof result === 'string' ? result : JSON.stringify(result),
  };
}
