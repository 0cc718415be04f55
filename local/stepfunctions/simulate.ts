import { createRandom } from '../random.ts';
import { createEngine, type Engine } from './engine.ts';
import type { Status } from './execution.ts';
import type { RecordedEvent } from './history.ts';
import type { Call } from './invoke.ts';
import { createJournal } from './journal.ts';
import type { Json } from './json.ts';
import { loadDefinition } from './load.ts';
import type { Answer } from './signal.ts';
import { decodeToken } from './token.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What a simulated task call can use: a call's own, and the answers a callback task may get from elsewhere. */
export interface SimulatedCall extends Call {
  /** Answers a task by its token, as SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat do; false when nobody waits for it. */
  answer(token: string, answer: Answer): Promise<boolean>;
}

interface Options {
  /** Stands for every Task: resolves with its result, or rejects with an Error whose name is the error and whose message the cause. */
  readonly invoke: (resource: string, input: Json, call: SimulatedCall) => Promise<unknown>;
  readonly startTime?: Date;
  readonly seed?: number;
  /** Real milliseconds that calls which neither sleep nor end may work before virtual time goes on over them. */
  readonly patience?: number;
  /** The definition's structure is known to be right: see {@link loadDefinition}. */
  readonly trusted?: boolean;
}

/** How an execution came out. RUNNING: it waits for an answer that nobody will give. */
export interface Simulated {
  readonly status: Status;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** The types of the history's events, in order. */
  readonly events: readonly string[];
  readonly history: readonly RecordedEvent[];
  /** Milliseconds of virtual time it took. */
  readonly duration: number;
}

const machineArn = 'arn:aws:states:us-east-1:111111111111:stateMachine:simulated';

/** Runs one execution on a virtual clock of its own. Throws InvalidDefinition for a definition that cannot be run. */
export async function simulate(
  definition: Json,
  input: Json,
  { invoke, startTime = new Date(0), seed = 1, patience = 50, trusted = false }: Options,
): Promise<Simulated> {
  const loaded = loadDefinition(definition, { trusted });
  const clock = createVirtualClock(startTime.getTime());
  const journal = createJournal();
  const calls = { awake: 0 };
  const engine = createEngine({
    clock,
    random: createRandom(seed),
    region: 'us-east-1',
    journal,
    announce: () => undefined,
    invoke: (resource, parameters, call) =>
      counted(calls, 1, () =>
        invoke(resource, parameters, { ...call, sleep: (time) => counted(calls, -1, () => call.sleep(time)), answer }),
      ),
  });
  const answer = (token: string, given: Answer) => {
    const { executionArn, thread } = decodeToken(token) ?? { executionArn: '', thread: 0 };
    return engine.answer(executionArn, thread, token, given);
  };
  const machine = {
    arn: machineArn,
    name: 'simulated',
    roleArn: 'arn:aws:iam::111111111111:role/simulated',
    definition: JSON.stringify(definition),
    revision: 'simulated',
    creationDate: clock.now(),
    updateDate: clock.now(),
  };
  const { arn, id } = engine.start(machine, loaded, 'simulated', JSON.stringify(input));
  const running = () => journal.find(arn)?.status === 'RUNNING';
  do await quiet(engine, calls, patience);
  while (running() && clock.jump());
  const { status = 'RUNNING', output, error, cause, stopDate, startDate = 0 } = journal.find(arn) ?? {};
  const history = journal.events(id);
  engine.close();
  journal.close();
  return {
    status,
    ...(output != null && { output: JSON.parse(output) as Json }),
    ...(error != null && { error }),
    ...(cause != null && { cause }),
    events: history.map(({ type }) => type),
    history,
    duration: (stopDate ?? clock.now()) - startDate,
  };
}

async function counted<Value>(calls: { awake: number }, change: 1 | -1, work: () => Promise<Value>): Promise<Value> {
  calls.awake += change;
  try {
    return await work();
  } finally {
    calls.awake -= change;
  }
}

/** Waits until everything that can happen without time going on has happened. */
async function quiet(engine: Engine, calls: { readonly awake: number }, patience: number): Promise<void> {
  await engine.idle();
  for (let waited = 0; calls.awake > 0 && waited < patience; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await engine.idle();
  }
}
