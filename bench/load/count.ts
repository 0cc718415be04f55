import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How many executions there are of a sort, by the journal: asking the world itself would cost it time. */
export interface Count {
  running(): number;
  /** Those that wait for somebody's answer. */
  waitingForAnswer(): number;
  close(): void;
}

/** Counts in the journal of a world that may be running. */
export function openCount(directory: string): Count {
  const database = new DatabaseSync(join(directory, 'executions.db'), { readOnly: true });
  const counting = (condition: string) => {
    const statement = database.prepare(`SELECT count(*) AS count FROM execution WHERE status = 'RUNNING' AND ${condition}`);
    return () => (statement.get() as { count: number }).count;
  };
  return {
    running: counting('true'),
    waitingForAnswer: counting(`instr(frames, '"submitted":true') > 0`),
    close: () => database.close(),
  };
}
