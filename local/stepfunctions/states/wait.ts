import type { WaitState } from '../definition.ts';
import type { Thread } from '../execution.ts';
import { queryFailure } from '../failure.ts';
import { bindingsOf, type Run } from '../run.ts';
import { renderAs, renderInteger } from '../template.ts';
import type { Behaviour } from './behaviour.ts';

/** RFC 3339 with an upper-case T and an upper-case Z or an offset. Source: the specification, Timestamps. */
const timestamp = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const wait: Behaviour<WaitState> = {
  async begin(run, thread, state) {
    thread.due = await endOf(run, thread, state);
    thread.phase = 'wait';
    return undefined;
  },
};

async function endOf(run: Run, thread: Thread, { seconds, timestamp: until }: WaitState): Promise<number> {
  const bindings = bindingsOf(run, thread);
  if (seconds) return run.clock.now() + (await renderInteger(seconds, 'Seconds', { bindings })) * 1000;
  const text = until ? await renderAs(until, 'string', bindings) : '';
  const time = timeOf(text);
  if (Number.isNaN(time))
    throw queryFailure(`The field 'Timestamp' must be an ISO-8601 extended offset date-time but was: ${text}`, 'Timestamp');
  return time;
}

/** Epoch milliseconds, not a number for what is no timestamp. `Date.parse` alone would turn 30 February into 2 March. */
function timeOf(text: string): number {
  const [, day] = timestamp.exec(text) ?? [];
  const midnight = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN;
  return Date.parse(text);
}
