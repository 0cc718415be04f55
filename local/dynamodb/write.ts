import { holds, parseCondition } from './condition.ts';
import { conditionFailed, invalid } from './errors.ts';
import { assertItem } from './key.ts';
import type { Placeholders } from './placeholders.ts';
import type { Table } from './table.ts';
import { type Item, sizeOf } from './value.ts';

/** What all writes may ask for. */
interface Write {
  readonly ConditionExpression?: string | undefined;
  readonly ReturnValues?: 'NONE' | 'ALL_OLD' | 'ALL_NEW' | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: 'NONE' | 'ALL_OLD' | undefined;
}

/** Bytes. Source: DynamoDB developer guide, constraints. */
const largestItem = 400 * 1024;

/**
 * Writes what `change` makes of the item that has this key, undefined for none, and gives the answer.
 * Throws ConditionalCheckFailedException and ValidationException; then nothing has changed.
 */
export function write(
  table: Table,
  key: Item,
  { ConditionExpression, ReturnValues = 'NONE', ReturnValuesOnConditionCheckFailure: onFailure }: Write,
  placeholders: Placeholders,
  change: (before: Item | undefined) => Item | undefined,
): string {
  const condition =
    ConditionExpression === undefined ? undefined : parseCondition(ConditionExpression, 'ConditionExpression', placeholders);
  placeholders.assertAllUsed();
  const before = table.get(key)?.item;
  if (condition && !holds(condition, before ?? {})) throw conditionFailed(onFailure === 'ALL_OLD' ? before : undefined);
  const after = change(before);
  if (after) table.put(after, before);
  else table.delete(key);
  const attributes = { NONE: undefined, ALL_OLD: before, ALL_NEW: after }[ReturnValues];
  return JSON.stringify({ Attributes: attributes });
}

/** Throws ValidationException for an item that the table cannot keep. */
export function assertKept(table: Table, item: Item, what: string): Item {
  assertItem(table.schema, item);
  if (sizeOf(item) > largestItem) throw invalid(`${what} has exceeded the maximum allowed size`);
  return item;
}
