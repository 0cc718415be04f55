import { assertOutput } from './output.ts';
import type { FaultWriter, Members, WireAnswer, WireRequest } from './protocol.ts';
import type { AwsError, Caller } from './service.ts';
import type { Speaker } from './speaker.ts';
import { validate } from './validation.ts';

/** What is known of a call once it has been read. */
export interface Understood {
  readonly operation: string;
  readonly input: Members | null;
}

/**
 * What a service answers to a request. Throws what the operation throws, and AwsError for a request that names no operation of the
 * service or is not valid. `understood` hears what is asked for, as soon as each of it is known.
 */
export async function exchange(
  { service, protocol, faults }: Speaker,
  request: WireRequest,
  caller: Caller,
  understood: (call: Understood) => void = () => undefined,
): Promise<WireAnswer> {
  const operation = protocol.route(request);
  const carryOut = operation && service.operations[operation.name];
  if (!carryOut) throw unknownOperation(faults, service.signingName, protocol.asked(request));
  understood({ operation: operation.name, input: null });
  const input = protocol.read(operation, request);
  understood({ operation: operation.name, input });
  validate(service, operation.input, input);
  const output = await carryOut(input as never, caller);
  assertOutput(operation.output, output, operation.name);
  return protocol.write(operation, output ?? {}, caller.requestId);
}

/** The error for an operation that is not there, in the service's own protocol. */
export const unknownOperation = (faults: FaultWriter, service: string, asked: string): AwsError =>
  faults.unknownOperation(`${service} has no operation '${asked}' here`);
