import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Json } from './json.ts';

/** An event as it is kept: the API's shape with the time in epoch milliseconds. */
export type RecordedEvent = Omit<HistoryEvent, 'timestamp'> & { readonly timestamp: number; readonly type: HistoryEventType };

/** The details of an event: one member, named after its type. */
export type Details = Omit<HistoryEvent, 'timestamp' | 'type' | 'id' | 'previousEventId'>;

/** Most events of one execution. Source: Step Functions service quotas. */
export const longestHistory = 25_000;

const whole = { truncated: false } as const;

export const stateEntered = (name: string, input: Json): Details => ({
  stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: whole },
});

/** `assigned` holds the JSON of each variable, by name; absent when the state assigned nothing. */
export const stateExited = (name: string, output: string, assigned: Readonly<Record<string, string>> | undefined): Details => ({
  stateExitedEventDetails: {
    name,
    output,
    outputDetails: whole,
    ...(assigned && { assignedVariables: { ...assigned }, assignedVariablesDetails: whole }),
  },
});

/** Error and cause as far as there are any. */
export const reason = (failure: { readonly error?: string | undefined; readonly cause?: string | undefined }) => ({
  ...(failure.error !== undefined && { error: failure.error }),
  ...(failure.cause !== undefined && { cause: failure.cause }),
});

export const output = (text: string) => ({ output: text, outputDetails: whole });

export const input = (text: string) => ({ input: text, inputDetails: whole });

/** The event without its payloads, as GetExecutionHistory gives it for `includeExecutionData: false`. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const members = Object.entries(event).map(([name, value]) => [name, name.endsWith('EventDetails') ? metadataOf(value) : value]);
  return Object.fromEntries(members);
}

const payloads = [
  'input',
  'output',
  'parameters',
  'assignedVariables',
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'error',
  'cause',
];

const metadataOf = (details: object) => Object.fromEntries(Object.entries(details).filter(([name]) => !payloads.includes(name)));
