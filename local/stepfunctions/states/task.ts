import type { Resource, TaskState } from '../definition.ts';
import type { Thread, Work } from '../execution.ts';
import { Failure, queryFailure, tooLarge } from '../failure.ts';
import { input, output, reason } from '../history.ts';
import { isTooLarge, type Json } from '../json.ts';
import { bindingsOf, type Run, recordFor, schedule } from '../run.ts';
import { render, renderInteger } from '../template.ts';
import { type Behaviour, type Exit, exitOf } from './behaviour.ts';

export const task: Behaviour<TaskState> = {
  async begin(run, thread, state) {
    const token = run.createToken(thread);
    const bindings = bindingsOf(run, thread, {}, state.resource.callback ? { Task: { Token: token } } : {});
    const parameters = state.arguments ? await render(state.arguments, bindings) : thread.input;
    const timeoutSeconds = state.timeoutSeconds && (await renderInteger(state.timeoutSeconds, 'TimeoutSeconds', { least: 1, bindings }));
    const heartbeatSeconds =
      state.heartbeatSeconds && (await renderInteger(state.heartbeatSeconds, 'HeartbeatSeconds', { least: 1, bindings }));
    checkHeartbeat(timeoutSeconds, heartbeatSeconds);
    if (isTooLarge(JSON.stringify(parameters))) throw tooLarge(state.name).in(state.name, thread.enteredEvent);
    thread.work = { token, arguments: parameters, timeoutSeconds, heartbeatSeconds, startedAt: 0, heartbeatAt: 0, submitted: false };
    recordScheduled(run, thread, state.resource, thread.work);
    schedule(run, thread, 'scheduled');
    return undefined;
  },
};

/** Where both are given, the heartbeat must be the shorter. Source: the specification, Timeouts; literals are refused at load. */
function checkHeartbeat(timeoutSeconds: number | undefined, heartbeatSeconds: number | undefined): void {
  if (timeoutSeconds === undefined || heartbeatSeconds === undefined || heartbeatSeconds < timeoutSeconds) return;
  throw queryFailure(
    `The field 'HeartbeatSeconds' must be smaller than TimeoutSeconds (${timeoutSeconds}) but was: ${heartbeatSeconds}`,
    'HeartbeatSeconds',
  );
}

function recordScheduled(run: Run, thread: Thread, resource: Resource, work: Work): void {
  const text = JSON.stringify(work.arguments);
  const { timeoutSeconds, heartbeatSeconds } = work;
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  if (resource.integration === 'lambda') {
    const details = { ...input(text), resource: resource.arn, ...timeout };
    recordFor(run, thread, 'LambdaFunctionScheduled', { lambdaFunctionScheduledEventDetails: details });
    return;
  }
  const heartbeat = heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
  const details = { ...named(resource), region: run.region, parameters: text, ...timeout, ...heartbeat };
  recordFor(run, thread, 'TaskScheduled', { taskScheduledEventDetails: details });
}

const named = (resource: Extract<Resource, { integration: 'service' }>) => ({ resource: resource.action, resourceType: resource.type });

/** Records that the task starts now; from here its time counts. The call itself follows once this is written down. */
export function start(run: Run, thread: Thread, { resource }: TaskState, work: Work): void {
  if (resource.integration === 'lambda') recordFor(run, thread, 'LambdaFunctionStarted');
  else recordFor(run, thread, 'TaskStarted', { taskStartedEventDetails: named(resource) });
  work.startedAt = run.clock.now();
  work.heartbeatAt = work.startedAt;
  thread.phase = 'task';
  thread.due = dueOf(work);
}

/** When a task has taken too long or been silent for too long; absent when it may take for ever. */
export function dueOf({ startedAt, timeoutSeconds, heartbeatAt, heartbeatSeconds }: Work): number | undefined {
  const due = Math.min(
    startedAt + (timeoutSeconds ?? Number.NaN) * 1000 || Infinity,
    heartbeatAt + (heartbeatSeconds ?? Number.NaN) * 1000 || Infinity,
  );
  return due === Infinity ? undefined : due;
}

/** A callback task's call was answered: now it waits for its token. */
export function submitted(run: Run, thread: Thread, { resource }: TaskState, work: Work, result: Json): void {
  if (resource.integration === 'service')
    recordFor(run, thread, 'TaskSubmitted', { taskSubmittedEventDetails: { ...named(resource), ...output(JSON.stringify(result)) } });
  work.submitted = true;
}

/** The task's result. Throws the failure of a task whose result is more than a payload may be. */
export function succeeded(run: Run, thread: Thread, state: TaskState, result: Json): Exit {
  const text = JSON.stringify(result);
  const { resource } = state;
  if (isTooLarge(text)) {
    const { error, cause } = tooLarge(resource.integration === 'lambda' ? resource.arn : resource.type);
    throw failed(run, thread, state, error, cause);
  }
  thread.due = undefined;
  if (resource.integration === 'lambda')
    recordFor(run, thread, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: output(text) });
  else recordFor(run, thread, 'TaskSucceeded', { taskSucceededEventDetails: { ...named(resource), ...output(text) } });
  return exitOf(state, result, { result });
}

/** Records the task's failure and gives it, for the state's Retry and Catch. */
export function failed(run: Run, thread: Thread, { resource }: TaskState, error: string | undefined, cause: string | undefined): Failure {
  thread.due = undefined;
  const why = reason({ error, cause });
  if (resource.integration === 'lambda') recordFor(run, thread, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: why });
  else recordFor(run, thread, 'TaskFailed', { taskFailedEventDetails: { ...named(resource), ...why } });
  return new Failure(error, cause);
}

/** Records that the task took or was silent for too long. AWS names both States.Timeout, without a cause. */
export function expired(run: Run, thread: Thread, { resource }: TaskState, work: Work): Failure {
  thread.due = undefined;
  const error = 'States.Timeout';
  if (resource.integration === 'lambda')
    recordFor(run, thread, 'LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error } });
  else recordFor(run, thread, 'TaskTimedOut', { taskTimedOutEventDetails: { ...named(resource), error } });
  const inTime = work.timeoutSeconds === undefined || run.clock.now() < work.startedAt + work.timeoutSeconds * 1000;
  return new Failure(error, undefined, { heartbeat: inTime });
}
