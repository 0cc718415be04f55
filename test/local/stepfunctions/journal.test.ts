import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Execution, type Machine, newThread, type Status } from '../../../local/stepfunctions/execution.ts';
import type { RecordedEvent } from '../../../local/stepfunctions/history.ts';
import { createJournal, framesOf, type Journal } from '../../../local/stepfunctions/journal.ts';

const machine: Machine = {
  arn: 'arn:aws:states:us-east-1:111111111111:stateMachine:m',
  name: 'm',
  roleArn: 'arn:aws:iam::111111111111:role/m',
  definition: '{}',
  revision: 'one',
  creationDate: 1,
  updateDate: 1,
};
const arnOf = (name: string) => `arn:aws:states:us-east-1:111111111111:execution:m:${name}`;
const event = (id: number): RecordedEvent => ({ id, previousEventId: id - 1, type: 'PassStateEntered', timestamp: id });

/** Adds a running execution, and gives it as the engine holds it. */
function add(journal: Journal, name: string, events: RecordedEvent[] = [event(1)]): Execution {
  const threads = [newThread({ id: 0, parent: null, index: 0, state: 'A', input: {}, previous: 0 })];
  const execution = {
    arn: arnOf(name),
    name,
    machine,
    input: {},
    startDate: 5,
    deadline: 9,
    status: 'RUNNING' as Status,
    events: 1,
    threads,
    nextThread: 1,
  };
  const { arn, startDate, status } = execution;
  const row = { arn, machineArn: machine.arn, revision: 'one', name, input: '{}', status, startDate, frames: framesOf(execution) };
  return { ...execution, id: journal.insert(row, events) };
}

describe('the journal', () => {
  let folder: string;
  let count = 0;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = () => {
    count += 1;
    return join(folder, `${count}.db`);
  };

  test('shows its own writes at once, and to others when it says that they are committed', async () => {
    const file = path();
    const [journal, other] = [createJournal(file), createJournal(file)];
    const { arn } = add(journal, 'a');
    expect(journal.find(arn)).toMatchObject({ status: 'RUNNING', announced: 0, stopDate: null, output: null });
    expect(other.find(arn)).toBeUndefined();
    await journal.committed();
    expect(other.find(arn)).toEqual(journal.find(arn));
    other.close();
    journal.close();
  });

  test('with nothing to commit has committed', async () => {
    const journal = createJournal();
    await journal.committed();
    journal.close();
  });

  test('keeps what was written in the turn in which it is closed', () => {
    const file = path();
    const journal = createJournal(file);
    const { arn } = add(journal, 'a');
    journal.close();
    const next = createJournal(file);
    expect(next.find(arn)?.status).toBe('RUNNING');
    next.close();
  });

  test('gives the events of an execution in order, whoever wrote in between', () => {
    const journal = createJournal();
    const [one, other] = [add(journal, 'one'), add(journal, 'other')];
    for (let id = 2; id < 12; id += 2) {
      journal.commit(one, [event(id), event(id + 1)]);
      journal.commit(other, [event(id)]);
    }
    journal.commit(one, []);
    expect(journal.events(one.id).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(journal.events(other.id)).toHaveLength(6);
    journal.close();
  });

  test('has where a running execution stands, and nothing of that once it has ended', () => {
    const journal = createJournal();
    const execution = add(journal, 'a');
    expect(JSON.parse(journal.find(execution.arn)?.frames ?? '')).toEqual({
      events: 1,
      threads: execution.threads,
      nextThread: 1,
      deadline: 9,
    });
    journal.commit({ ...execution, status: 'FAILED', stopDate: 7, error: 'E', cause: 'C' }, []);
    expect(journal.find(execution.arn)).toMatchObject({
      status: 'FAILED',
      stopDate: 7,
      error: 'E',
      cause: 'C',
      output: null,
      frames: null,
    });
    expect(journal.running()).toEqual([]);
    journal.close();
  });

  test('says which changes of status nobody was told of: a start, an end, or both', () => {
    const journal = createJournal();
    const [running, ended] = [add(journal, 'running'), add(journal, 'ended')];
    const missed = () => journal.unannounced().map(({ name, announced }) => [name, announced]);
    expect(missed()).toEqual([
      ['running', 0],
      ['ended', 0],
    ]);
    for (const { id } of [running, ended]) journal.announced(id, 1);
    expect(missed()).toEqual([]);
    journal.commit({ ...ended, status: 'SUCCEEDED', stopDate: 1, output: '{}' }, []);
    expect(missed()).toEqual([['ended', 1]]);
    journal.announced(ended.id, 2);
    expect(missed()).toEqual([]);
    journal.close();
  });

  test('lists newest first, from anywhere on, of one machine and one status', () => {
    const journal = createJournal();
    const all = ['a', 'b', 'c', 'd'].map((name) => add(journal, name));
    journal.commit({ ...(all[1] as Execution), status: 'ABORTED', stopDate: 1 }, []);
    const list = (more = {}) =>
      journal
        .list({ machineArn: machine.arn, status: undefined, before: Number.MAX_SAFE_INTEGER, limit: 10, ...more })
        .map(({ name }) => name);
    expect(list()).toEqual(['d', 'c', 'b', 'a']);
    expect(list({ before: all[2]?.id, limit: 1 })).toEqual(['b']);
    expect(list({ status: 'RUNNING' })).toEqual(['d', 'c', 'a']);
    expect(list({ machineArn: `${machine.arn}-other` })).toEqual([]);
    journal.close();
  });

  test('takes a name once', () => {
    const journal = createJournal();
    add(journal, 'a');
    expect(() => add(journal, 'a')).toThrow(/UNIQUE/);
    journal.close();
  });

  test('keeps every revision of a machine, and knows the current one', () => {
    const journal = createJournal();
    journal.saveMachine(machine);
    journal.saveMachine({ ...machine, revision: 'two', definition: '{"a":1}', updateDate: 2 });
    journal.saveMachine({ ...machine, arn: `${machine.arn}-other`, name: 'another' });
    expect(journal.machines().map(({ name, revision }) => [name, revision])).toEqual([
      ['another', 'one'],
      ['m', 'two'],
    ]);
    expect(journal.machine(machine.arn, 'one')).toEqual(machine);
    expect(journal.machine(machine.arn, 'three')).toBeUndefined();
    journal.close();
  });
});
