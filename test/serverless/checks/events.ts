import { type Check, idOf, isMembers, type Members, ofType, type Template, type Value } from './template.ts';

/** What an event has. Source: EventBridge user guide, events. */
const envelope = ['source', 'detail-type', 'detail', 'account', 'region', 'resources', 'id', 'time', 'version'];

/** No more is allowed by EventBridge. Source: EventBridge quotas. */
const targetsOfOneRule = 5;

const rules = (template: Template) => ofType(template, 'AWS::Events::Rule');

/** A pattern has members of events only, and lists at its leaves: AWS takes any other and never matches, or refuses it. */
export const patterns: Check = (template) =>
  rules(template).flatMap(([id, { EventPattern }]) => {
    if (!isMembers(EventPattern)) return [];
    const unknown = Object.keys(EventPattern).filter((name) => !envelope.includes(name));
    return [
      ...unknown.map((name) => `${id}: events have no ${name}.`),
      ...leavesOf(EventPattern).map((leaf) => `${id}: ${JSON.stringify(leaf)} is no list.`),
    ];
  });

/** The leaves that are no lists. */
const leavesOf = (value: Value): Value[] =>
  Array.isArray(value) ? [] : isMembers(value) ? Object.values(value).flatMap(leavesOf) : [value];

/** Every target has its retries and its dead letter queue said, and whoever is called lets the rule in: by a role, or by permission. */
export const targets: Check = (template) => {
  const permitted = ofType(template, 'AWS::Lambda::Permission').map(([, { FunctionName, SourceArn }]) =>
    [idOf(FunctionName), idOf(SourceArn)].join(' '),
  );
  return rules(template).flatMap(([id, { Targets = [] }]) => {
    const all = Targets as Members[];
    const tooMany = all.length > targetsOfOneRule ? [`${id}: a rule has ${targetsOfOneRule} targets at most.`] : [];
    return [...tooMany, ...all.flatMap((target) => ofTarget(template, id, target, permitted))];
  });
};

function ofTarget({ Resources }: Template, rule: string, target: Members, permitted: string[]): string[] {
  const callee = idOf(target.Arn) ?? '';
  const type = Resources[callee]?.Type;
  const faults = {
    'has no RetryPolicy of its own':
      !isMembers(target.RetryPolicy) ||
      target.RetryPolicy.MaximumRetryAttempts === undefined ||
      target.RetryPolicy.MaximumEventAgeInSeconds === undefined,
    'has no DeadLetterConfig': !isMembers(target.DeadLetterConfig),
    'is a state machine and has no RoleArn': type === 'AWS::StepFunctions::StateMachine' && target.RoleArn === undefined,
    'is a function that does not permit the rule': type === 'AWS::Lambda::Function' && !permitted.includes(`${callee} ${rule}`),
  };
  return Object.entries(faults).flatMap(([fault, found]) => (found ? [`${rule}: its target ${callee} ${fault}.`] : []));
}

/** The queue lets each rule park what it could not deliver, and nobody else's rule. */
export const parking: Check = (template) => {
  const policies = JSON.stringify(ofType(template, 'AWS::SQS::QueuePolicy'));
  return rules(template).flatMap(([id]) =>
    policies.includes(JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] })) ? [] : [`${id}: no queue's policy lets it park.`],
  );
};

/** What a rule calls is called asynchronously: how often and how long Lambda tries, and where it parks, is said. */
export const asynchronous: Check = (template) => {
  const configured = ofType(template, 'AWS::Lambda::EventInvokeConfig').flatMap(([, properties]) => {
    const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = properties;
    const whole = [MaximumRetryAttempts, MaximumEventAgeInSeconds].every((value) => value !== undefined);
    return whole && isMembers(DestinationConfig) && DestinationConfig.OnFailure !== undefined ? [idOf(FunctionName)] : [];
  });
  const called = rules(template).flatMap(([, { Targets = [] }]) => (Targets as Members[]).map(({ Arn }) => idOf(Arn) ?? ''));
  return [...new Set(called)].flatMap((id) =>
    template.Resources[id]?.Type !== 'AWS::Lambda::Function' || configured.includes(id)
      ? []
      : [`${id}: nothing says how often it is tried and where its failures go.`],
  );
};
