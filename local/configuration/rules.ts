import type { RuleConfiguration, RuleState, RuleTargetConfiguration } from '../configuration.ts';
import type { Members, Value } from './document.ts';
import { list, members, type References } from './references.ts';
import { arn, type Place } from './targets.ts';
import { resourcesOf } from './template.ts';

/** What EventBridge does when nothing else is said. Source: EventBridge user guide, retry policy. */
const retryDefaults = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** Every rule of EventBridge. */
export function readRules(document: Members, { place, references }: { place: Place; references: References }): RuleConfiguration[] {
  return resourcesOf(document, 'AWS::Events::Rule').map(({ id, properties }) => {
    const rule = members(id, properties, ['Name', 'Description', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets']);
    if ((rule.EventPattern === undefined) === (rule.ScheduleExpression === undefined))
      throw new Error(`${id} must have either an EventPattern or a ScheduleExpression to run locally.`);
    const name = references.text(rule.Name);
    const busName = references.text(rule.EventBusName ?? 'default');
    return {
      name,
      arn: arn('events', busName === 'default' ? `rule/${name}` : `rule/${busName}/${name}`, place),
      description: rule.Description === undefined ? null : references.text(rule.Description),
      busName,
      pattern: rule.EventPattern === undefined ? null : (references.resolve(rule.EventPattern) as Members),
      schedule: rule.ScheduleExpression === undefined ? null : references.text(rule.ScheduleExpression),
      state: stateOf(id, references.text(rule.State ?? 'ENABLED')),
      targets: list(`Targets of ${id}`, rule.Targets).map((target) => readTarget(id, target, references)),
    };
  });
}

function stateOf(rule: string, text: string): RuleState {
  if (text !== 'ENABLED' && text !== 'DISABLED') throw new Error(`The local world does not know the state ${text}, which ${rule} has.`);
  return text;
}

function readTarget(rule: string, value: Value, references: References): RuleTargetConfiguration {
  const target = members(`a target of ${rule}`, value, ['Id', 'Arn', 'RetryPolicy', 'DeadLetterConfig']);
  const retry = members(`RetryPolicy of ${rule}`, target.RetryPolicy ?? {}, ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds']);
  const { Arn: deadLetterArn } = members(`DeadLetterConfig of ${rule}`, target.DeadLetterConfig ?? {}, ['Arn']);
  return {
    id: references.text(target.Id),
    arn: references.text(target.Arn),
    maximumRetryAttempts: Number(retry.MaximumRetryAttempts ?? retryDefaults.MaximumRetryAttempts),
    maximumEventAgeSeconds: Number(retry.MaximumEventAgeInSeconds ?? retryDefaults.MaximumEventAgeInSeconds),
    deadLetterArn: deadLetterArn === undefined ? null : references.text(deadLetterArn),
  };
}
