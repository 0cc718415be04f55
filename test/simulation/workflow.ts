import { readFileSync } from 'node:fs';
import type { Clock } from '../../local/clock.ts';
import { createEngine } from '../../local/stepfunctions/engine.ts';
import type { RecordedEvent } from '../../local/stepfunctions/history.ts';
import type { ExecutionRecord } from '../../local/stepfunctions/journal.ts';
import { loadDefinition } from '../../local/stepfunctions/load.ts';
import { createService } from '../../local/stepfunctions/service.ts';
import { statusChange } from '../../local/stepfunctions/status-change.ts';
import type { Operation } from '../../local/wire/service.ts';
import { region } from './aws.ts';
import type { Chronicle } from './chronicle.ts';
import type { Dice } from './dice.ts';
import { machineArn } from './functions.ts';
import type { Lambda } from './lambda.ts';
import { createMemoryJournal } from './memory-journal.ts';
import type { Weather } from './weather.ts';

/** The file that is deployed, with the functions' names where deployment puts their ARNs. */
const text = readFileSync(new URL('../../statemachines/association.asl.json', import.meta.url), 'utf8').replace(
  /\$\{(\w+)FunctionArn\}/g,
  (_, name: string) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase(),
);
export const definition = JSON.parse(text);

/** Read once: to compile its expressions takes longer than a seed. */
const compiled = loadDefinition(definition, { trusted: true });
const machine = { arn: machineArn, name: 'association', roleArn: '', definition: '', revision: '1', creationDate: 0, updateDate: 0 };
const loaded = new Map([[machineArn, { machine, definition: compiled }]]);

/** Statuses that the deployed rule tells on-execution-ended of. */
const died = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

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
    if (!died.has(status) || weather.strikes('endEventLost')) return;
    void tell({ name, status, at: stopDate });
    if (weather.strikes('endEventTwice')) void tell({ name, status, at: stopDate });
  }

  async function tell(ended: object): Promise<void> {
    await sleep(weather.strikes('endEventLate') ? dice.between(1, 120) * 60_000 : dice.between(100, 2_000));
    await lambda().deliver('on-execution-ended', ended);
  }

  async function abort(arn: string, after: number): Promise<void> {
    await sleep(after);
    if ((await engine.stop(arn, { error: 'Operator' })) !== undefined) weather.count('executionAborted');
  }

  return { operations, isIdle: () => journal.running().length === 0, close: engine.close };
}
