import { invalid } from './errors.ts';
import { stringIn } from './key.ts';
import { attributesOf, type Index, type Schema } from './schema.ts';
import type { Selection, Table } from './table.ts';
import { type Item, readItem } from './value.ts';

/** Bytes after which a page ends. Source: Query and Scan, DynamoDB API reference. */
const pageSize = 2 ** 20;

/** What a page starts after, as it was sent, and how long it may be. */
interface Wish {
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>> | undefined;
  readonly Limit?: number | undefined;
}

/** One page of a selection as the wire's JSON. There is a LastEvaluatedKey whenever the page was cut, also when nothing is behind it. */
export function pageOf(table: Table, { ExclusiveStartKey, Limit = Infinity }: Wish, selection: Omit<Selection, 'after'>): string {
  const { index, condition } = selection;
  const after = ExclusiveStartKey && readStart(table.schema, index, ExclusiveStartKey);
  if (after && condition && stringIn(after[(index ?? table.schema).hash]) !== condition.hash) {
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  const bodies: string[] = [];
  let size = 0;
  let last: string | undefined;
  for (const kept of table.select({ ...selection, after })) {
    bodies.push(kept.body);
    size += kept.size;
    if (bodies.length < Limit && size < pageSize) continue;
    last = JSON.stringify(keysIn(kept.body, table.schema, index));
    break;
  }
  const rest = last === undefined ? '' : `,"LastEvaluatedKey":${last}`;
  return `{"Items":[${bodies}],"Count":${bodies.length},"ScannedCount":${bodies.length}${rest}}`;
}

function keysIn(body: string, schema: Schema, index: Index | undefined): Item {
  const item = JSON.parse(body) as Item;
  return Object.fromEntries(namesOf(schema, index).map((name) => [name, item[name] as Item[string]]));
}

function readStart(schema: Schema, index: Index | undefined, members: Readonly<Record<string, unknown>>): Item {
  const start = readItem(members);
  const names = namesOf(schema, index);
  const fits = Object.keys(start).length === names.length && names.every((name) => stringIn(start[name]));
  if (fits) return start;
  throw invalid('The provided starting key is invalid');
}

const namesOf = (schema: Schema, index: Index | undefined) => [
  ...new Set([...attributesOf(schema), ...(index ? attributesOf(index) : [])]),
];
