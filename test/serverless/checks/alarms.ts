import { alternatives, type Check, idOf, isMembers, type Members, ofType, type Template, textOf, type Value, within } from './template.ts';

const alarms = (template: Template) => ofType(template, 'AWS::CloudWatch::Alarm');

/** The part of an alarm's name after the stack's: its heading in the runbook. */
const shortName = ({ AlarmName }: Members) => textOf(AlarmName).replace(/^\w+-\w+-/, '');

/** What happened once and stays so: when no other follows within minutes, nothing is over, and it would be told that all is well. */
const moments = [
  'left-behind',
  'unknown',
  'events-not-delivered',
  'events-lost',
  'executions-failed',
  'executions-timed-out',
  'executions-aborted',
];

/** An alarm says in a sentence what it means and where one reads on, tells people, also of its end where there is one, and says what silence means. */
export const meaning: Check = (template) =>
  alarms(template).flatMap(([id, alarm]) => {
    const isTold = (actions: Value | undefined) => {
      const [only] = Array.isArray(actions) ? actions : [];
      return template.Resources[idOf(only) ?? '']?.Type === 'AWS::SNS::Topic';
    };
    const faults = {
      'its description is no sentence that ends with its link': !new RegExp(`^[A-Z].{20,}\\. \\S+#${shortName(alarm)}$`).test(
        textOf(alarm.AlarmDescription),
      ),
      'it tells nobody': !isTold(alarm.AlarmActions),
      'it does not tell when it is over': !moments.includes(shortName(alarm)) && !isTold(alarm.OKActions),
      'it tells that it is over, which it is not': moments.includes(shortName(alarm)) && alarm.OKActions !== undefined,
      'it does not say what silence means': alarm.TreatMissingData === undefined,
    };
    return Object.entries(faults).flatMap(([fault, found]) => (found ? [`${id}: ${fault}.`] : []));
  });

/** Every alarm has its heading in the runbook's text, and below it how urgent it is. */
export const runbook =
  (text: string): Check =>
  (template) => {
    const sections = new Map(
      Array.from(text.matchAll(/^## (.+)$\n+(.*)/gm), ([, heading = '', line = '']) => [heading.toLowerCase().replaceAll(' ', '-'), line]),
    );
    return alarms(template).flatMap(([id, alarm]) => {
      const line = sections.get(shortName(alarm));
      if (line === undefined) return [`${id}: the runbook has no heading ${shortName(alarm)}.`];
      return /^\*(Now|Today|Note)\.\* \*\*Means\*\* /.test(line)
        ? []
        : [`${id}: the runbook does not say how urgent ${shortName(alarm)} is.`];
    });
  };

/** What alarms must watch: by namespace, the metrics, the dimension, and the type of every resource that has it, or says it of a function. */
const watched = [
  { namespace: 'AWS/Lambda', metrics: ['Errors', 'Throttles'], dimension: 'FunctionName', type: 'AWS::Lambda::Function' },
  { namespace: 'AWS/Lambda', metrics: ['DestinationDeliveryFailures'], dimension: 'FunctionName', type: 'AWS::Lambda::EventInvokeConfig' },
  {
    namespace: 'AWS/Events',
    metrics: ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'],
    dimension: 'RuleName',
    type: 'AWS::Events::Rule',
  },
  {
    namespace: 'AWS/States',
    metrics: ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted', 'ExecutionThrottled'],
    dimension: 'StateMachineArn',
    type: 'AWS::StepFunctions::StateMachine',
  },
  {
    namespace: 'AWS/SQS',
    metrics: ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
    dimension: 'QueueName',
    type: 'AWS::SQS::Queue',
  },
  { namespace: 'AWS/ApiGateway', metrics: ['5xx'], dimension: 'ApiId', type: 'AWS::ApiGatewayV2::Api' },
];

/** Nothing of the stack goes unwatched. */
export const coverage: Check = (template) => {
  const seen = new Set(alarms(template).flatMap(([, alarm]) => metricsOf(alarm).flatMap(spelled)));
  return watched.flatMap(({ namespace, metrics, dimension, type }) =>
    ofType(template, type).flatMap(([id, { Name, FunctionName }]) =>
      metrics.flatMap((metric) => {
        const names = [id, textOf(Name), idOf(FunctionName)].map((name) => `${namespace} ${metric} ${dimension} ${name}`);
        return names.some((name) => seen.has(name)) ? [] : [`${id}: no alarm watches ${metric}.`];
      }),
    ),
  );
};

interface Metric {
  readonly Namespace?: Value;
  readonly MetricName?: Value;
  readonly Dimensions?: Value;
}

/** The metrics of an alarm: its own one, or those of its expression. */
const metricsOf = (alarm: Members): Metric[] =>
  alarm.Metrics === undefined
    ? [alarm]
    : (alarm.Metrics as Members[]).flatMap(({ MetricStat }) => (isMembers(MetricStat) ? [MetricStat.Metric as Metric] : []));

const spelled = ({ Namespace, MetricName, Dimensions }: Metric) =>
  ((Dimensions ?? []) as Members[]).map(({ Name, Value }) => `${Namespace} ${MetricName} ${Name} ${idOf(Value) ?? textOf(Value)}`);

/** A rule of a bus of its own counts under two dimensions, a rule of the default bus under one. Source: EventBridge user guide, metrics. */
export const buses: Check = (template) => {
  const onBus = new Map(ofType(template, 'AWS::Events::Rule').map(([, rule]) => [textOf(rule.Name), rule.EventBusName !== undefined]));
  return alarms(template).flatMap(([id, alarm]) =>
    metricsOf(alarm).flatMap(({ Namespace, Dimensions }) => {
      if (Namespace !== 'AWS/Events') return [];
      const names = ((Dimensions ?? []) as Members[]).map(({ Name, Value }) => [String(Name), textOf(Value)]);
      const rule = names.find(([name]) => name === 'RuleName')?.[1] ?? '';
      return names.some(([name]) => name === 'EventBusName') === onBus.get(rule) ? [] : [`${id}: ${rule} counts under other dimensions.`];
    }),
  );
};

/** The dashboard is JSON, shows every alarm, and every function by itself: a search finds whole names only. */
export const dashboard: Check = (template) =>
  ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([id, { DashboardBody }]) => {
    const text = textOf(DashboardBody);
    try {
      const widgets = JSON.parse(text) as Value;
      const shown = Array.from(within(widgets), ([, value]) => String(value));
      const isShown = (end: string) => shown.some((value) => value.endsWith(end));
      const wanted = [
        ...alarms(template).map(([alarm, { AlarmName }]) => [alarm, `:alarm:${AlarmName}`] as const),
        ...ofType(template, 'AWS::Lambda::Function').map(([name]) => [name, `\${${name}}`] as const),
      ];
      return wanted.flatMap(([name, end]) => (isShown(end) ? [] : [`${id}: it does not show ${name}.`]));
    } catch {
      return [`${id}: its body is no JSON.`];
    }
  });

/** Every optional part is off without its parameter. */
export const optional: Check = ({ Resources, Parameters = {} }) => [
  ...Object.entries(Resources).flatMap(([id, { Type, Condition }]) =>
    Type === 'AWS::SNS::Subscription' && Condition === undefined ? [`${id}: it is made without an address.`] : [],
  ),
  ...Object.entries(Parameters).flatMap(([name, parameter]) =>
    isMembers(parameter) && alternatives(parameter.Default ?? null)[0] !== null ? [] : [`${name}: it has no default.`],
  ),
];
