import { principalOfArn } from '../http-api/principal.ts';
import { AwsError, type Caller, type Operation, type Surroundings } from '../wire/service.ts';
import { type Faults, LostAnswer, withFaults } from './faults.ts';
import { uuid } from './identifier.ts';

/** Which calls of a service CloudTrail reports, and where to. */
export interface Trail extends Pick<Surroundings, 'clock' | 'random' | 'emit'> {
  /** The event's source: aws.es, aws.vpc-lattice, aws.directconnect. */
  readonly source: string;
  /** The record's eventSource: es.amazonaws.com and so on. */
  readonly eventSource: string;
  /** The operations that change something. EventBridge never hears of List, Get and Describe. Source: EventBridge user guide. */
  readonly names: readonly string[];
  /** Meet every call, reported or not: a refused one is reported as refused, one whose answer is lost as the success it was. */
  readonly faults: Faults;
}

/**
 * The same operations behind `trail.faults`, reporting each named call, carried out or refused, as an
 * "AWS API Call via CloudTrail" event. Takes the place of `withFaults`, which must not be put on again.
 */
export function withTrail(operations: Readonly<Record<string, Operation>>, trail: Trail): Record<string, Operation> {
  const unknown = trail.names.filter((name) => !operations[name]);
  if (unknown.length > 0) throw new Error(`CloudTrail cannot report what ${trail.eventSource} does not have: ${unknown.join(', ')}`);
  const reported = trail.names.map((name) => [name, reporting(name, operations, trail)]);
  return { ...withFaults(operations, trail.faults), ...Object.fromEntries(reported) };
}

function reporting(name: string, operations: Readonly<Record<string, Operation>>, trail: Trail): Operation {
  return async (input: never, caller: Caller) => {
    let output: unknown;
    const carryOut: Operation = async (...call) => {
      output = await operations[name]?.(...call);
      return output;
    };
    const tell = (outcome: object) => trail.emit(eventOf(name, input, caller, outcome, trail));
    try {
      await withFaults({ [name]: carryOut }, trail.faults)[name]?.(input, caller);
    } catch (error) {
      if (error instanceof AwsError) tell({ errorCode: error.name, errorMessage: error.message, responseElements: null });
      if (error instanceof LostAnswer) tell({ responseElements: elementsOf(output) });
      throw error;
    }
    tell({ responseElements: elementsOf(output) });
    return output;
  };
}

/** Source: "CloudTrail record contents" in the CloudTrail user guide, and AWS's sample records for these services. */
const eventOf = (name: string, input: unknown, caller: Caller, outcome: object, { clock, random, source, eventSource }: Trail) => ({
  source,
  'detail-type': 'AWS API Call via CloudTrail',
  resources: [],
  detail: {
    eventVersion: '1.08',
    userIdentity: identityOf(caller, clock.now()),
    eventTime: instant(clock.now()),
    eventSource,
    eventName: name,
    awsRegion: caller.region,
    sourceIPAddress: caller.sourceAddress,
    userAgent: caller.userAgent,
    requestParameters: elementsOf(input),
    ...outcome,
    requestID: caller.requestId,
    eventID: uuid(random),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: caller.account,
    eventCategory: 'Management',
  },
});

/** CloudTrail shows whole seconds. */
const instant = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

function identityOf({ principalArn, account, accessKeyId }: Caller, now: number) {
  const [kind = '', name = ''] = (principalArn.split(':')[5] ?? '').split('/');
  const { userId } = principalOfArn(accessKeyId, principalArn);
  const common = { arn: principalArn, accountId: account, accessKeyId };
  if (kind === 'root') return { type: 'Root', principalId: account, ...common };
  if (kind !== 'assumed-role') return { type: 'IAMUser', principalId: userId, ...common, userName: name };
  const role = { type: 'Role', principalId: userId.split(':')[0], arn: `arn:aws:iam::${account}:role/${name}`, accountId: account };
  return {
    type: 'AssumedRole',
    principalId: userId,
    ...common,
    sessionContext: {
      sessionIssuer: { ...role, userName: name },
      webIdFederationData: {},
      attributes: { creationDate: instant(now), mfaAuthenticated: 'false' },
    },
  };
}

/**
 * What the record shows of an input or output: null when there is nothing. Members get a small first letter at every depth
 * (`packageID`, `eBSOptions`); where a service already spells them so, nothing is touched, or the keys of its tags would change.
 */
function elementsOf(structure: unknown): unknown {
  const plain = JSON.parse(JSON.stringify(structure ?? null)) as Record<string, unknown> | null;
  if (!plain || Object.keys(plain).length === 0) return null;
  return Object.keys(plain).some((member) => /^[A-Z]/.test(member)) ? lowerCamel(plain) : plain;
}

function lowerCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCamel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), lowerCamel(member)]),
  );
}
