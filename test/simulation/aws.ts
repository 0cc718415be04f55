import * as directConnectClient from '@aws-sdk/client-direct-connect';
import * as esClient from '@aws-sdk/client-elasticsearch-service';
import * as latticeClient from '@aws-sdk/client-vpc-lattice';
import { createDirectConnect } from '../../local/simulators/direct-connect/simulator.ts';
import { createElasticsearchService } from '../../local/simulators/elasticsearch-service/service.ts';
import { type FaultEffect, type Faults, LostAnswer } from '../../local/simulators/faults.ts';
import { createVpcLattice } from '../../local/simulators/vpc-lattice/simulator.ts';
import type { State } from '../../local/state.ts';
import type { VirtualClock } from '../../local/stepfunctions/virtual-clock.ts';
import { AwsError, type Caller, type EmittedEvent, type Operation } from '../../local/wire/service.ts';
import { BrokenAnswer } from './broken-answer.ts';
import type { Dice } from './dice.ts';
import { createMemoryState } from './memory-state.ts';
import { mayBeStale } from './staleness.ts';
import type { FaultName, Weather } from './weather.ts';

export const account = '111122223333';
export const region = 'eu-central-1';

/** One call as it came out: `effective` when AWS carried it out, whatever its answer was. */
export interface CallMade {
  readonly service: ServiceName;
  readonly operation: string;
  readonly mutating: boolean;
  readonly effective: boolean;
  /** OK, the name of the error, or LostAnswer. */
  readonly outcome: string;
}

/** Who sees a call: when it gets to AWS, and how it comes out there. */
export interface Witness {
  readonly arrives: () => void;
  readonly cameOut: (call: CallMade) => void;
}

/** What the calls of a service go wrong with, and its client. */
const services = {
  es: {
    client: esClient,
    type: esClient.ElasticsearchServiceClient,
    throttle: () => new AwsError('ThrottlingException', 'Rate exceeded'),
    fault: () => new AwsError('InternalException', 'An internal error occurred.', { status: 500 }),
    conflict: () => new AwsError('ConflictException', 'Another change is in progress.', { status: 409 }),
    failure: { code: 'SynonymFileInvalid', message: 'Line 7 of the file is not valid.' },
  },
  lattice: {
    client: latticeClient,
    type: latticeClient.VPCLatticeClient,
    throttle: () => new AwsError('ThrottlingException', 'Rate exceeded', { status: 429, members: { retryAfterSeconds: 20 } }),
    fault: () => new AwsError('InternalServerException', 'An internal error occurred.', { status: 500 }),
    conflict: () => new AwsError('ConflictException', 'Creation is in progress.', { status: 409 }),
    failure: { code: 'InternalFailure', message: 'The association could not be made.' },
  },
  directConnect: {
    client: directConnectClient,
    type: directConnectClient.DirectConnectClient,
    throttle: () => new AwsError('ThrottlingException', 'Rate exceeded'),
    fault: () => new AwsError('DirectConnectServerException', 'A server-side error occurred.'),
    conflict: () => new AwsError('DirectConnectClientException', 'The connection is in a transitioning state.'),
    failure: { code: 'down', message: '' },
  },
};

/** How a change fails of which the service has failures of its own. */
const failures: Readonly<Record<string, { readonly code: string; readonly message: string }>> = {
  UpdatePackage: { code: 'VALIDATION_FAILED', message: 'Line 7 of the file is not valid.' },
};

export type ServiceName = keyof typeof services;

/** The SDK's class and exports of each service. */
export const sdkOf = (name: ServiceName) => services[name];

/** Which kind calls which service. */
export const serviceOfKind: Readonly<Record<string, ServiceName>> = {
  'es-package': 'es',
  'lattice-service': 'lattice',
  'dx-hosted-connection': 'directConnect',
};

/** What a call does to what it is about. */
const isMutating = (operation: string) => /^(Associate|Dissociate|Create|Delete|Tag|Untag|Add|Remove|Update)/.test(operation);

/** The longest that the SDK waits for an answer of a kind's service. Milliseconds. */
const sdkPatience = 8_000;

/** What the three services stand on. */
interface Surroundings {
  readonly clock: VirtualClock;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How long a call is on its way, there or back. Milliseconds. */
  readonly latency: () => number;
  /** Told of what the services emit. */
  readonly emit: (event: EmittedEvent) => void;
}

export type Aws = ReturnType<typeof createAws>;

/** The three simulators on one clock, with the weather over them. */
export function createAws({ clock, dice, weather, sleep, latency, emit }: Surroundings) {
  const state: State = createMemoryState();
  /** How many answers were lost: every other one is lost half-way. */
  let lost = 0;
  const surroundings = { clock, random: dice.random, state, account, region, emit };
  const simulators = {
    es: createElasticsearchService(surroundings, faultsOf('es')),
    lattice: createVpcLattice(surroundings, faultsOf('lattice')),
    directConnect: createDirectConnect(surroundings, faultsOf('directConnect')),
  };

  /** What the simulator asks of its faults is drawn when it asks. */
  function faultsOf(name: ServiceName): Faults {
    const effects: Partial<Record<FaultEffect['type'], (operation: string) => FaultEffect | undefined>> = {
      FAIL_LATER: (operation) =>
        weather.strikes('awsChangeFails') ? { type: 'FAIL_LATER', ...(failures[operation] ?? services[name].failure) } : undefined,
      SLOW: () => (weather.strikes('awsChangeIsSlow') ? { type: 'SLOW', factor: dice.pick([3, 10, 40]) } : undefined),
    };
    const stale = (operation: string, input: object): FaultEffect | undefined =>
      mayBeStale(state, operation, input, clock.now()) && weather.strikes('awsStaleRead') ? { type: 'STALE' } : undefined;
    return {
      add: () => undefined,
      take: (operation, input, ...types) =>
        types.map((type) => (type === 'STALE' ? stale(operation, input as object) : effects[type]?.(operation))).find(Boolean) as never,
    };
  }

  /** Something else begins there in the moment between the plan and the call. Throws what AWS says of it, unless that is the simulator's to say. */
  function getInTheWay(name: ServiceName, input: object): void {
    const { DomainName: domain } = input as { readonly DomainName?: string };
    if (name !== 'es' || domain === undefined) throw services[name].conflict();
    simulators.es.setDomainProcessing(domain, dice.between(1, 30) * 60);
  }

  /** Makes a call: it may be refused before it is carried out, and its answer may be lost after. */
  async function carry(name: ServiceName, operation: string, input: object, { arrives, cameOut }: Witness): Promise<unknown> {
    const { throttle, fault } = services[name];
    const mutating = isMutating(operation);
    let effective = false;
    const refuse = (when: FaultName, error: () => AwsError) => {
      if (weather.strikes(when)) throw error();
    };
    try {
      await sleep(latency());
      arrives();
      refuse('awsThrottle', throttle);
      refuse('awsServerError', fault);
      if (mutating)
        refuse('awsDenies', () => new AwsError('AccessDeniedException', 'User is not authorized to perform this action.', { status: 403 }));
      if (mutating && weather.strikes('awsConflict')) getInTheWay(name, input);
      const output = await (simulators[name].service.operations[operation] as Operation)(input as never, caller);
      effective = true;
      cameOut({ service: name, operation, mutating, effective, outcome: 'OK' });
      if (weather.strikes('awsLostAnswer')) {
        lost += 1;
        if (lost % 2 === 0) throw new BrokenAnswer('The answer broke off.');
        await sleep(sdkPatience);
        throw new LostAnswer('No answer came.');
      }
      refuse('awsServerErrorAfterSuccess', fault);
      await sleep(latency());
      return output;
    } catch (error) {
      if (!effective) cameOut({ service: name, operation, mutating, effective, outcome: (error as Error).name });
      throw error;
    }
  }

  /** Somebody else makes a call, and no weather is over it. */
  const byAnotherHand = (name: ServiceName, operation: string, input: object): Promise<string> =>
    outcomeOf(() => (simulators[name].service.operations[operation] as Operation)(input as never, caller));

  return { state, simulators, carry, byAnotherHand };
}

/** OK, or the name of the error where AWS does not take it now. */
export async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'OK';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.name;
  }
}

/** Who calls AWS. */
export const caller: Caller = {
  accessKeyId: 'simulation',
  principalArn: `arn:aws:sts::${account}:assumed-role/liaison/simulation`,
  account,
  region,
  requestId: 'simulated',
  sourceAddress: '127.0.0.1',
  userAgent: 'simulation',
};
