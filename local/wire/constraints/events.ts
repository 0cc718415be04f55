import type { Constraints } from '../service.ts';

const busArn = '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus/)?';
const EventBusName = { min: 1, max: 1600, pattern: new RegExp(`^${busArn}[/._A-Za-z0-9-]+$`) };
const ruleName = { min: 1, max: 64, pattern: /^[._A-Za-z0-9-]+$/ };
const paging = { NextToken: { min: 1, max: 2048 }, Limit: { min: 1, max: 100 } };

/** EventBridge. Source: botocore events model, 2015-10-07. */
export const eventsConstraints: Constraints = {
  PutEventsRequest: { Entries: { min: 1, max: 10 }, EndpointId: { min: 1, max: 50, pattern: /^[A-Za-z0-9-]+\.[A-Za-z0-9-]+$/ } },
  PutEventsRequestEntry: {
    Resources: { each: { max: 2048 } },
    EventBusName: { min: 1, max: 1600, pattern: new RegExp(`^${busArn}[._A-Za-z0-9-]+$`) },
    TraceHeader: { min: 1, max: 500 },
  },
  ListRulesRequest: { NamePrefix: ruleName, EventBusName, ...paging },
  ListTargetsByRuleRequest: { Rule: ruleName, EventBusName, ...paging },
  DescribeRuleRequest: { Name: ruleName, EventBusName },
  ListEventBusesRequest: { NamePrefix: { min: 1, max: 256, pattern: /^[/._A-Za-z0-9-]+$/ }, ...paging },
  DescribeEventBusRequest: { Name: EventBusName },
};
