import type { WaitState } from '../definition.ts';
import type { Thread } from '../execution.ts';
import { queryFailure } from '../failure.ts';
import { bindingsOf, type Run } from '../run.ts';
import { renderAs, renderInteger } from '../template.ts';
import type { Behaviour } from './behaviour.ts';

/** RFC 3339 with an upper-case T and an upper-case Z or an offset. Source: the specification, Timestamps. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

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
  const time = timestamp.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw queryFailure(`The field 'Timestamp' must be an ISO-8601 extended offset date-time but was: ${text}`, 'Timestamp');
  return time;
}
