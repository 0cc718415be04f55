import type { NormalizedSchema } from '@smithy/core/schema';
import { faultOf } from './faults.ts';
import { type Outside, placeOf, readOutside, restSettings, writeHeaders } from './http-bindings.ts';
import { createJsonShapes } from './json-shapes.ts';
import type { FaultWriter, Members, Protocol, WireAnswer, WireRequest } from './protocol.ts';
import { createRoutes, split } from './routes.ts';
import type { OperationSchema, ServiceSchemas } from './schema.ts';
import { AwsError } from './service.ts';

const json = createJsonShapes(restSettings);
const jsonType = { 'content-type': 'application/json' };

/** AWS restJson1: method and path say the operation; members travel in labels, query, headers and body. */
export function createRestJson(schemas: ServiceSchemas): Protocol {
  const routeOf = createRoutes(schemas.operations.values());
  return {
    route: ({ method, url }) => routeOf(method, url)?.operation,
    asked: ({ method, url }) => `${method} ${split(url)[0]}`,
    read(operation, request) {
      const labels = routeOf(request.method, request.url)?.labels ?? {};
      const outside: Outside = { labels, query: new URLSearchParams(split(request.url)[1]), headers: request.headers };
      const members = [...operation.input.structIterator()].map(([name, member]) => [name, readOutside(name, member, outside)] as const);
      const present = members.filter(([, value]) => value !== undefined);
      return { ...Object.fromEntries(present), ...readBody(operation.input, request) };
    },
    write: writeOutput,
  };
}

function readBody(input: NormalizedSchema, { body }: WireRequest): Members {
  const payload = memberAt(input, 'payload');
  if (payload) return readPayload(payload, body);
  const names = new Set([...input.structIterator()].filter(([, member]) => placeOf(member) === 'body').map(([name]) => name));
  if (names.size === 0) return {};
  return Object.fromEntries(Object.entries(json.parse(input, body)).filter(([name]) => names.has(name)));
}

function readPayload([name, member]: [string, NormalizedSchema], body: Buffer): Members {
  if (body.length === 0) return {};
  if (member.isBlobSchema()) return { [name]: body };
  return { [name]: member.isStringSchema() ? body.toString('utf8') : json.parse(member, body) };
}

function writeOutput({ output, http }: OperationSchema, value: Members): WireAnswer {
  const bound = memberAt(output, 'status')?.[0];
  const status = bound === undefined ? undefined : value[bound];
  const answer = { status: typeof status === 'number' ? status : (http?.[2] ?? 200), headers: writeHeaders(output, value) };
  const payload = memberAt(output, 'payload');
  if (payload)
    return { ...answer, headers: { ...typeOf(payload[1]), ...answer.headers }, body: writePayload(payload[1], value[payload[0]]) };
  if (output.isUnitSchema() || answer.status === 204) return { ...answer, body: '' };
  return { ...answer, headers: { ...jsonType, ...answer.headers }, body: json.write(output, bodyOf(output, value)) };
}

const typeOf = (payload: NormalizedSchema) => (payload.isBlobSchema() ? { 'content-type': 'application/octet-stream' } : jsonType);

function writePayload(schema: NormalizedSchema, value: unknown): string | Uint8Array {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' || value instanceof Uint8Array ? value : json.write(schema, value);
}

function bodyOf(schema: NormalizedSchema, value: Members): Members {
  return Object.fromEntries(
    [...schema.structIterator()].filter(([, member]) => placeOf(member) === 'body').map(([name]) => [name, value[name]]),
  );
}

const memberAt = (schema: NormalizedSchema, place: 'payload' | 'status') =>
  [...schema.structIterator()].find(([, member]) => placeOf(member) === place);

/** How restJson1 says no: the code in a header, the members in headers and body. */
export const restJsonFaults: FaultWriter = {
  unknownOperation: (message) => new AwsError('UnknownOperationException', message, { status: 404 }),
  write(error, _requestId, schemas) {
    const { schema, message, members, traits } = faultOf(error, schemas);
    const headers = { ...jsonType, 'x-amzn-errortype': error.name };
    const status = traits.httpError ?? error.status;
    if (!schema) return { status, headers, body: JSON.stringify(members) };
    const body = { ...message, ...JSON.parse(json.write(schema, bodyOf(schema, members))) };
    return { status, headers: { ...headers, ...writeHeaders(schema, members) }, body: JSON.stringify(body) };
  },
};
