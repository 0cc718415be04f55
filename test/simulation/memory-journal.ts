import type { Execution } from '../../local/stepfunctions/execution.ts';
import type { RecordedEvent } from '../../local/stepfunctions/history.ts';
import type { ExecutionRecord, Journal } from '../../local/stepfunctions/journal.ts';

/** A journal in memory: nothing is ever under way to a disk. `told` hears of every event as it is written down. */
export function createMemoryJournal(told: (execution: string, event: RecordedEvent) => void): Journal {
  const records = new Map<string, ExecutionRecord>();
  const names = new Map<number, string>();
  const write = (arn: string, change: Partial<ExecutionRecord>) => {
    const record = records.get(arn);
    if (record) records.set(arn, { ...record, ...change });
  };
  const tell = (arn: string, events: readonly RecordedEvent[]) => {
    for (const event of events) told(arn, event);
  };
  return {
    committed: async () => undefined,
    saveMachine: () => undefined,
    machines: () => [],
    machine: () => undefined,
    insert(execution, events) {
      const id = names.size + 1;
      names.set(id, execution.arn);
      records.set(execution.arn, { ...execution, id, stopDate: null, output: null, error: null, cause: null, announced: 0 });
      tell(execution.arn, events);
      return id;
    },
    commit({ arn, status, stopDate, output, error, cause }: Execution, events) {
      write(arn, { status, stopDate: stopDate ?? null, output: output ?? null, error: error ?? null, cause: cause ?? null });
      tell(arn, events);
    },
    announced: (id, announced) => write(names.get(id) ?? '', { announced }),
    find: (arn) => records.get(arn),
    running: () => [...records.values()].filter(({ status }) => status === 'RUNNING'),
    unannounced: () => [],
    list: () => [...records.values()],
    events: () => [],
    close: () => undefined,
  };
}
