import { faultOf } from './faults.ts';
import { createJsonShapes } from './json-shapes.ts';
import type { FaultWriter, Protocol, WireRequest } from './protocol.ts';
import type { ServiceSchemas } from './schema.ts';
import { AwsError } from './service.ts';

export type JsonVersion = '1.0' | '1.1';

const json = createJsonShapes({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

/** AWS awsJson1.0 and 1.1: the X-Amz-Target header says the operation, everything else is in the body. */
export function createJsonRpc(schemas: ServiceSchemas, version: JsonVersion): Protocol {
  return {
    route(request) {
      if (request.method !== 'POST') return undefined;
      const name = operationOf(request, schemas.settings.serviceTarget);
      return name === undefined ? undefined : schemas.operations.get(name);
    },
    asked: targetOf,
    read: (operation, request) => (operation.input.isUnitSchema() ? {} : json.parse(operation.input, request.body)),
    write: ({ output }, value) => ({
      status: 200,
      headers: typeOf(version),
      body: output.isUnitSchema() ? '{}' : json.write(output, value),
    }),
  };
}

/** How the JSON protocols say no: the code in the body, with the query protocol's code in a header where the service once spoke that. */
export const jsonRpcFaults = (version: JsonVersion): FaultWriter => ({
  unknownOperation: (message) => new AwsError('UnknownOperationException', message),
  write(error, _requestId, schemas) {
    const { schema, message, members, traits } = faultOf(error, schemas);
    const written = schema ? { ...message, ...JSON.parse(json.write(schema, members)) } : members;
    const code = traits.awsQueryError && `${traits.awsQueryError[0]};${error.status < 500 ? 'Sender' : 'Receiver'}`;
    const headers = code ? { ...typeOf(version), 'x-amzn-query-error': code } : typeOf(version);
    return { status: error.status, headers, body: JSON.stringify({ __type: error.name, ...written }) };
  },
});

/** The operation of `prefix` that a request names; undefined when it names none. */
export function operationOf(request: Pick<WireRequest, 'headers'>, prefix: string): string | undefined {
  const [service, name] = targetOf(request).split('.');
  return service === prefix ? name : undefined;
}

/** What a request of the JSON protocols asks for: `AWSStepFunctions.StartExecution`; empty when it asks for nothing. */
export const targetOf = ({ headers }: Pick<WireRequest, 'headers'>): string => String(headers['x-amz-target'] ?? '');

/** The content type of a version. */
export const typeOf = (version: JsonVersion) => ({ 'content-type': `application/x-amz-json-${version}` });
