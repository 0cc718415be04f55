import { createAccept } from '../../src/accept.ts';
import { rememberingStart } from '../asking.ts';
import { createMemoryTable } from '../memory-table.ts';

export type Door = ReturnType<typeof createDoor>;

/** The one door, on a table in memory, with the names of the runs that it has started. */
export function createDoor() {
  const table = createMemoryTable();
  const runs = rememberingStart();
  return {
    table,
    runs,
    accept: createAccept(table.store, runs.start, () => 'AUTO'),
    /** A door on the same table whose runs cannot be started. */
    killed: () =>
      createAccept(
        table.store,
        () => Promise.reject(new Error('killed')),
        () => 'AUTO',
      ),
    end: (id: string) => table.store.changeRecord(id, () => ({ state: 'FAILED' })),
  };
}
