import type { Definition } from './definition.ts';
import { type Execution, executionArn, type Machine, newThread } from './execution.ts';
import { input, type RecordedEvent } from './history.ts';
import type { Json } from './json.ts';

/** An execution that has just been started, and its first event. `text` is the input as it was given. */
export function begin(machine: Machine, definition: Definition, name: string, text: string, now: number) {
  const value = JSON.parse(text) as Json;
  const started: RecordedEvent = {
    timestamp: now,
    type: 'ExecutionStarted',
    id: 1,
    previousEventId: 0,
    executionStartedEventDetails: { ...input(text), roleArn: machine.roleArn },
  };
  const root = newThread({ id: 0, parent: null, index: 0, state: definition.startAt, input: value, previous: 0 });
  const execution: Omit<Execution, 'id'> = {
    arn: executionArn(machine.arn, name),
    name,
    machine,
    input: value,
    startDate: now,
    deadline: definition.timeoutSeconds === undefined ? undefined : now + definition.timeoutSeconds * 1000,
    status: 'RUNNING',
    events: 1,
    threads: [root],
    nextThread: 1,
  };
  return { execution, events: [started] };
}
