import { readFileSync } from 'node:fs';
import type { Clock } from '../../local/clock.ts';
import { createEngine } from '../../local/stepfunctions/engine.ts';
import type { RecordedEvent } from '../../local/stepfunctions/history.ts';
import type { ExecutionRecord } from '../../local/stepfunctions/journal.ts';
import { loadDefinition } from '../../local/stepfunctions/load.ts';
import { createService } from '../../local/stepfunctions/service.ts';
import { statusChange } from '../../local/stepfunctions/status-change.ts';
import type { Operation } from '../../local/wire/service.ts';
import type { Json } from '../../src/kinds/kind.ts';
import { region } from './aws.ts';
import type { Chronicle } from './chronicle.ts';
import type { Dice } from './dice.ts';
import type { Lambda } from './lambda.ts';
import { createMemoryJournal } from './memory-journal.ts';
import { batchMachineArn, machineArn } from './parts.ts';
import type { FaultName, Weather } from './weather.ts';

/** A file that is deployed, with the functions' names where deployment puts their ARNs. */
const deployed = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../statemachines/${name}.asl.json`, import.meta.url), 'utf8').replace(
      /\$\{(\w+)FunctionArn\}/g,
      (_, name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase(),
    ),
  );
export const definitions = { association: deployed('association'), batch: deployed('batch') };

type States = Readonly<Record<string, { readonly Type: string; readonly Next?: string }>>;

/** An execution that takes longer than this is ended, in a seed in which executions time out. Seconds. */
const shortTimeOut = 40 * 60;

/** Read once: to compile its expressions takes longer than a seed. */
const load = (arn: string, definition: Json) => ({
  machine: { arn, name: arn.split(':').at(-1) ?? '', roleArn: '', definition: '', revision: '1', creationDate: 0, updateDate: 0 },
  definition: loadDefinition(definition, { trusted: true }),
});
const batches = load(batchMachineArn, definitions.batch);
const usual = load(machineArn, definitions.association);
const impatient = load(machineArn, { ...definitions.association, TimeoutSeconds: shortTimeOut });

/** The state that a redriven execution goes on with: the one it failed in, or the one after a wait; a batch's needs what its beginning assigns. */
const goesOnWith: readonly (readonly [state: string, arn: string, definition: Json & object, from: string])[] = [
  ...Object.entries(definitions.association.States as States).flatMap(([name, { Type, Next = '' }]) =>
    (Type === 'Task' && name !== 'Settle') || Type === 'Wait'
      ? [[name, machineArn, definitions.association, Type === 'Wait' ? Next : name] as const]
      : [],
  ),
  ...['Admit', 'WaitForItems'].map((name) => [name, batchMachineArn, definitions.batch, 'Begin'] as const),
];

/**
 * Redriven, an execution is here one of the same name and input that begins in that state, under a machine of its own; only of states that
 * need no more than the input.
 */
const redriven = new Map(
  goesOnWith.map(([name, arn, definition, from]) => [name, load(`${arn}-after-${name}`, { ...definition, StartAt: from })]),
);

/** Statuses that the deployed rule tells on-execution-ended of. */
const died = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Within so many states an execution is aborted that is aborted on entering one. */
const mostStates = 24;

interface Surroundings {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly chronicle: Chronicle;
  readonly lambda: () => Lambda;
}

/** The deployed workflow in the engine, its journal in memory; and what happens to executions from outside. */
export function createWorkflow({ clock, dice, weather, sleep, chronicle, lambda }: Surroundings) {
  const { random } = dice;
  const note = (line: string) => chronicle.note(clock.now(), line);
  const latest = new Map<string, string>();
  const journal = createMemoryJournal(recorded);
  const engine = createEngine({ clock, random, region, journal, invoke, announce });
  const isImpatient = weather.threatens('executionTimesOut');
  const machines = [isImpatient ? impatient : usual, batches, ...redriven.values()];
  const loaded = new Map(machines.map((one) => [one.machine.arn, one]));
  const doomed = new Map<string, number>();
  const operations: Readonly<Record<string, Operation>> = createService({ engine, journal, random, loaded }).operations;

  function recorded(arn: string, { stateEnteredEventDetails }: RecordedEvent): void {
    const execution = chronicle.executions.get(arn) ?? { status: 'RUNNING', events: 0 };
    execution.events += 1;
    chronicle.executions.set(arn, execution);
    const name = stateEnteredEventDetails?.name;
    if (!name) return;
    const before = latest.get(arn);
    const taken = `${before} → ${name}`;
    if (before) chronicle.transitions.set(taken, (chronicle.transitions.get(taken) ?? 0) + 1);
    latest.set(arn, name);
    note(`${arn.split(':').at(-1)} ${name}`);
    const left = doomed.get(arn);
    if (left !== undefined) doomed.set(arn, left - 1);
    if (left === 0) void abort(arn, 0, 'executionAbortedInState');
  }

  async function invoke(_resource: string, input: unknown): Promise<unknown> {
    const { FunctionName, Payload } = input as { FunctionName: string; Payload: unknown };
    return { ExecutedVersion: '$LATEST', Payload: await lambda().invokeStep(FunctionName, Payload), StatusCode: 200 };
  }

  /** Tells of an execution's beginning, which may be its undoing, and of its end. */
  function announce(record: ExecutionRecord): void {
    const { status, name, stopDate, executionArn } = statusChange(record);
    const execution = chronicle.executions.get(executionArn);
    if (execution) execution.status = status;
    note(`${name} ${status}`);
    if (status === 'RUNNING' && weather.threatens('executionAborted')) void abort(executionArn, dice.between(0, 15 * 60_000));
    if (status === 'RUNNING' && weather.threatens('executionAbortedInState')) doomed.set(executionArn, dice.between(0, mostStates));
    if (!died.has(status)) return;
    if (status === 'TIMED_OUT') weather.count('executionTimesOut');
    const state = latest.get(executionArn) ?? '';
    if (!/^(Failed|Died)$/.test(state)) chronicle.deaths.set(state, (chronicle.deaths.get(state) ?? 0) + 1);
    if (weather.threatens('executionRedriven')) void redrive(record, state);
    if (weather.strikes('endEventLost')) return;
    void tell({ name, status, at: stopDate });
    if (weather.strikes('endEventTwice')) void tell({ name, status, at: stopDate });
  }

  /** An operator lets an execution that died go on, soon or much later. */
  async function redrive({ name, input }: ExecutionRecord, state: string): Promise<void> {
    const from = redriven.get(state);
    if (!from) return;
    await sleep(dice.pick([1, 60, 20 * 60]) * 1_000);
    if (journal.find(`${from.machine.arn.replace(':stateMachine:', ':execution:')}:${name}`)) return;
    weather.count('executionRedriven');
    engine.start(from.machine, from.definition, name, input);
  }

  async function tell(ended: object): Promise<void> {
    await sleep(weather.strikes('endEventLate') ? dice.between(1, 120) * 60_000 : dice.between(100, 2_000));
    await lambda().deliver('on-execution-ended', ended);
  }

  async function abort(arn: string, after: number, fault: FaultName = 'executionAborted'): Promise<void> {
    await sleep(after);
    if ((await engine.stop(arn, { error: 'Operator' })) !== undefined) weather.count(fault);
  }

  return { operations, isIdle: () => journal.running().length === 0, close: engine.close };
}
