import { isObject, type Json, type JsonObject } from './json.ts';

/** Every field of the Amazon States Language that this engine carries out. What is not here is refused at load, by name. */
const common = ['Type', 'Comment', 'QueryLanguage', 'Output'];
const transitions = ['Assign', 'Next', 'End'];
const fallible = ['Retry', 'Catch'];

const ofState: Readonly<Record<string, readonly string[]>> = {
  Task: [...common, ...transitions, ...fallible, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Pass: [...common, ...transitions],
  Wait: [...common, ...transitions, 'Seconds', 'Timestamp'],
  Choice: [...common, 'Assign', 'Choices', 'Default'],
  Parallel: [...common, ...transitions, ...fallible, 'Arguments', 'Branches'],
  Map: [
    ...[...common, ...transitions, ...fallible],
    ...['Items', 'ItemSelector', 'ItemProcessor', 'MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'],
  ],
  Succeed: common,
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'Cause'],
};

const ofMachine = ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'];
const ofBranch = ['Comment', 'StartAt', 'States'];
const ofRule = ['Comment', 'Condition', 'Next', 'Assign', 'Output'];
const ofCatcher = ['Comment', 'ErrorEquals', 'Next', 'Assign', 'Output'];
const ofRetrier = ['Comment', 'ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];

/** A `States` container: the machine, a branch of a Parallel, or an item processor. */
export interface Container {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, JsonObject>>;
}

/** The containers directly inside a state. */
export const containersOf = (state: JsonObject): Container[] =>
  [...list(state.Branches), state.ItemProcessor].filter(isObject) as unknown as Container[];

/** Every field of the machine that is not carried out, one sentence each. */
export function unsupportedFields(machine: JsonObject): string[] {
  return [...beyond(ofMachine, machine, 'The state machine'), ...inContainer(machine, machine.QueryLanguage)];
}

function inContainer(container: JsonObject, language: Json | undefined): string[] {
  if (!isObject(container.States)) return [];
  return Object.entries(container.States).flatMap(([name, state]) => (isObject(state) ? inState(name, state, language) : []));
}

function inState(name: string, state: JsonObject, inherited: Json | undefined): string[] {
  const known = ofState[String(state.Type)];
  if (!known) return [`State '${name}': the type ${JSON.stringify(state.Type)} is not supported`];
  const language = state.QueryLanguage ?? inherited ?? 'JSONPath';
  if (language !== 'JSONata') return [`State '${name}': its query language is ${language}; only JSONata is supported`];
  const where = `State '${name}'`;
  return [
    ...beyond(known, state, where),
    ...list(state.Choices).flatMap((rule, index) => beyond(ofRule, rule, `${where}, Choices[${index}]`)),
    ...list(state.Catch).flatMap((catcher, index) => beyond(ofCatcher, catcher, `${where}, Catch[${index}]`)),
    ...list(state.Retry).flatMap((retrier, index) => beyond(ofRetrier, retrier, `${where}, Retry[${index}]`)),
    ...list(state.Branches).flatMap((branch, index) => beyond(ofBranch, branch, `${where}, Branches[${index}]`)),
    ...inProcessor(where, state.ItemProcessor),
    ...containersOf(state).flatMap((container) => inContainer(container as unknown as JsonObject, inherited)),
  ];
}

function inProcessor(where: string, processor: Json | undefined): string[] {
  const mode = isObject(processor) && isObject(processor.ProcessorConfig) ? (processor.ProcessorConfig.Mode ?? 'INLINE') : 'INLINE';
  return [
    ...beyond([...ofBranch, 'ProcessorConfig'], processor, `${where}, ItemProcessor`),
    ...(isObject(processor) ? beyond(['Mode'], processor.ProcessorConfig, `${where}, ProcessorConfig`) : []),
    ...(mode === 'INLINE' ? [] : [`${where}: the processor mode ${JSON.stringify(mode)} is not supported; only INLINE is`]),
  ];
}

const beyond = (known: readonly string[], value: Json | undefined, where: string): string[] =>
  isObject(value)
    ? Object.keys(value)
        .filter((field) => !known.includes(field))
        .map((field) => `${where}: the field ${field} is not supported`)
    : [];

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
