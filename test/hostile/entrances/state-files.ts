import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createDynamoDb } from '../../../local/dynamodb/service.ts';
import { createState } from '../../../local/state.ts';
import { openStateDirectory } from '../../../local/state-directory.ts';
import { createJournal } from '../../../local/stepfunctions/journal.ts';
import { type Entrance, property } from '../entrance.ts';
import { type Json, text, textOf, value } from '../values.ts';

/** What keeps something, by its file: opens it, reads what is there, and closes it. */
const keepers: readonly (readonly [file: string, read: (directory: string) => void])[] = [
  ['world.db', (directory) => close(createState(join(directory, 'world.db')), (state) => state.list('clock'))],
  ['executions.db', (directory) => close(createJournal(join(directory, 'executions.db')), (journal) => journal.running())],
  ['items.db', (directory) => close(createDynamoDb({ path: directory, clock: Date, account: '1', region: 'r' }), () => undefined)],
];

function close<Kept extends { close(): void }>(kept: Kept, read: (kept: Kept) => unknown): void {
  read(kept);
  kept.close();
}

/** Of what begins as a database does, SQLite itself says later what is wrong. */
const magic = Buffer.from('SQLite format 3\0');
const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 600 }).map((given) => Buffer.from(given)),
  fc.uint8Array({ maxLength: 200 }).map((given) => Buffer.concat([magic, given])),
);

/** What a local world keeps in its state directory, as somebody else left it. */
export const stateFiles: Entrance = {
  name: 'state files',
  share: 50,
  async open() {
    const directory = mkdtempSync(join(tmpdir(), 'liaison-hostile-'));
    const torn = ([[file, read], content]: readonly [(typeof keepers)[number], Buffer]) => {
      for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(join(directory, name), { force: true });
      writeFileSync(join(directory, file), content);
      try {
        read(directory);
      } catch (error) {
        if (!(error as Error).message.includes(join(directory, file))) throw error;
      }
    };
    const announced = (announcement: string) => {
      writeFileSync(join(directory, 'world.json'), announcement);
      openStateDirectory(directory, { once: false, reset: false }).leave();
    };
    const state = createState();
    const kept = ([collection, key, document]: [string, string, Json]) => {
      const body = JSON.stringify(document);
      state.put(collection, key, document);
      if (JSON.stringify(state.get(collection, key)) !== body) throw new Error('What was kept is something else now.');
      if (!state.list(collection).some(([found]) => found.toWellFormed() === key.toWellFormed())) throw new Error('It is not in the list.');
      state.delete(collection, key);
      if (state.get(collection, key) !== undefined) throw new Error('It was deleted, and is there.');
    };
    const announcements = fc.oneof(
      text,
      value.map(textOf),
      value.map((pid) => `{"pid":${textOf(pid)}}`),
    );
    const documents = fc.tuple(text, text, value);
    return {
      properties: [
        property('that are torn, or none, are refused by name', fc.tuple(fc.constantFrom(...keepers), bytes), torn),
        property('that announce a world are opened when none lives there', announcements, announced),
        property('keep documents of any name', documents, kept),
      ],
      async close() {
        state.close();
        rmSync(directory, { recursive: true, force: true });
      },
    };
  },
};
