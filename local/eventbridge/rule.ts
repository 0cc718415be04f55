import type { RuleConfiguration } from '../configuration.ts';
import { compilePattern, type Matcher, UnsupportedPattern } from './pattern.ts';

/** A rule with its pattern read. */
export interface Rule extends RuleConfiguration {
  readonly matches: Matcher;
}

/** Reads a rule's pattern. Throws UnsupportedPattern with the rule's name. */
export function loadRule(configuration: RuleConfiguration): Rule {
  try {
    return { ...configuration, matches: compilePattern(configuration.pattern) };
  } catch (error) {
    if (error instanceof UnsupportedPattern) throw new UnsupportedPattern(`Rule ${configuration.name}: ${error.message}`);
    throw error;
  }
}
