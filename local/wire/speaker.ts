import type { IncomingHttpHeaders } from 'node:http';
import type { NormalizedSchema } from '@smithy/core/schema';
import { createJsonRpc, jsonRpcFaults, targetOf } from './json-rpc.ts';
import type { FaultWriter, Protocol } from './protocol.ts';
import { createQuery, queryFaults } from './query.ts';
import { createRestJson, restJsonFaults } from './rest-json.ts';
import { type ServiceSchemas, schemasOf } from './schema.ts';
import type { Service } from './service.ts';

/** A service with what it takes to speak for it. */
export interface Speaker {
  readonly service: Service;
  readonly schemas: ServiceSchemas;
  readonly protocol: Protocol;
  readonly faults: FaultWriter;
}

const dialects: Readonly<Record<Service['protocol'], { create(schemas: ServiceSchemas): Protocol; faults: FaultWriter }>> = {
  'rest-json': { create: createRestJson, faults: restJsonFaults },
  'json-1.0': { create: (schemas) => createJsonRpc(schemas, '1.0'), faults: jsonRpcFaults('1.0') },
  'json-1.1': { create: (schemas) => createJsonRpc(schemas, '1.1'), faults: jsonRpcFaults('1.1') },
  query: { create: createQuery, faults: queryFaults },
};

/** Prepares a service for the wire. Throws when its operations or constraints name what the client's schemas do not have. */
export function createSpeaker(service: Service): Speaker {
  const schemas = schemasOf(service.client);
  const { create, faults } = dialects[service.protocol];
  const strangers = [...unknownOperations(service, schemas), ...unknownConstraints(service, schemas)];
  if (strangers.length > 0) throw new Error(`The client of ${service.signingName} does not know: ${strangers.join(', ')}`);
  return { service, schemas, protocol: create(schemas), faults };
}

/** How to say no to a request of which nobody knows yet what service it means: in the protocol it looks like. */
export function guessFaults(headers: IncomingHttpHeaders): FaultWriter {
  if (targetOf({ headers })) return dialects['json-1.0'].faults;
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  return form ? queryFaults : restJsonFaults;
}

const unknownOperations = (service: Service, schemas: ServiceSchemas) =>
  Object.keys(service.operations).filter((name) => !schemas.operations.has(name));

const unknownConstraints = (service: Service, schemas: ServiceSchemas) =>
  Object.entries(service.constraints).flatMap(([name, members]) => {
    const structure = schemas.structure(name);
    if (!structure) return [name];
    const known = namesOf(structure);
    return Object.keys(members).flatMap((member) => (known.includes(member) ? [] : [`${name}.${member}`]));
  });

const namesOf = (structure: NormalizedSchema) => [...structure.structIterator()].map(([name]) => name);
