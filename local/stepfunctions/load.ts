import { type Catcher, type ChoiceRule, type Definition, InvalidDefinition, type State } from './definition.ts';
import { type Container, containersOf, unsupportedFields } from './fields.ts';
import { structuralErrors } from './frame.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { parseResource } from './resource.ts';
import type { Retrier } from './retry.ts';
import { scopeErrors } from './scope.ts';
import { compileTemplate, type Template } from './template.ts';

/**
 * Reads, checks and compiles a definition, each expression once. Throws InvalidDefinition with every reason found.
 * `trusted` leaves out asl-validator, which takes a fifth of a second, for a definition it has already passed.
 */
export function loadDefinition(source: Json, { trusted = false }: { readonly trusted?: boolean } = {}): Definition {
  if (!isObject(source)) throw new InvalidDefinition('A state machine is a JSON object');
  refuse(unsupportedFields(source));
  if (!trusted) refuse(structuralErrors(source));
  const states = new Map<string, State>();
  const errors: string[] = [];
  for (const [name, state] of statesIn(source as unknown as Container)) {
    try {
      states.set(name, compileState(name, state));
    } catch (error) {
      errors.push(`State '${name}': ${(error as Error).message}`);
    }
  }
  refuse([...errors, ...timeoutErrors(source), ...scopeErrors(source as unknown as Container)]);
  return { source, startAt: String(source.StartAt), states, timeoutSeconds: source.TimeoutSeconds as number | undefined };
}

const timeoutErrors = ({ TimeoutSeconds: seconds = 1 }: JsonObject): string[] =>
  Number.isInteger(seconds) && Number(seconds) > 0 ? [] : ['The state machine: TimeoutSeconds must be a positive whole number'];

function refuse(reasons: readonly string[]) {
  if (reasons.length > 0) throw new InvalidDefinition(reasons.join('\n'));
}

function statesIn({ States }: Container): [string, JsonObject][] {
  return Object.entries(States).flatMap(
    ([name, state]) => [[name, state], ...containersOf(state).flatMap(statesIn)] as [string, JsonObject][],
  );
}

const optional = (value: Json | undefined, location: string): Template | undefined =>
  value === undefined ? undefined : compileTemplate(value, location);

function compileState(name: string, state: JsonObject): State {
  const compile = compilers[state.Type as State['type']];
  const common = { name, next: state.Next as string | undefined, ...payloadsOf(state, '') };
  return compile(state, common);
}

function payloadsOf(holder: JsonObject, prefix: string) {
  if (holder.Assign !== undefined && !isObject(holder.Assign)) throw new Error(`${prefix}Assign must be an object`);
  return { assign: optional(holder.Assign, `${prefix}Assign`), output: optional(holder.Output, `${prefix}Output`) };
}

type Common = { name: string; next: string | undefined; assign: Template | undefined; output: Template | undefined };

const compilers: { [Type in State['type']]: (state: JsonObject, common: Common) => State } = {
  Task: (state, common) => ({
    ...common,
    ...fallible(state),
    type: 'Task',
    resource: parseResource(String(state.Resource)),
    arguments: optional(state.Arguments, 'Arguments'),
    ...timeLimits(state),
  }),
  Pass: (_, common) => ({ ...common, type: 'Pass' }),
  Wait: (state, common) => ({
    ...common,
    type: 'Wait',
    seconds: optional(state.Seconds, 'Seconds'),
    timestamp: optional(state.Timestamp, 'Timestamp'),
  }),
  Choice: (state, common) => ({
    ...common,
    type: 'Choice',
    next: state.Default as string | undefined,
    rules: (state.Choices as JsonObject[]).map(compileRule),
  }),
  Parallel: (state, common) => ({
    ...common,
    ...fallible(state),
    type: 'Parallel',
    arguments: optional(state.Arguments, 'Arguments'),
    branches: containersOf(state).map(({ StartAt }) => StartAt),
  }),
  Map: (state, common) => ({
    ...common,
    ...fallible(state),
    type: 'Map',
    startAt: (state.ItemProcessor as unknown as Container).StartAt,
    items: optional(state.Items, 'Items'),
    itemSelector: optional(state.ItemSelector, 'ItemSelector'),
    maxConcurrency: optional(state.MaxConcurrency, 'MaxConcurrency'),
    toleratedFailureCount: optional(state.ToleratedFailureCount, 'ToleratedFailureCount'),
    toleratedFailurePercentage: optional(state.ToleratedFailurePercentage, 'ToleratedFailurePercentage'),
  }),
  Succeed: (_, common) => ({ ...common, type: 'Succeed' }),
  Fail: (state, common) => ({ ...common, type: 'Fail', error: optional(state.Error, 'Error'), cause: optional(state.Cause, 'Cause') }),
};

function compileRule(rule: JsonObject, index: number): ChoiceRule {
  const location = `Choices[${index}]/`;
  return {
    condition: compileTemplate(rule.Condition ?? null, `${location}Condition`),
    next: String(rule.Next),
    ...payloadsOf(rule, location),
  };
}

function timeLimits({ TimeoutSeconds, HeartbeatSeconds }: JsonObject) {
  if (typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number' && HeartbeatSeconds >= TimeoutSeconds)
    throw new Error('HeartbeatSeconds must be smaller than TimeoutSeconds');
  return {
    timeoutSeconds: optional(TimeoutSeconds, 'TimeoutSeconds'),
    heartbeatSeconds: optional(HeartbeatSeconds, 'HeartbeatSeconds'),
  };
}

function fallible(state: JsonObject): { retry: readonly Retrier[]; catch: readonly Catcher[] } {
  const retry = (state.Retry ?? []) as JsonObject[];
  const catchers = (state.Catch ?? []) as JsonObject[];
  checkErrorEquals('Retry', retry);
  checkErrorEquals('Catch', catchers);
  return { retry: retry.map(compileRetrier), catch: catchers.map(compileCatcher) };
}

function checkErrorEquals(field: string, entries: readonly JsonObject[]) {
  for (const [index, { ErrorEquals }] of entries.entries()) {
    const names = ErrorEquals as readonly string[];
    if (names.length === 0) throw new Error(`${field}[${index}]: ErrorEquals must not be empty`);
    if (!names.includes('States.ALL')) continue;
    if (names.length > 1) throw new Error(`${field}[${index}]: States.ALL must stand alone in ErrorEquals`);
    if (index < entries.length - 1) throw new Error(`${field}[${index}]: States.ALL must be in the last entry`);
  }
}

function compileRetrier(retrier: JsonObject, index: number): Retrier {
  const {
    IntervalSeconds = 1,
    MaxAttempts = 3,
    BackoffRate = 2,
    MaxDelaySeconds = Number.MAX_SAFE_INTEGER,
    JitterStrategy = 'NONE',
  } = retrier;
  const whole = { IntervalSeconds: [IntervalSeconds, 1], MaxAttempts: [MaxAttempts, 0], MaxDelaySeconds: [MaxDelaySeconds, 1] } as const;
  for (const [field, [value, least]] of Object.entries(whole))
    if (!Number.isInteger(value) || Number(value) < least)
      throw new Error(`Retry[${index}]: ${field} must be a whole number of at least ${least}`);
  if (typeof BackoffRate !== 'number' || BackoffRate < 1) throw new Error(`Retry[${index}]: BackoffRate must be a number of at least 1`);
  if (JitterStrategy !== 'NONE' && JitterStrategy !== 'FULL') throw new Error(`Retry[${index}]: JitterStrategy must be NONE or FULL`);
  return {
    errorEquals: retrier.ErrorEquals as readonly string[],
    intervalSeconds: Number(IntervalSeconds),
    maxAttempts: Number(MaxAttempts),
    backoffRate: BackoffRate,
    maxDelaySeconds: Number(MaxDelaySeconds),
    jitter: JitterStrategy === 'FULL',
  };
}

const compileCatcher = (catcher: JsonObject, index: number): Catcher => ({
  errorEquals: catcher.ErrorEquals as readonly string[],
  next: String(catcher.Next),
  ...payloadsOf(catcher, `Catch[${index}]/`),
});
