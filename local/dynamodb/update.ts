import { attributeOf } from './condition.ts';
import { invalid } from './errors.ts';
import type { Placeholders } from './placeholders.ts';
import { type Tokens, tokensOf } from './tokens.ts';
import type { Item, Value } from './value.ts';

const name = 'UpdateExpression';

/** What an update makes of an item. */
export interface Update {
  readonly set: Item;
  /** Attributes; one that is not there is no fault. */
  readonly remove: readonly string[];
}

export const noUpdate: Update = { set: {}, remove: [] };

/**
 * What `SET a = :a, b = :b REMOVE c` does, its clauses in any order. Throws ValidationException, by name also for what is not served
 * here: everything but SET to a value and REMOVE.
 */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  const tokens = tokensOf(text, name);
  const clauses = createClauses(placeholders);
  const seen = new Set<string>();
  while (tokens.next !== '') {
    const word = tokens.take();
    const clause = clauses[word.toUpperCase() as keyof typeof clauses];
    if (!clause) throw invalid(`Invalid ${name}: ${word} is not served here, only SET to a value and REMOVE`);
    if (seen.has(word.toUpperCase())) throw invalid(`Invalid ${name}: The "${word.toUpperCase()}" section can only be used once`);
    seen.add(word.toUpperCase());
    do clause.read(tokens);
    while (tokens.takeIf(','));
  }
  return { set: Object.fromEntries(clauses.SET.members), remove: [...clauses.REMOVE.members] };
}

function createClauses(placeholders: Placeholders) {
  const members = new Map<string, Value>();
  const removed = new Set<string>();
  function attribute(tokens: Tokens): string {
    const read = attributeOf(tokens, name, placeholders);
    if (members.has(read) || removed.has(read)) throw overlap(read);
    return read;
  }
  return {
    SET: {
      members,
      read(tokens: Tokens) {
        const read = attribute(tokens);
        tokens.expect('=');
        if (!tokens.next.startsWith(':'))
          throw invalid(`Invalid ${name}: ${tokens.next || 'Nothing'} is not served here as what is set, only a value`);
        members.set(read, placeholders.value(tokens.take(), name));
      },
    },
    REMOVE: { members: removed, read: (tokens: Tokens) => void removed.add(attribute(tokens)) },
  };
}

const overlap = (attribute: string) =>
  invalid(
    `Invalid ${name}: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [${attribute}], path two: [${attribute}]`,
  );
