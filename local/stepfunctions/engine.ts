import type { Clock, Timer } from '../clock.ts';
import type { Random } from '../random.ts';
import { begin } from './begin.ts';
import type { Definition } from './definition.ts';
import { drive, end, unrested } from './drive.ts';
import type { Execution, Machine, Thread } from './execution.ts';
import { createFunctions, createUuid } from './functions.ts';
import { reason } from './history.ts';
import { createInvocations, type Invocations, type Invoke } from './invoke.ts';
import { type ExecutionRecord, type Frames, framesOf, type Journal } from './journal.ts';
import type { Run } from './run.ts';
import { type Answer, isCalling, takeAnswer, takeCall, takeTime, taskOf, waitsForToken } from './signal.ts';
import { encodeToken } from './token.ts';

/** What an engine stands on. */
export interface EngineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly region: string;
  readonly journal: Journal;
  /** Makes the call of a Task. */
  readonly invoke: Invoke;
  /** Told once an execution began or ended, after it was written down. */
  announce(record: ExecutionRecord): void;
}

/** A running execution and what drives it. */
interface Live {
  readonly run: Run;
  readonly invocations: Invocations;
  timer?: Timer | undefined;
  /** Work on one execution is done strictly one after the other. */
  tail: Promise<void>;
}

/** Drives executions. */
export interface Engine {
  start(machine: Machine, definition: Definition, name: string, text: string): ExecutionRecord;
  /** Goes on with an execution where the journal says it stands. */
  resume(record: ExecutionRecord, machine: Machine, definition: Definition): void;
  /** Ends an execution; its stop date once it has ended, undefined when it was over already. */
  stop(arn: string, why: { error?: string | undefined; cause?: string | undefined }): Promise<number | undefined>;
  /** Gives a task its answer; false when nobody waits for it. */
  answer(arn: string, thread: number, token: string, answer: Answer): Promise<boolean>;
  /** Resolves once nothing is left to do but to wait for time or answers. */
  idle(): Promise<void>;
  /** Lets go of timers and calls under way. What is written down stays as it is. */
  close(): void;
}

/**
 * An engine whose executions survive it. Every step is written down before its effect: a task is called after its start is in
 * the journal, and its outcome is in the journal before anything is done with it. So a call whose outcome was not written down
 * when the process died is made again, with the same token and against the same time-out: tasks run at least once, as on AWS
 * an answer can be lost; everything else happens exactly once.
 */
export function createEngine({ clock, random, region, journal, invoke, announce }: EngineOptions): Engine {
  const live = new Map<string, Live>();
  const functions = createFunctions({ clock, random });
  let closed = false;
  /** Pieces of work so far. */
  let pieces = 0;

  const enqueue = (one: Live, work: (run: Run) => Promise<void>): Promise<void> => {
    pieces += 1;
    const done = one.tail.then(async () => {
      if (closed || one.run.execution.status !== 'RUNNING') return;
      await work(one.run);
      await drive(one.run, () => commit(one.run));
      await commit(one.run);
      settle(one);
    });
    one.tail = done;
    return done;
  };

  const commit = async ({ execution, events }: Run) => {
    if (closed) return;
    journal.commit(execution, events);
    events.length = 0;
    await journal.committed();
  };

  /** After each commit: makes the calls that are due, ends those nobody waits for, sets the one timer. */
  const settle = (one: Live) => {
    const { execution } = one.run;
    if (closed) return;
    one.timer?.cancel();
    one.invocations.settle(execution.threads.filter((thread) => isCalling(thread, clock.now())));
    if (execution.status !== 'RUNNING') {
      live.delete(execution.arn);
      const record = journal.find(execution.arn);
      if (record) announce(record);
      return;
    }
    const due = Math.min(execution.deadline ?? Infinity, ...execution.threads.map((thread) => thread.due ?? Infinity));
    one.timer = due === Infinity ? undefined : clock.at(due, () => void enqueue(one, takeTime));
  };

  const adopt = (execution: Execution, definition: Definition): Live => {
    const run = createRun({ execution, definition, clock, random, region, functions, events: [] });
    const invocations = createInvocations(
      invoke,
      clock,
      {
        result: (thread, work, result) => answerCall(one, thread, work, { type: 'success', output: result }),
        error: (thread, work, error, cause) => answerCall(one, thread, work, { type: 'failure', error, cause }),
      },
      run,
    );
    const one: Live = { run, invocations, tail: Promise.resolve() };
    live.set(execution.arn, one);
    return one;
  };

  /** A call that was overtaken by a time-out or a stop has no task any more. */
  const answerCall = (one: Live, id: number, token: string, answer: Answer) =>
    enqueue(one, async (run) => {
      const thread = taskOf(run, id, token);
      if (thread) await takeCall(run, thread, answer);
    });

  return {
    start(machine, definition, name, text) {
      const now = clock.now();
      const { execution, events } = begin(machine, definition, name, text, now);
      const { arn, status, startDate } = execution;
      const row = {
        arn,
        machineArn: machine.arn,
        revision: machine.revision,
        name,
        input: text,
        status,
        startDate,
        frames: framesOf(execution),
      };
      const id = journal.insert(row, events);
      const one = adopt({ ...execution, id }, definition);
      const record = { ...row, id, stopDate: null, output: null, error: null, cause: null, announced: 0 };
      one.run.runnable.push(...one.run.execution.threads);
      one.tail = journal.committed().then(() => {
        if (!closed) announce(record);
      });
      void enqueue(one, async () => undefined);
      return record;
    },

    resume({ id, arn, name, input: text, startDate, status, frames }, machine, definition) {
      const stands = JSON.parse(frames ?? '{}') as Frames;
      const one = adopt({ ...stands, id, arn, name, machine, input: JSON.parse(text), startDate, status }, definition);
      const runnable = unrested(stands.threads);
      one.run.runnable.push(...runnable);
      if (runnable.length > 0) void enqueue(one, async () => undefined);
      else settle(one);
    },

    async stop(arn, why) {
      const one = live.get(arn);
      if (!one) return undefined;
      await enqueue(one, async (run) => {
        const previous = run.execution.threads[0]?.previous ?? 0;
        end(run, 'ABORTED', 'ExecutionAborted', { executionAbortedEventDetails: reason(why) }, previous);
        Object.assign(run.execution, reason(why));
      });
      return one.run.execution.status === 'ABORTED' ? one.run.execution.stopDate : undefined;
    },

    async answer(arn, id, token, answer) {
      const one = live.get(arn);
      let taken = false;
      if (one)
        await enqueue(one, async (run) => {
          const thread = taskOf(run, id, token);
          if (!thread || !waitsForToken(run, thread)) return;
          taken = true;
          await takeAnswer(run, thread, answer);
        });
      return taken;
    },

    async idle() {
      for (let before = -1; before !== pieces; ) {
        before = pieces;
        await Promise.all([...live.values()].map(({ tail }) => tail));
        await new Promise(setImmediate);
      }
    },

    close() {
      closed = true;
      for (const { timer, invocations } of live.values()) {
        timer?.cancel();
        invocations.settle([]);
      }
      live.clear();
    },
  };
}

function createRun(run: Omit<Run, 'runnable' | 'createToken'>): Run {
  const createToken = ({ id }: Thread) => encodeToken(run.execution.arn, id, createUuid(run.random));
  return { ...run, createToken, runnable: [] };
}
