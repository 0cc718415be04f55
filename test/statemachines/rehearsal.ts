import { readFileSync } from 'node:fs';
import { type SimulatedCall, simulate } from '../../local/stepfunctions/simulate.ts';
import { createAccept } from '../../src/accept.ts';
import { decisionRoutesOf } from '../../src/api/decide.ts';
import { answering } from '../../src/api/index.ts';
import { createAsk } from '../../src/ask.ts';
import type { Association } from '../../src/association.ts';
import type { Start } from '../../src/executions.ts';
import { kindOf } from '../../src/kinds/index.ts';
import type { Intent } from '../../src/kinds/kind.ts';
import { createLocks } from '../../src/locks.ts';
import type { Notices } from '../../src/notices.ts';
import { createPairs } from '../../src/pairs.ts';
import { createResume } from '../../src/resume.ts';
import { createRetry } from '../../src/retry.ts';
import { createSettling } from '../../src/settle.ts';
import type { Answer } from '../../src/steps/answer.ts';
import { type StepName, take } from '../../src/steps/index.ts';
import { createTurn } from '../../src/turn.ts';
import type { Wake } from '../../src/wake.ts';
import { asked } from '../asking.ts';
import type { MemoryTable } from '../memory-table.ts';
import { type Script, scripted } from './script.ts';

/** The file that is deployed. */
export const definition = JSON.parse(readFileSync(new URL('../../statemachines/association.asl.json', import.meta.url), 'utf8'));

/** What happens to a function: instead of its answer, or before it is called. */
export interface Interference {
  function: string;
  /** Counted from 1; every call when left out. */
  call?: number;
  answer?: unknown;
  before?: () => Promise<unknown>;
  /** Some time after it has answered: virtual seconds. */
  after?: { seconds: number; work: () => Promise<unknown> };
  /** It does what it does, and its answer is lost. */
  lost?: true;
  /** It is invoked twice at once. */
  twice?: true;
}

/** Functions by a part of their names in the definition; every other is the kind's. */
const names: Readonly<Record<string, string>> = { Lock: 'lock', Settle: 'settle', AskApproval: 'askApproval' };

export const origin = Date.parse('2026-11-02T09:00:00Z');

/** The deployed state machine with the real handlers' code on a table, and a kind that does as the script says. */
export function createRehearsal({ store }: MemoryTable, edges: Set<string>, script: Script = {}, interferences: Interference[] = []) {
  const told = { emitted: [] as Association[], alerted: [] as Association[], asked: [] as Association[] };
  const sent = { ...told, made: [] as string[], undone: [] as Intent[] };
  const calls = new Map<string, number>();
  const notices: Notices = {
    emit: async (association) => void sent.emitted.push(association),
    alert: async (association) => void sent.alerted.push(association),
    request: async (association) => void sent.asked.push(association),
  };
  const started: string[] = [];
  const start: Start = async ({ id, run }) => {
    const name = `${id}-${run}`;
    if (!started.includes(name)) started.push(name);
  };
  let answer: SimulatedCall['answer'] | undefined;
  const wake: Wake = async (token) => void (await answer?.(token, { type: 'success', output: {} }));
  const settling = createSettling(store, notices, createLocks(store), createPairs(store, start), async () => false);
  const resume = createResume(store, start, settling);
  const turn = createTurn(store);
  const operations = scripted(script, sent, before);

  const functions: Record<string, (payload: never) => Promise<unknown>> = {
    lock: ({ step, ...input }: { step: keyof typeof turn } & Parameters<typeof turn.lock>[0]) => turn[step](input),
    askApproval: createAsk(store, notices, createLocks(store), wake),
    settle: async (payload: Parameters<typeof settling.settle>[0]) => {
      const association = await settling.settle(payload);
      return { state: association?.state ?? null, reason: association?.endReason ?? null };
    },
    kind: ({ step, ...input }: { step: StepName } & Parameters<typeof turn.lock>[0]): Promise<Answer> =>
      take(step, input, {
        rules: kindOf('es-package'),
        operations,
        store,
        account: '1',
        region: 'r',
        note: () => undefined,
        throttled: () => undefined,
      }),
  };

  /** What happens just before the kind looks at AWS, or while it makes its call. */
  async function before(name: string): Promise<void> {
    calls.set(name, (calls.get(name) ?? 0) + 1);
    for (const { function: wanted, call, before: happens } of interferences)
      if (wanted === name && call === calls.get(name)) await happens?.();
  }

  async function invoke(_resource: string, input: unknown, call: SimulatedCall): Promise<unknown> {
    answer = call.answer;
    const { FunctionName, Payload } = input as { FunctionName: string; Payload: { step?: string } };
    const name = Object.keys(names).find((part) => FunctionName.includes(part)) ?? '';
    const called = Payload.step ?? names[name] ?? '';
    calls.set(called, (calls.get(called) ?? 0) + 1);
    const met = interferences.filter(
      ({ function: wanted, call }) => wanted === called && (call ?? calls.get(called)) === calls.get(called),
    );
    for (const { before } of met) await before?.();
    const instead = met.find((interference) => 'answer' in interference);
    if (instead?.answer instanceof Error) throw instead.answer;
    const [work, again] = [1, 2].map(() => () => functions[names[name] ?? 'kind']?.(Payload as never));
    if (met.some(({ twice }) => twice)) await Promise.all([work?.(), again?.()]);
    const Payload_ = instead ? instead.answer : await work?.();
    if (met.some(({ lost }) => lost)) throw new Error('its answer was lost');
    // People take their time.
    for (const { after } of met) if (after) await call.sleep(after.seconds * 1_000).then(after.work);
    return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(Payload_ ?? null)), StatusCode: 200 };
  }

  const api = answering(
    decisionRoutesOf({
      store,
      start,
      wake,
      retry: createRetry(store, start, () => 'AUTO'),
      machine: () => 'arn:aws:states:r:1:stateMachine:m',
      allowSelfApproval: () => false,
    }),
  );

  return {
    sent,
    /** What somebody asks the API for, some seconds after the beginning; the association as it is then is what they have read. */
    async ask(verb: string, id: string, body: object, { after = 0, principal = 'arn:aws:iam::1:user/decider' } = {}) {
      const read = (await store.record(id)) as Association;
      return api({
        routeKey: `POST /associations/{id}/${verb}`,
        path: { id },
        query: {},
        headers: { 'if-match': `"${read.version}"` },
        body: JSON.stringify(body),
        principal,
        account: '1',
        requestId: 'r',
        at: origin + after * 1_000,
      });
    },
    started,
    start,
    settling,
    resume,
    store,
    /** An invocation that the workflow waits for no longer. */
    late: (step: StepName, { id, run }: Association, now = origin) => functions.kind?.({ step, id, run, now } as never) as Promise<Answer>,
    async accept(key = 'key', input: Record<string, unknown> = {}, requestedAt = origin): Promise<Association> {
      const acceptance = await createAccept(store, start, () => 'AUTO')(asked(key, { requestedAt, whenBusy: 'NEXT' }, input));
      if (acceptance.type !== 'ACCEPTED') throw new Error(acceptance.type);
      return acceptance.association;
    },
    /** Runs the current run of the association, `after` seconds later than the first, to its end, in no time; on another machine where one is given. */
    async run({ id }: { id: string }, after = 0, machine = definition) {
      const record = await store.record(id);
      const result = await simulate(
        machine,
        { id, kind: 'es-package', run: record?.run ?? 0 },
        { invoke, startTime: new Date(origin + after * 1_000), patience: 20_000, trusted: true },
      );
      const path = result.history.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
      path.slice(1).forEach((state, index) => void edges.add(`${path[index]} → ${state}`));
      return { ...result, path, record: (await store.record(id)) as Association };
    },
  };
}
