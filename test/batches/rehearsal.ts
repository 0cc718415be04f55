import { readFileSync } from 'node:fs';
import { simulate } from '../../local/stepfunctions/simulate.ts';
import { createAccept } from '../../src/accept.ts';
import { type Association, isTerminal, type SideEffects, type State } from '../../src/association.ts';
import { createAdmit } from '../../src/batches/admit.ts';
import { createBatchRetry } from '../../src/batches/again.ts';
import { type Batch, hasEnded } from '../../src/batches/batch.ts';
import { createBegin } from '../../src/batches/begin.ts';
import { createAcceptBatch } from '../../src/batches/create.ts';
import type { BatchNotices } from '../../src/batches/notices.ts';
import { readBatch } from '../../src/batches/read.ts';
import { createRequestsOf } from '../../src/batches/requests.ts';
import { createBatchResume } from '../../src/batches/resume.ts';
import { createBatchStore } from '../../src/batches/store.ts';
import { createSummarising } from '../../src/batches/summarise.ts';
import type { Start } from '../../src/executions.ts';
import { createRetry } from '../../src/retry.ts';
import { createStore } from '../../src/store.ts';
import { createTable, type Documents, type Table } from '../../src/table.ts';

/** The file that is deployed. */
export const definition = JSON.parse(readFileSync(new URL('../../statemachines/batch.asl.json', import.meta.url), 'utf8'));

export const origin = Date.parse('2026-11-02T09:00:00Z');
export const ops = { type: 'IAM', id: 'arn:aws:iam::123456789012:user/ops' } as const;

/** How the association of an item ends, `at` seconds into its attempt; null: it does not. */
export type Outcome = (index: number, attempt: number) => { state: State; sideEffects?: SideEffects; at?: number } | null;

/** What happens to a step of the workflow: instead of its answer, before it, or besides. */
export interface Interference {
  step: 'admit' | 'summarise';
  /** Counted from 1; every call when left out. */
  call?: number;
  answer?: unknown;
  before?: () => Promise<unknown>;
  /** It does what it does, and its answer is lost. */
  lost?: true;
  /** It is invoked twice at once. */
  twice?: true;
}

export const succeeds: Outcome = () => ({ state: 'SUCCEEDED', at: 100 });

/** Pairs of a package with that many domains. */
export const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ kind: 'es-package', pair: { packageId: 'F1', domainName: `domain-${index}` } }));

/** The deployed batch workflow with the real steps on a table, and associations that end as `outcome` says. */
export function createBatchRehearsal(
  documents: Documents,
  {
    outcome = succeeds,
    interferences = [],
    edges = new Set<string>(),
    working = documents,
    starting = () => undefined,
    looksOfRun,
  }: {
    outcome?: Outcome;
    interferences?: Interference[];
    edges?: Set<string>;
    working?: Documents;
    /** Called before a run of the batch is started; what it throws keeps it from that. */
    starting?: () => void;
    looksOfRun?: number | undefined;
  } = {},
) {
  const [table, own] = [documents, working].map((each) => createTable(each, () => 'liaison')) as [Table, Table];
  const [store, batches] = [createStore(table), createBatchStore(table)];
  // What the steps themselves use may die.
  const [ownStore, ownBatches] = [createStore(own), createBatchStore(own)];
  const started = new Set<string>();
  const sent = { events: [] as Batch[], alerts: [] as Batch[] };
  /** How many ran at once, at each look. */
  const running: number[] = [];
  const calls = new Map<string, number>();
  const start: Start = async ({ id, run }) => void started.add(`${id}-${run}`);
  const startBatch = async ({ id, run }: Pick<Batch, 'id' | 'run'>) => {
    starting();
    started.add(`${id}-${run}`);
  };
  const notices: BatchNotices = {
    emit: async (batch) => void sent.events.push(batch),
    alert: async (batch) => void sent.alerts.push(batch),
  };
  const summarising = createSummarising(ownBatches, notices, ownStore);
  const begin = createBegin(
    store,
    batches,
    createAccept(store, start, () => 'AUTO'),
    createRetry(store, start, () => 'AUTO'),
  );
  const steps = {
    admit: createAdmit(ownStore, ownBatches, begin, startBatch, looksOfRun),
    summarise: async (input: Parameters<typeof summarising.summarise>[0]) => {
      const batch = await summarising.summarise(input);
      return { state: batch?.state ?? null, reason: batch?.endReason ?? null };
    },
  };

  /** Every association of the batch. */
  const associations = async (id: string): Promise<Association[]> => store.records({ limit: 2_000, of: { batch: id } });

  /** Lets end what has run for as long as it takes. */
  async function goOn(id: string, now: number): Promise<void> {
    const active = (await associations(id)).filter((association) => !isTerminal(association));
    running.push(active.length);
    for (const association of active) {
      const ending = outcome(association.batch?.index ?? 0, association.attempt.number);
      if (!ending || now < association.attempt.at + (ending.at ?? 0) * 1_000) continue;
      const { state, sideEffects = 'NONE' } = ending;
      const how = { endReason: state === 'SUCCEEDED' ? null : 'Scripted', endMessage: `it ended ${state}` };
      await store.changeRecord(association.id, () => ({ state, sideEffects, changed: true, settledAt: now, ...how }));
    }
  }

  async function invoke(_resource: string, input: unknown): Promise<unknown> {
    const { Payload } = input as { Payload: { step: keyof typeof steps; id: string; run: number; now: number; looks: number } };
    const { step } = Payload;
    calls.set(step, (calls.get(step) ?? 0) + 1);
    const met = interferences.filter((each) => each.step === step && (each.call ?? calls.get(step)) === calls.get(step));
    await goOn(Payload.id, Payload.now);
    for (const { before } of met) await before?.();
    const instead = met.find((interference) => 'answer' in interference);
    if (instead?.answer instanceof Error) throw instead.answer;
    const work = () => steps[step](Payload as never);
    if (met.some(({ twice }) => twice)) await Promise.all([work(), work()]);
    const answer = instead ? instead.answer : await work();
    if (met.some(({ lost }) => lost)) throw new Error('its answer was lost');
    return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(answer)), StatusCode: 200 };
  }

  return {
    store,
    batches,
    steps,
    sent,
    started,
    running,
    associations,
    resume: createBatchResume(batches, startBatch, summarising),
    retry: createBatchRetry(store, batches, startBatch),
    async accept(body: object, key = 'key'): Promise<Batch> {
      const read = readBatch(body);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const requestsOf = createRequestsOf(async () => []);
      const door = createAcceptBatch({
        store: ownStore,
        batches: ownBatches,
        start: startBatch,
        requestsOf,
        holdPlan: async () => undefined,
      });
      const acceptance = await door({ request: read.value, key: [key], requestedBy: ops, requestedAt: origin, trigger: null });
      if (acceptance.type !== 'ACCEPTED') throw new Error(JSON.stringify(acceptance));
      return acceptance.batch;
    },
    /** Runs the current run of the batch, `after` seconds later than the first, to its end, in no time; on another machine where one is given. */
    async run({ id }: Pick<Batch, 'id'>, after = 0, machine = definition) {
      const { run } = (await batches.batch(id)) as Batch;
      if (!started.has(`${id}-${run}`)) throw new Error(`${id}-${run} was never started.`);
      const startTime = new Date(origin + after * 1_000);
      const result = await simulate(machine, { id, run }, { invoke, startTime, patience: 20_000, trusted: true });
      const path = result.history.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
      path.slice(1).forEach((state, index) => void edges.add(`${path[index]} → ${state}`));
      return { ...result, path, batch: (await batches.batch(id)) as Batch };
    },
    /** Runs, and goes on for runs that died or handed over, as the status-change rule and the steps themselves do. */
    async runToTheEnd(batch: Pick<Batch, 'id'>) {
      for (let after = 0; ; after += 100_000) {
        const { run } = (await batches.batch(batch.id)) as Batch;
        const result = await this.run(batch, after);
        if (hasEnded(result.batch)) return result;
        const executionName = `${batch.id}-${run}`;
        if (result.status === 'FAILED') await this.resume({ executionName, status: 'FAILED', at: origin + after * 1_000 });
      }
    },
  };
}

export type BatchRehearsal = ReturnType<typeof createBatchRehearsal>;
