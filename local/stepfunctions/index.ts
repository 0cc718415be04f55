import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { Service } from '../wire/service.ts';
import type { Loaded } from './arguments.ts';
import { createEngine } from './engine.ts';
import type { Machine } from './execution.ts';
import type { Invoke } from './invoke.ts';
import type { ExecutionRecord, Journal } from './journal.ts';
import type { Json } from './json.ts';
import { loadDefinition } from './load.ts';
import { createService } from './service.ts';
import { type StatusChange, statusChange } from './status-change.ts';

interface Options {
  readonly clock: Clock;
  readonly random: Random;
  readonly account: string;
  readonly region: string;
  readonly journal: Journal;
  readonly invoke: Invoke;
  /**
   * Told of each change of status: once, and after it was written down. If the process dies between writing down and the end of
   * this call, it is told again after `resume`: at least once.
   */
  onStatusChange(change: StatusChange): void;
}

/** A state machine to be made known. */
interface NewMachine {
  readonly name: string;
  readonly definition: Json;
  readonly roleArn: string;
  readonly arn?: string;
  readonly trusted?: boolean;
}

/** Step Functions on this machine. */
export interface StepFunctions {
  readonly service: Service;
  /**
   * Makes a state machine known; a definition that differs from the last is a new revision, for executions started from now on.
   * Without an ARN it gets that of its name in this account and region. `trusted` leaves out the slow half of the checks, as
   * is done anyway for a revision the journal knows. Returns the ARN. Throws InvalidDefinition.
   */
  load(machine: NewMachine): string;
  /** Goes on with every execution that was running when the journal was last closed or its process killed. Returns how many. */
  resume(): number;
  /** Lets go of timers and of calls under way; the journal stays as it is and is the caller's to close. */
  close(): void;
}

/** Makes the engine and its API over one journal. */
export function createStepFunctions({ clock, random, account, region, journal, invoke, onStatusChange }: Options): StepFunctions {
  const loaded = new Map<string, Loaded>();
  const announce = (record: ExecutionRecord) => {
    onStatusChange(statusChange(record));
    journal.announced(record.id, record.status === 'RUNNING' ? 1 : 2);
  };
  const engine = createEngine({ clock, random, region, journal, invoke, announce });
  const revisions = new Map<string, Loaded>();

  const revisionOf = ({ machineArn, revision, arn }: ExecutionRecord): Loaded => {
    const known = revisions.get(`${machineArn} ${revision}`);
    if (known) return known;
    const machine = journal.machine(machineArn, revision);
    if (!machine) throw new Error(`The journal has no revision ${revision} of ${machineArn}, which ${arn} runs`);
    const found = { machine, definition: loadDefinition(JSON.parse(machine.definition), { trusted: true }) };
    revisions.set(`${machineArn} ${revision}`, found);
    return found;
  };

  function goOn(record: ExecutionRecord): void {
    try {
      const { machine, definition } = revisionOf(record);
      engine.resume(record, machine, definition);
    } catch (cause) {
      throw new Error(`${record.arn} cannot be gone on with from the journal: ${(cause as Error).message}`, { cause });
    }
  }

  return {
    service: createService({ engine, journal, random, loaded }),

    load({ name, definition, roleArn, arn = `arn:aws:states:${region}:${account}:stateMachine:${name}`, trusted = false }) {
      const text = JSON.stringify(definition);
      const revision = revisionIdOf(text, roleArn);
      const compiled = loadDefinition(definition, { trusted: trusted || journal.machine(arn, revision) !== undefined });
      const machine = machineOf(journal, { arn, name, roleArn, definition: text, revision }, clock.now());
      loaded.set(arn, { machine, definition: compiled });
      revisions.set(`${arn} ${machine.revision}`, { machine, definition: compiled });
      return arn;
    },

    resume() {
      const running = journal.running();
      for (const record of journal.unannounced()) announceMissed(record, announce);
      for (const record of running) {
        goOn(record);
      }
      return running.length;
    },

    close: () => engine.close(),
  };
}

/** The changes of an execution nobody was told of: its start, its end, or both. */
function announceMissed(record: ExecutionRecord, announce: (record: ExecutionRecord) => void) {
  if (record.announced === 0) announce({ ...record, status: 'RUNNING', stopDate: null, output: null, error: null, cause: null });
  if (record.status !== 'RUNNING') announce(record);
}

/** Shaped like AWS's revision ids; the same for the same definition and role. */
const revisionIdOf = (definition: string, roleArn: string) =>
  createHash('sha256')
    .update(JSON.stringify([definition, roleArn]))
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');

/** The machine as the journal has it, or as it is now written down. */
function machineOf(journal: Journal, machine: Omit<Machine, 'creationDate' | 'updateDate'>, now: number): Machine {
  const before = journal.machines().find(({ arn }) => arn === machine.arn);
  if (before?.revision === machine.revision) return before;
  const saved = { ...machine, creationDate: before?.creationDate ?? now, updateDate: now };
  journal.saveMachine(saved);
  return saved;
}
