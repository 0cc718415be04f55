import { DatabaseSync } from 'node:sqlite';

/**
 * The SQLite file at `path`, made ready by `setup`; `:memory:` is none. Throws an Error that names the file when it holds something else,
 * or was torn.
 */
export function openDatabase(path: string, setup: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    database.exec(setup);
    return database;
  } catch (cause) {
    database?.close();
    throw new Error(`${path} cannot be used: ${(cause as Error).message}. Start with --reset, which forgets what was kept, or elsewhere.`, {
      cause,
    });
  }
}
