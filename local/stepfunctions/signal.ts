import { attempt, end, stateOf, wake } from './drive.ts';
import type { Thread } from './execution.ts';
import type { Json } from './json.ts';
import type { Run } from './run.ts';
import { dueOf, failed, submitted, succeeded } from './states/task.ts';

/** Says how a task ended, or that it still lives. */
export type Answer =
  | { readonly type: 'success'; readonly output: Json }
  | { readonly type: 'failure'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly type: 'heartbeat' };

/** The call of this task is to be made, or to be left under way. One that is late already is not made any more. */
export const isCalling = ({ phase, work, due }: Thread, now: number): boolean =>
  phase === 'task' && work?.submitted === false && (due === undefined || due > now);

/** The task an answer is for; none once it has ended in another way. */
export const taskOf = ({ execution }: Run, id: number, token: string): Thread | undefined =>
  execution.threads.find((thread) => thread.id === id && thread.phase === 'task' && thread.work?.token === token);

/** True for a task that its token may finish; any other is finished by its call alone. */
export function waitsForToken(run: Run, thread: Thread): boolean {
  const state = stateOf(run, thread);
  return state.type === 'Task' && state.resource.callback;
}

/** The call itself has ended: for a callback task that is only the beginning of the waiting. */
export async function takeCall(run: Run, thread: Thread, answer: Answer): Promise<void> {
  const state = stateOf(run, thread);
  if (state.type !== 'Task' || !thread.work || thread.work.submitted) return;
  if (state.resource.callback && answer.type === 'success') submitted(run, thread, state, thread.work, answer.output);
  else await takeAnswer(run, thread, answer);
}

/** The task has ended, or given a sign of life. */
export async function takeAnswer(run: Run, thread: Thread, answer: Answer): Promise<void> {
  const state = stateOf(run, thread);
  if (state.type !== 'Task' || !thread.work) return;
  if (answer.type === 'heartbeat') {
    thread.work.heartbeatAt = run.clock.now();
    thread.due = dueOf(thread.work);
    return;
  }
  await attempt(run, thread, async () => {
    if (answer.type === 'success') return succeeded(run, thread, state, answer.output);
    throw failed(run, thread, state, answer.error, answer.cause);
  });
}

/** Something of an execution is due: its own time-out before that of its states. */
export async function takeTime(run: Run): Promise<void> {
  const now = run.clock.now();
  const { execution } = run;
  if (execution.deadline !== undefined && execution.deadline <= now) {
    const previous = execution.threads[0]?.previous ?? 0;
    return end(run, 'TIMED_OUT', 'ExecutionTimedOut', { executionTimedOutEventDetails: {} }, previous);
  }
  for (const thread of [...execution.threads]) {
    if (execution.threads.includes(thread) && thread.due !== undefined && thread.due <= now) await wake(run, thread);
  }
}
