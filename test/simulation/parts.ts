import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as sfn from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { ulid } from 'ulid';
import { createAcceptBatch, type HoldBatchPlan } from '../../src/batches/create.ts';
import { createBatchNotices } from '../../src/batches/notices.ts';
import type { RequestsOf } from '../../src/batches/requests.ts';
import { createBatchResume } from '../../src/batches/resume.ts';
import { createStartBatch } from '../../src/batches/start.ts';
import { type BatchStore, createBatchStore } from '../../src/batches/store.ts';
import { createSummarising } from '../../src/batches/summarise.ts';
import { createTelling } from '../../src/batches/telling.ts';
import { createChannels } from '../../src/channels.ts';
import { createStart } from '../../src/executions.ts';
import type { InvokeKind } from '../../src/invoke-kind.ts';
import type { Operations } from '../../src/kinds/kind.ts';
import { createLocks } from '../../src/locks.ts';
import { createNotices } from '../../src/notices.ts';
import { createPairs } from '../../src/pairs.ts';
import { createResume } from '../../src/resume.ts';
import { createSettling } from '../../src/settle.ts';
import { createStore, type Store } from '../../src/store.ts';
import { createTable, type Documents } from '../../src/table.ts';
import { createWake } from '../../src/wake.ts';
import { account, region, type ServiceName } from './aws.ts';
import type { Dice } from './dice.ts';
import type { Invocation } from './lambda.ts';
import type { Carry, ClientOf } from './sdk.ts';

const machine = (name: string) => `arn:aws:states:${region}:${account}:stateMachine:${name}`;
export const [machineArn, batchMachineArn] = [machine('association'), machine('batch')];

/** What one invocation reaches: every way out of a function, each already behind the invocation's gate. */
export interface Reach {
  readonly about: Invocation;
  readonly dice: Dice;
  readonly documents: Documents;
  readonly carry: Readonly<Record<ServiceName | 'states' | 'events' | 'sns', Carry>>;
  /** How clients of AWS are made. */
  readonly clientOf: ClientOf;
  readonly invokeKind: InvokeKind;
  /** Told of events that were parked. */
  readonly parked: (event: unknown) => void;
  readonly plant: Plant;
}

/** A part that is broken on purpose, to see whether it is found out. */
export interface Plant {
  readonly store?: (store: Store, about: Invocation) => Store;
  readonly operations?: (operations: Operations<never>, kind: string) => Operations<never>;
  readonly batches?: (batches: BatchStore) => BatchStore;
  /** What the start of an execution goes through. */
  readonly start?: (carry: Carry, dice: Dice) => Carry;
}

/** Ids of requests as AWS gives them, from the seed. */
export const requestIdOf = (dice: Dice) => () => `r-${dice.between(0, 1e9)}`;

/** What functions are put together from, on what this invocation reaches; made when it is asked for. */
export function partsOf({ about, documents, carry, clientOf, dice, plant }: Reach) {
  let writes = 0;
  const newWriteId = () => {
    writes += 1;
    return `${about.function}-${dice.between(0, 1e9)}-${writes}`;
  };
  const table = createTable(documents, () => 'liaison', newWriteId);
  const honest = createStore(table);
  const store = plant.store?.(honest, about) ?? honest;
  const honestBatches = createBatchStore(table);
  const client = <Client extends object>(
    name: 'states' | 'events' | 'sns',
    type: { readonly prototype: Client },
    exported: Readonly<Record<string, unknown>> = {},
  ) => clientOf(type, exported, carry[name], requestIdOf(dice));
  const starting = plant.start?.(carry.states, dice) ?? carry.states;
  const start = () => createStart(clientOf(sfn.SFNClient, sfn, starting, requestIdOf(dice)), () => machineArn);
  const channels = () =>
    createChannels(client('events', EventBridgeClient), client('sns', SNSClient), { bus: () => 'bus', topic: () => 'topic' });
  const notices = () => createNotices(channels(), () => machineArn);
  const locks = createLocks(store);
  const ofBatches = () => ({
    batches: plant.batches?.(honestBatches) ?? honestBatches,
    startBatch: createStartBatch(client('states', sfn.SFNClient, sfn), () => batchMachineArn),
  });
  return {
    store,
    locks,
    client,
    start,
    channels,
    notices,
    wake: () => createWake(client('states', sfn.SFNClient, sfn)),
    newId: (time: number) => `assoc_${ulid(time, dice.random)}`,
    acceptBatch: (requestsOf: RequestsOf, holdPlan: HoldBatchPlan) => {
      const { batches, startBatch } = ofBatches();
      return createAcceptBatch({ store, batches, start: startBatch, requestsOf, holdPlan, newId: (time = 1) => ulid(time, dice.random) });
    },
    batchEndings() {
      const { batches, startBatch } = ofBatches();
      const summarising = createSummarising(
        batches,
        createBatchNotices(channels(), () => batchMachineArn),
        store,
      );
      return { batches, startBatch, summarising, resume: createBatchResume(batches, startBatch, summarising) };
    },
    endings() {
      const starting = start();
      const settling = createSettling(store, notices(), locks, createPairs(store, starting), createTelling(ofBatches().batches));
      return { settling, resume: createResume(store, starting, settling) };
    },
  };
}
