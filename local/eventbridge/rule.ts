import type { RuleConfiguration } from '../configuration.ts';
import { compilePattern, type Matcher, UnsupportedPattern } from './pattern.ts';
import { rateOf, UnsupportedSchedule } from './schedule.ts';

/** A rule with its pattern, or its schedule, read. */
export interface Rule extends RuleConfiguration {
  readonly matches: Matcher;
  /** Milliseconds between two of its times; null for a rule that events meet. */
  readonly rate: number | null;
}

/** Reads a rule's pattern and schedule. Throws UnsupportedPattern or UnsupportedSchedule with the rule's name. */
export function loadRule(configuration: RuleConfiguration): Rule {
  const { name, pattern, schedule } = configuration;
  try {
    return {
      ...configuration,
      matches: pattern === null ? () => false : compilePattern(pattern),
      rate: schedule === null ? null : rateOf(schedule),
    };
  } catch (error) {
    if (error instanceof UnsupportedPattern) throw new UnsupportedPattern(`Rule ${name}: ${error.message}`);
    if (error instanceof UnsupportedSchedule) throw new UnsupportedSchedule(`Rule ${name}: ${error.message}`);
    throw error;
  }
}
