import type { Documents } from '../../src/table.ts';
import { createQuickTable } from '../../test/simulation/quick-table.ts';

/** What a table was used for. */
export interface Usage {
  calls: number;
  writeUnits: number;
  readUnits: number;
}

type Item = Readonly<Record<string, unknown>>;
type Key = Readonly<Record<'pk' | 'sk', string>>;

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly Key?: Key;
    readonly Item?: Item & Key;
    readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Key[] }>>;
  };
}

/** The table's indexes by the attribute that is their key beside the id; they keep keys only. Source: serverless/table.yml. */
const indexes = ['listed', 'state', 'batchId', 'unfinished'];

const [writeUnit, readUnit] = [1_024, 4_096];

/**
 * A table in memory that counts what DynamoDB would bill on demand. A write is a unit for each KB of the item, as it was or as it is, the
 * larger, also when it is refused; and one for each entry that an index loses or gets. A consistent read is a unit for each 4 KB of
 * each item, also of one that is not there; a query half of that. Source: Amazon DynamoDB developer guide, capacity unit consumption.
 */
export function createMeteredTable(usage: Usage): Documents {
  const send = createQuickTable().send as unknown as (command: object) => Promise<Record<string, unknown>>;
  const itemAt = async (key: Key) => (await send({ constructor: { name: 'GetCommand' }, input: { Key: key } })).Item as Item | undefined;

  async function write(command: Command, key: Key): Promise<unknown> {
    const before = await itemAt(key);
    try {
      return await send(command);
    } finally {
      const after = await itemAt(key);
      const size = Math.max(sizeOf(before), sizeOf(after));
      usage.writeUnits += unitsOf(size, writeUnit) + indexes.reduce((sum, index) => sum + entriesChanged(index, before, after), 0);
    }
  }

  const operations: Readonly<Record<string, (command: Command) => Promise<unknown>>> = {
    GetCommand: async (command) => {
      const answer = await send(command);
      usage.readUnits += unitsOf(sizeOf(answer.Item), readUnit);
      return answer;
    },
    BatchGetCommand: async (command) => {
      for (const { Keys } of Object.values(command.input.RequestItems ?? {}))
        for (const key of Keys) usage.readUnits += unitsOf(sizeOf(await itemAt(key)), readUnit);
      return send(command);
    },
    QueryCommand: async (command) => {
      const answer = await send(command);
      usage.readUnits += unitsOf(sizeOf(answer.Items), readUnit) / 2;
      return answer;
    },
    PutCommand: (command) => write(command, command.input.Item as Key),
    UpdateCommand: (command) => write(command, command.input.Key as Key),
    DeleteCommand: (command) => write(command, command.input.Key as Key),
  };

  const metered = (command: Command) => {
    const operation = operations[command.constructor.name];
    if (!operation) throw new Error(`Nobody knows what ${command.constructor.name} is billed.`);
    usage.calls += 1;
    return operation(command);
  };
  return { send: metered } as unknown as Documents;
}

const unitsOf = (size: number, unit: number) => Math.max(1, Math.ceil(size / unit));

/** An entry that comes or goes is a write, one that moves is two. */
function entriesChanged(index: string, before: Item | undefined, after: Item | undefined): number {
  const [was, is] = [before, after].map((item) =>
    item?.[index] === undefined || item.id === undefined ? null : `${item[index]} ${item.id}`,
  );
  return was === is ? 0 : Number(was !== null) + Number(is !== null);
}

/** Bytes that DynamoDB counts (source: Amazon DynamoDB developer guide, item sizes and formats). */
function sizeOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).replace(/\D/g, '').length / 2) + 1;
  const members = Object.entries(value as object).filter(([, member]) => member !== undefined);
  const names = Array.isArray(value) ? 0 : members.reduce((sum, [name]) => sum + Buffer.byteLength(name), 0);
  return 3 + names + members.reduce((sum, [, member]) => sum + 1 + sizeOf(member), 0);
}
