import * as client from '@aws-sdk/client-eventbridge';
import type { RuleConfiguration, RuleTargetConfiguration } from '../configuration.ts';
import { pageOf } from '../page.ts';
import { eventsConstraints } from '../wire/constraints/events.ts';
import { AwsError, type Service } from '../wire/service.ts';
import type { Bus, EventBridge } from './eventbridge.ts';

const validationError = (message: string) => new AwsError('ValidationException', message);

/** 1 MB for all entries of a request together. Source: AWS Compute Blog, 2026-01. */
const maximumBytes = 1_048_576;

/** Source: EventBridge user guide, calculating PutEvents entry size. */
const bytesOf = ({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: client.PutEventsRequestEntry): number =>
  (Time ? 14 : 0) + [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** A bus goes by name or ARN. */
const busNameIn = (name = 'default') => name.split('/').at(-1) ?? name;

type EntryError = Required<Pick<client.PutEventsResultEntry, 'ErrorCode' | 'ErrorMessage'>>;

const entryError = (ErrorCode: string, ErrorMessage: string): EntryError => ({ ErrorCode, ErrorMessage });

function detailOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    // What nests deeper than can be written again cannot be handed on.
    JSON.stringify(detail);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Record<string, unknown>) : undefined;
  } catch {
    // What is not JSON is told to the caller as MalformedDetail, as what is no object.
    return undefined;
  }
}

const required = ['Source', 'DetailType', 'Detail'] as const;

/** Why an entry is not taken. `aws.` is what AWS's own services call themselves: nobody else may. */
function refusalOf(entry: client.PutEventsRequestEntry): EntryError | undefined {
  const missing = required.find((name) => !entry[name]);
  if (missing) return entryError('InvalidArgument', `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  if (entry.Source?.startsWith('aws.')) return entryError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  return undefined;
}

interface PageRequest {
  readonly Limit?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** As `pageOf`, in this service's spelling. */
function page<Item>(list: string, entries: readonly (readonly [key: string, item: Item])[], { Limit, NextToken }: PageRequest) {
  const request = { maxResults: Limit, nextToken: NextToken };
  const { items, nextToken } = pageOf(list, entries, request, { most: 100, refuse: validationError });
  return { items, ...(nextToken !== undefined && { NextToken: nextToken }) };
}

const ruleView = ({ name, arn, busName, pattern, schedule, state, description }: RuleConfiguration) => ({
  Name: name,
  Arn: arn,
  ...(description !== null && { Description: description }),
  ...(pattern !== null && { EventPattern: JSON.stringify(pattern) }),
  ...(schedule !== null && { ScheduleExpression: schedule }),
  State: state,
  EventBusName: busName,
});

const busView = ({ name, arn, createdAt }: Bus) => ({
  Name: name,
  Arn: arn,
  CreationTime: new Date(createdAt),
  LastModifiedTime: new Date(createdAt),
});

const byName = <Named extends { readonly name: string }>(item: Named) => [item.name, item] as const;

const targetView = ({ id, arn, maximumRetryAttempts, maximumEventAgeSeconds, deadLetterArn }: RuleTargetConfiguration): client.Target => ({
  Id: id,
  Arn: arn,
  RetryPolicy: { MaximumRetryAttempts: maximumRetryAttempts, MaximumEventAgeInSeconds: maximumEventAgeSeconds },
  ...(deadLetterArn !== null && { DeadLetterConfig: { Arn: deadLetterArn } }),
});

interface EventBridgeServiceOptions {
  readonly eventBridge: EventBridge;
  readonly account: string;
  log(line: string): void;
}

/** The EventBridge API for the buses and rules there are: PutEvents, and looking at buses, rules and targets. */
export function createEventBridgeService({ eventBridge, account, log }: EventBridgeServiceOptions): Service {
  const { buses, rules } = eventBridge;
  const isBus = (name: string) => buses.some((bus) => bus.name === name);

  function putEntry(entry: client.PutEventsRequestEntry): client.PutEventsResultEntry {
    const refusal = refusalOf(entry);
    if (refusal) return refusal;
    const { Source = '', DetailType = '', Detail = '', Resources = [], Time, EventBusName } = entry;
    const detail = detailOf(Detail);
    if (!detail) return entryError('MalformedDetail', 'Detail is malformed.');
    const bus = busNameIn(EventBusName);
    // AWS takes an event for a bus that is not there, and nobody ever sees it; here the log at least says so.
    if (!isBus(bus)) log(`An event of ${Source} was put on the bus ${bus}, which does not exist: nobody will get it`);
    return { EventId: eventBridge.put(bus, { source: Source, 'detail-type': DetailType, resources: Resources, detail }, Time?.getTime()) };
  }

  function putEvents({ Entries = [], EndpointId }: client.PutEventsRequest): client.PutEventsResponse {
    if (EndpointId) throw validationError('EndpointId is not served by the local EventBridge.');
    const bytes = Entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
    if (bytes > maximumBytes) throw validationError('Total size of the entries in the request is over the limit.');
    const results = Entries.map(putEntry);
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
  }

  const busOf = (name: string | undefined) => {
    const bus = buses.find((each) => each.name === busNameIn(name));
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${busNameIn(name)} does not exist.`);
    return bus;
  };
  const ruleOf = (name: string | undefined, busName: string | undefined) => {
    const bus = busOf(busName);
    const rule = rules.find((each) => each.name === name && each.busName === bus.name);
    if (!rule) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    return rule;
  };

  return {
    signingName: 'events',
    protocol: 'json-1.1',
    client,
    operations: {
      PutEvents: putEvents,
      ListRules: ({ EventBusName, NamePrefix = '', ...paging }: client.ListRulesRequest): client.ListRulesResponse => {
        const bus = busOf(EventBusName);
        const found = rules.filter(({ name, busName }) => busName === bus.name && name.startsWith(NamePrefix));
        const { items, ...more } = page(`rules of ${bus.name}`, found.map(byName), paging);
        return { Rules: items.map(ruleView), ...more };
      },
      DescribeRule: ({ Name, EventBusName }: client.DescribeRuleRequest): client.DescribeRuleResponse => ({
        ...ruleView(ruleOf(Name, EventBusName)),
        CreatedBy: account,
      }),
      ListTargetsByRule: ({ Rule, EventBusName, ...paging }: client.ListTargetsByRuleRequest): client.ListTargetsByRuleResponse => {
        const { arn, targets } = ruleOf(Rule, EventBusName);
        const entries = targets.map((target) => [target.id, target] as const);
        const { items, ...more } = page(`targets of ${arn}`, entries, paging);
        return { Targets: items.map(targetView), ...more };
      },
      ListEventBuses: ({ NamePrefix = '', ...paging }: client.ListEventBusesRequest): client.ListEventBusesResponse => {
        const found = buses.filter(({ name }) => name.startsWith(NamePrefix));
        const { items, ...more } = page('buses', found.map(byName), paging);
        return { EventBuses: items.map(busView), ...more };
      },
      DescribeEventBus: ({ Name }: client.DescribeEventBusRequest): client.DescribeEventBusResponse => busView(busOf(Name)),
    },
    constraints: eventsConstraints,
    invalid: validationError,
  };
}
