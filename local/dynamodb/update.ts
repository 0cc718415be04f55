import { attributeOf } from './condition.ts';
import { invalid } from './errors.ts';
import type { Placeholders } from './placeholders.ts';
import { tokensOf } from './tokens.ts';
import type { Item, Value } from './value.ts';

const name = 'UpdateExpression';

/** What `SET a = :a, b = :b` sets. Throws ValidationException, by name also for what is not served here: everything but SET to a value. */
export function parseUpdate(text: string, placeholders: Placeholders): Item {
  const tokens = tokensOf(text, name);
  const clause = tokens.take();
  if (clause.toUpperCase() !== 'SET') throw invalid(`Invalid ${name}: ${clause} is not served here, only SET`);
  const members = new Map<string, Value>();
  do {
    const attribute = attributeOf(tokens, name, placeholders);
    if (members.has(attribute)) throw overlap(attribute);
    tokens.expect('=');
    if (!tokens.next.startsWith(':'))
      throw invalid(`Invalid ${name}: ${tokens.next || 'Nothing'} is not served here as what is set, only a value`);
    members.set(attribute, placeholders.value(tokens.take(), name));
  } while (tokens.takeIf(','));
  if (tokens.next !== '') throw invalid(`Invalid ${name}: ${tokens.next} is not served here after what is set`);
  return Object.fromEntries(members);
}

const overlap = (attribute: string) =>
  invalid(
    `Invalid ${name}: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${attribute}], path two: [${attribute}]`,
  );
