import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as sfn from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import { createAccept } from '../../src/accept.ts';
import { createAssociation } from '../../src/api/create.ts';
import { decisionRoutesOf } from '../../src/api/decide.ts';
import type { HttpRequest } from '../../src/api/http.ts';
import { answering } from '../../src/api/index.ts';
import { createAsk } from '../../src/ask.ts';
import type { Ending } from '../../src/association.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createChannels } from '../../src/channels.ts';
import { receive } from '../../src/events/index.ts';
import { createStart } from '../../src/executions.ts';
import type { InvokeKind } from '../../src/invoke-kind.ts';
import { dxHostedConnectionOperations } from '../../src/kinds/dx-hosted-connection/operations.ts';
import { esPackageOperations } from '../../src/kinds/es-package/operations.ts';
import { kindOf } from '../../src/kinds/index.ts';
import type { Operations } from '../../src/kinds/kind.ts';
import { latticeServiceOperations } from '../../src/kinds/lattice-service/operations.ts';
import { createLocks } from '../../src/locks.ts';
import { createNotices } from '../../src/notices.ts';
import { createPairs } from '../../src/pairs.ts';
import { createMakePlan } from '../../src/plans.ts';
import { type Previewed, preview } from '../../src/preview.ts';
import { createDescribe } from '../../src/reconcile/describe.ts';
import { createDriftLook } from '../../src/reconcile/drift.ts';
import { createGoOn } from '../../src/reconcile/go-on.ts';
import { createDriftNotices } from '../../src/reconcile/notices.ts';
import { createReconcile } from '../../src/reconcile/reconcile.ts';
import { createResume } from '../../src/resume.ts';
import { createRetry } from '../../src/retry.ts';
import { createSettling } from '../../src/settle.ts';
import { type StepName, take } from '../../src/steps/index.ts';
import type { Input } from '../../src/steps/step.ts';
import { createStore, type Store } from '../../src/store.ts';
import { createTable, type Documents } from '../../src/table.ts';
import { createTurn } from '../../src/turn.ts';
import { createWake } from '../../src/wake.ts';
import { account, region, type ServiceName, sdkOf } from './aws.ts';
import type { Dice } from './dice.ts';
import type { Invocation } from './lambda.ts';
import { type Carry, clientOf } from './sdk.ts';

export const machineArn = `arn:aws:states:${region}:${account}:stateMachine:association`;

/** What one invocation reaches: every way out of a function, each already behind the invocation's gate. */
export interface Reach {
  readonly about: Invocation;
  readonly dice: Dice;
  readonly documents: Documents;
  readonly carry: Readonly<Record<ServiceName | 'states' | 'events' | 'sns', Carry>>;
  readonly invokeKind: InvokeKind;
  /** Told of events that were parked. */
  readonly parked: (event: unknown) => void;
  readonly plant: Plant;
}

/** A part that is broken on purpose, to see whether it is found out. */
export interface Plant {
  readonly store?: (store: Store, about: Invocation) => Store;
  readonly operations?: (operations: Operations<never>, kind: string) => Operations<never>;
}

/** What each function does with its payload, put together as its file in functions/ does. */
export const functions: Readonly<Record<string, (reach: Reach) => (payload: never) => Promise<unknown>>> = {
  lock(reach) {
    const turn = createTurn(partsOf(reach).store);
    return ({ step, ...input }: Input & { readonly step: keyof typeof turn }) => turn[step](input);
  },
  'ask-approval'(reach) {
    const { store, notices, locks, wake } = partsOf(reach);
    return createAsk(store, notices(), locks, wake());
  },
  settle(reach) {
    const { settling } = partsOf(reach).endings();
    return async (input: { readonly id: string; readonly run: number; readonly now: number; readonly ending: Ending }) => {
      const association = await settling.settle(input);
      return { state: association?.state ?? null, reason: association?.endReason ?? null };
    };
  },
  'on-execution-ended'(reach) {
    const { resume } = partsOf(reach).endings();
    return ({ name, status, at }: { readonly name: string; readonly status: string; readonly at: number }) =>
      resume({ executionName: name, status, at });
  },
  'on-event'(reach) {
    const { store, start, newId } = partsOf(reach);
    const accept = createAccept(store, start(), () => 'AUTO', newId);
    const reception = { accept, acceptBatch: null, targets: async () => [], isTagged: async () => false, account, region };
    return (event: unknown) => receive(event, { ...reception, park: async (parked) => reach.parked(parked) });
  },
  'on-request'(reach) {
    const { store, start, wake, newId } = partsOf(reach);
    const [starting, machine] = [start(), () => machineArn];
    const accept = createAccept(store, starting, () => 'AUTO', newId);
    const decisions = {
      store,
      start: starting,
      wake: wake(),
      retry: createRetry(store, starting),
      machine,
      allowSelfApproval: () => false,
    };
    const makePlan = createMakePlan(reach.invokeKind, () => 'AUTO');
    const api = answering({ 'POST /associations': createAssociation(accept, makePlan, machine), ...decisionRoutesOf(decisions) });
    return (request: HttpRequest) => api(request);
  },
  reconcile(reach) {
    const { store, table, start, client, channels, endings } = partsOf(reach);
    const [starting, machine] = [start(), () => machineArn];
    const drift = createDriftLook({
      store,
      pairs: createPairs(store, starting),
      invoke: reach.invokeKind,
      notices: createDriftNotices(channels(), machine),
    });
    const describe = createDescribe(machine, client('states', sfn.SFNClient, sfn));
    const reconcile = createReconcile({
      store,
      batches: createBatchStore(table),
      goOn: createGoOn({ store, start: starting, describe, ...endings(), drift }),
      goOnBatch: async () => false,
      drift,
      meter: { gauge: () => undefined },
    });
    return ({ now }: { readonly now: number }) => reconcile(now);
  },
  ...Object.fromEntries(
    ['es-package', 'lattice-service', 'dx-hosted-connection'].map((kind) => [kind, (reach: Reach) => kindFunction(kind, reach)]),
  ),
};

/** As src/kind-function.ts has it, as far as the workflow, plans and reconcile ask. */
function kindFunction(kind: string, reach: Reach) {
  const { store } = partsOf(reach);
  const rules = kindOf(kind);
  const made = operationsOf(kind, reach);
  const operations = reach.plant.operations?.(made, kind) ?? made;
  return ({ step, ...input }: { readonly step: StepName | 'preview' }) =>
    step === 'preview'
      ? preview(input as Previewed, operations, store, { account, region })
      : take(step, input as Input, {
          rules: rules as never,
          operations,
          store,
          account,
          region,
          note: () => undefined,
          throttled: () => undefined,
        });
}

const makers: Readonly<Record<string, (reach: Reach) => unknown>> = {
  'es-package': (reach) => esPackageOperations(serviceClient('es', reach)),
  'lattice-service': (reach) =>
    latticeServiceOperations(serviceClient('lattice', reach), () => ({ associationsPerNetwork: 500, dissociateOthers: true })),
  'dx-hosted-connection': (reach) => dxHostedConnectionOperations(serviceClient('directConnect', reach)),
};

const operationsOf = (kind: string, reach: Reach) => makers[kind]?.(reach) as Operations<never>;

const serviceClient = (name: ServiceName, { carry, dice }: Reach) => {
  const { client, type } = sdkOf(name);
  return clientOf<never>(type as never, client, carry[name], requestIdOf(dice));
};

const requestIdOf = (dice: Dice) => () => `r-${dice.between(0, 1e9)}`;

/** What functions are put together from, on what this invocation reaches; made when it is asked for. */
function partsOf({ about, documents, carry, dice, plant }: Reach) {
  let writes = 0;
  const newWriteId = () => {
    writes += 1;
    return `${about.function}-${dice.between(0, 1e9)}-${writes}`;
  };
  const table = createTable(documents, () => 'liaison', newWriteId);
  const honest = createStore(table);
  const store = plant.store?.(honest, about) ?? honest;
  const client = <Client extends object>(
    name: 'states' | 'events' | 'sns',
    type: { readonly prototype: Client },
    exported: Readonly<Record<string, unknown>> = {},
  ) => clientOf(type, exported, carry[name], requestIdOf(dice));
  const start = () => createStart(client('states', sfn.SFNClient, sfn), () => machineArn);
  const channels = () =>
    createChannels(client('events', EventBridgeClient), client('sns', SNSClient), { bus: () => 'bus', topic: () => 'topic' });
  const notices = () => createNotices(channels(), () => machineArn);
  const locks = createLocks(store);
  return {
    store,
    table,
    locks,
    client,
    start,
    channels,
    notices,
    wake: () => createWake(client('states', sfn.SFNClient, sfn)),
    newId: (time: number) => `assoc_${ulid(time, dice.random)}`,
    endings() {
      const starting = start();
      const settling = createSettling(store, notices(), locks, createPairs(store, starting));
      return { settling, resume: createResume(store, starting, settling) };
    },
  };
}
