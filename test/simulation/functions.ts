import * as sfn from '@aws-sdk/client-sfn';
import { createAccept } from '../../src/accept.ts';
import { batchRoutesOf } from '../../src/api/batches.ts';
import { createAssociation } from '../../src/api/create.ts';
import { decisionRoutesOf } from '../../src/api/decide.ts';
import type { HttpRequest } from '../../src/api/http.ts';
import { answering } from '../../src/api/index.ts';
import { createPlan } from '../../src/api/plans.ts';
import { createAsk } from '../../src/ask.ts';
import type { Ending } from '../../src/association.ts';
import { createAdmit } from '../../src/batches/admit.ts';
import { createBatchRetry } from '../../src/batches/again.ts';
import { createBegin } from '../../src/batches/begin.ts';
import { createMakeBatchPlan } from '../../src/batches/plan.ts';
import { createRequestsOf } from '../../src/batches/requests.ts';
import { receive } from '../../src/events/index.ts';
import { dxHostedConnectionOperations } from '../../src/kinds/dx-hosted-connection/operations.ts';
import { esPackageOperations } from '../../src/kinds/es-package/operations.ts';
import { kindOf } from '../../src/kinds/index.ts';
import type { Operations, Selector } from '../../src/kinds/kind.ts';
import { latticeServiceOperations } from '../../src/kinds/lattice-service/operations.ts';
import { createMakePlan } from '../../src/plans.ts';
import { type Previewed, preview } from '../../src/preview.ts';
import { createDescribe } from '../../src/reconcile/describe.ts';
import { createDriftLook } from '../../src/reconcile/drift.ts';
import { createGoOn } from '../../src/reconcile/go-on.ts';
import { createGoOnBatch } from '../../src/reconcile/go-on-batch.ts';
import { createDriftNotices } from '../../src/reconcile/notices.ts';
import { createReconcile } from '../../src/reconcile/reconcile.ts';
import { createRetry } from '../../src/retry.ts';
import { type StepName, take } from '../../src/steps/index.ts';
import type { Input } from '../../src/steps/step.ts';
import { createTagged } from '../../src/tagged.ts';
import { createTargets } from '../../src/targets.ts';
import { createTurn } from '../../src/turn.ts';
import { orUnread } from '../../src/unread.ts';
import { account, region, type ServiceName, sdkOf } from './aws.ts';
import { batchMachineArn, machineArn, partsOf, type Reach, requestIdOf } from './parts.ts';

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
  admit(reach) {
    const { store, start, batchEndings, newId } = partsOf(reach);
    const { batches, startBatch, summarising } = batchEndings();
    const starting = start();
    const begin = createBegin(
      store,
      batches,
      createAccept(store, starting, () => 'AUTO', newId),
      createRetry(store, starting, () => 'AUTO'),
    );
    const admit = createAdmit(store, batches, begin, startBatch);
    return async ({ step, ...input }: Parameters<typeof admit>[0] & { readonly step: 'admit' | 'summarise' }) => {
      if (step === 'admit') return admit(input);
      const batch = await summarising.summarise(input);
      return { state: batch?.state ?? null, reason: batch?.endReason ?? null };
    };
  },
  'on-execution-ended'(reach) {
    const parts = partsOf(reach);
    const [associations, batches] = [parts.endings(), parts.batchEndings()];
    return async ({ name, status, at }: { readonly name: string; readonly status: string; readonly at: number }) => {
      const ended = { executionName: name, status, at };
      await associations.resume(ended);
      await batches.resume(ended);
    };
  },
  'on-event'(reach) {
    const { store, start, newId, acceptBatch } = partsOf(reach);
    const accept = createAccept(store, start(), () => 'AUTO', newId);
    const targets = createTargets(reach.invokeKind);
    const taking = acceptBatch(createRequestsOf(targets), async () => undefined);
    const reception = { accept, acceptBatch: taking, targets, isTagged: createTagged(store), account, region };
    return (event: unknown) => receive(event, { ...reception, park: async (parked) => reach.parked(parked) });
  },
  'on-request'(reach) {
    const { store, start, wake, newId, acceptBatch, batchEndings } = partsOf(reach);
    const { batches, startBatch } = batchEndings();
    const [starting, machine] = [start(), () => machineArn];
    const accept = createAccept(store, starting, () => 'AUTO', newId);
    const decisions = {
      store,
      start: starting,
      wake: wake(),
      retry: createRetry(store, starting, () => 'AUTO'),
      machine,
      allowSelfApproval: () => false,
    };
    const makePlan = createMakePlan(reach.invokeKind, () => 'AUTO');
    const requestsOf = createRequestsOf(createTargets(reach.invokeKind));
    const makeBatchPlan = createMakeBatchPlan(makePlan, reach.invokeKind, () => new AbortController().signal);
    const ofBatches = {
      store,
      batches,
      acceptBatch: acceptBatch(requestsOf, async () => undefined),
      retryBatch: createBatchRetry(store, batches, startBatch),
      batchMachine: () => batchMachineArn,
    };
    const api = answering({
      'POST /associations': createAssociation(accept, makePlan, machine),
      'POST /plans': createPlan({ makePlan, requestsOf, makeBatchPlan }),
      ...decisionRoutesOf(decisions),
      ...batchRoutesOf(ofBatches),
    });
    return (request: HttpRequest) => api(request);
  },
  reconcile(reach) {
    const { store, start, client, channels, endings, batchEndings } = partsOf(reach);
    const { batches, startBatch, ...ofBatches } = batchEndings();
    const [starting, machine] = [start(), () => machineArn];
    const drift = createDriftLook({
      store,
      invoke: reach.invokeKind,
      notices: createDriftNotices(channels(), machine),
    });
    const states = client('states', sfn.SFNClient, sfn);
    const [describe, describeBatch] = [createDescribe(machine, states), createDescribe(() => batchMachineArn, states)];
    const reconcile = createReconcile({
      store,
      batches,
      goOn: createGoOn({ store, start: starting, describe, ...endings(), drift }),
      goOnBatch: createGoOnBatch({ batches, start: startBatch, describe: describeBatch, ...ofBatches }),
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
  return async ({ step, ...input }: { readonly step: StepName | 'preview' | 'targets' }) => {
    if (step === 'preview') return preview(input as Previewed, operations, store, { account, region });
    if (step === 'targets') return orUnread('Targets', pairsOf(operations, input as { readonly selector: Selector }));
    return take(step, input as Input, {
      rules: rules as never,
      operations,
      store,
      account,
      region,
      note: () => undefined,
      throttled: () => undefined,
    });
  };
}

const pairsOf = async ({ targets }: Operations<never>, { selector }: { readonly selector: Selector }) => ({
  pairs: await targets?.(selector, { account, region }),
});

const makers: Readonly<Record<string, (reach: Reach) => unknown>> = {
  'es-package': (reach) => esPackageOperations(serviceClient('es', reach)),
  'lattice-service': (reach) =>
    latticeServiceOperations(serviceClient('lattice', reach), () => ({ associationsPerNetwork: 500, dissociateOthers: true })),
  'dx-hosted-connection': (reach) => dxHostedConnectionOperations(serviceClient('directConnect', reach)),
};

const operationsOf = (kind: string, reach: Reach) => makers[kind]?.(reach) as Operations<never>;

const serviceClient = (name: ServiceName, { carry, dice, clientOf }: Reach) => {
  const { client, type } = sdkOf(name);
  return clientOf<never>(type as never, client, carry[name], requestIdOf(dice));
};
