import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { State } from '../state.ts';

/** Who calls, and when: what an operation may know beside its input. */
export interface Caller {
  readonly accessKeyId: string;
  /** The ARN AWS would show for these credentials: a function's role session, or a user. */
  readonly principalArn: string;
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
}

/** One operation: the deserialised input in, the output to serialise out. Throws AwsError. Inputs and outputs have the SDK's shapes. */
// The shapes are the SDK's own; each service types its operations by them and the wire only carries them.
export type Operation = (input: never, caller: Caller) => unknown;

/** What the wire server needs to speak for one AWS service. */
export interface Service {
  /** The name requests are signed for: es, vpc-lattice, directconnect, states, events, sns, sqs, lambda. */
  readonly signingName: string;
  readonly protocol: 'rest-json' | 'json-1.0' | 'json-1.1' | 'query';
  /** The exports of the service's SDK client: its schemas say how to read and write each operation. */
  readonly client: Readonly<Record<string, unknown>>;
  /** By operation name. What is not here is answered as AWS answers an operation it does not know. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** What the schemas lack: patterns, lengths, ranges and enums, as data. */
  readonly constraints: Constraints;
  /** The error for input that breaks constraints or misses required members: AWS's sentence that names every problem, and the problems. */
  invalid(message: string, problems?: readonly Problem[]): AwsError;
}

/** A service of awsJson1.0 that reads and writes its own JSON, because its documents are no shapes of a model: DynamoDB. */
export interface TextService {
  readonly signingName: string;
  /** What X-Amz-Target begins with. */
  readonly target: string;
  has(operation: string): boolean;
  /** Carries out an operation it has: the body of the request in, the body of the answer out. Throws AwsError. */
  answer(operation: string, body: string): string;
}

/** One thing wrong with an input. `member` is its path: `tags`, `tagKeys.2.member`. */
export interface Problem {
  readonly member: string;
  readonly message: string;
  /** It ought to be there and is not. */
  readonly isMissing?: true;
}

/** By shape (structure) name, then member name. Sources: the service's model. */
export type Constraints = Readonly<Record<string, Readonly<Record<string, Constraint>>>>;

/** `min` and `max` bound a number's value, a string's length, the bytes of a blob, the size of a list or map. */
export interface Constraint {
  /** Anchored by whoever writes it: AWS matches the whole value. */
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  /** For each element of a list, each value of a map. */
  readonly each?: Constraint;
  /** For each key of a map. */
  readonly keys?: Constraint;
}

/**
 * An error as AWS sends it: the name is the code on the wire, or the name of the client's error schema, which then gives the code,
 * the status (but for the JSON protocols, where it is the error's own) and the places of the members.
 */
export class AwsError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  constructor(name: string, message: string, { status = 400, members = {} }: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}

/** An event as a service emits it; the bus adds version, id, account, region and time. */
export interface EmittedEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a simulator stands on. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly state: State;
  readonly account: string;
  readonly region: string;
  /** Puts an event of AWS's own on the default bus. */
  emit(event: EmittedEvent): void;
}
