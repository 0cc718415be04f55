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
  /** The error for input that breaks a constraint or misses a required member. */
  invalid(message: string): AwsError;
  /** Error shape: members besides name and message are sent as the service sends them. */
}

/** By shape (structure) name, then member name. Sources: the service's model. */
export type Constraints = Readonly<Record<string, Readonly<Record<string, Constraint>>>>;

export interface Constraint {
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

/** An error as AWS sends it: the name is the code on the wire. */
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
