import type { IncomingHttpHeaders } from 'node:http';
import type { OperationSchema, ServiceSchemas } from './schema.ts';
import type { AwsError } from './service.ts';

/** A request with its body read. */
export interface WireRequest {
  readonly method: string;
  /** As sent: percent-encoded, with the query string. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer without what every answer carries (request id, date, length). */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The members of an input or an output, by name. */
export type Members = Readonly<Record<string, unknown>>;

/** How one of AWS's protocols puts operations on the wire, seen from the server. */
export interface Protocol {
  /** The operation the request names; undefined when the model has none such. */
  route(request: WireRequest): OperationSchema | undefined;
  /** What the request asks for, in the protocol's own terms; for people. */
  asked(request: WireRequest): string;
  /** Throws AwsError when the request cannot be read as the operation's input. */
  read(operation: OperationSchema, request: WireRequest): Members;
  write(operation: OperationSchema, output: Members, requestId: string): WireAnswer;
}

/** How a protocol says no. Without schemas (nobody knows the service yet) members go into the body as they are. */
export interface FaultWriter {
  /** What this protocol answers when it does not know an operation. */
  unknownOperation(message: string): AwsError;
  write(error: AwsError, requestId: string, schemas?: ServiceSchemas): WireAnswer;
}
