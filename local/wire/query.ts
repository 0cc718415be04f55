import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';
import { faultOf } from './faults.ts';
import { createForm } from './form.ts';
import type { FaultWriter, Members, Protocol, WireRequest } from './protocol.ts';
import { split } from './routes.ts';
import type { ServiceSchemas } from './schema.ts';
import { AwsError } from './service.ts';

const xmlType = { 'content-type': 'text/xml' };

/** AWS query: a form with the Action in, XML out. */
export function createQuery(schemas: ServiceSchemas): Protocol {
  const { xmlNamespace } = schemas.settings;
  return {
    route: (request) => schemas.operations.get(parametersOf(request).get('Action') ?? ''),
    asked: (request) => parametersOf(request).get('Action') ?? '',
    read: ({ input }, request) => (input.isUnitSchema() ? {} : createForm(parametersOf(request)).read(input)),
    write({ name, output }, value, requestId) {
      const result = output.isUnitSchema() ? '' : writeXml(output, `${name}Result`, value);
      const body = `<${name}Response xmlns="${xmlNamespace}">${result}<ResponseMetadata>${identified(requestId)}</ResponseMetadata></${name}Response>`;
      return { status: 200, headers: xmlType, body };
    },
  };
}

/** The form of a query request: in the body, or in the URL as AWS also takes it. */
function parametersOf({ body, url, method }: WireRequest): URLSearchParams {
  if (method === 'GET') return new URLSearchParams(split(url)[1]);
  return new URLSearchParams(method === 'POST' ? body.toString('utf8') : '');
}

// The query protocol has names of its own for what every service can answer (source: Common Errors of the SNS API Reference).
const commonCodes: Readonly<Record<string, string>> = {
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  SerializationException: 'MalformedInput',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** How the query protocol says no: an ErrorResponse. */
export const queryFaults: FaultWriter = {
  unknownOperation: (message) => new AwsError('InvalidAction', message),
  write(error, requestId, schemas) {
    const { members, traits } = faultOf(error, schemas);
    const [code, status] = traits.awsQueryError ?? [commonCodes[error.name] ?? error.name, error.status];
    const type = status < 500 ? 'Sender' : 'Receiver';
    const { message: _, Message: __, ...more } = members;
    const parts = Object.entries({ Type: type, Code: code, Message: error.message, ...more }).map(([name, value]) =>
      element(name, String(value)),
    );
    const namespace = schemas ? ` xmlns="${schemas.settings.xmlNamespace}"` : '';
    const body = `<ErrorResponse${namespace}><Error>${parts.join('')}</Error>${identified(requestId)}</ErrorResponse>`;
    return { status, headers: xmlType, body };
  },
};

const identified = (requestId: string) => element('RequestId', requestId);

function writeXml(schema: NormalizedSchema, name: string, value: Members): string {
  const [id, namespace, , traits, names, members] = schema.getSchema() as StaticStructureSchema;
  // The namespaces are on the element around it: none here.
  const serializer = new XmlShapeSerializer({ timestampFormat: { useTrait: true, default: 5 }, xmlNamespace: '', serviceNamespace: '' });
  serializer.write(NormalizedSchema.of([id, namespace, name, traits, names, members]), value);
  return String(serializer.flush());
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

const element = (name: string, text: string) =>
  `<${name}>${text.replace(/[&<>"\r]/g, (character) => escapes[character] ?? character)}</${name}>`;
