import type { Association } from '../../src/association.ts';
import type { MemoryTable } from '../memory-table.ts';
import { createRehearsal, type Interference } from './rehearsal.ts';
import type { Script } from './script.ts';

type Rehearsal = ReturnType<typeof createRehearsal>;

/** Where requests are rehearsed on one table; `taken` gathers the ways that were taken through the definition. */
export type Stage = ReturnType<typeof createStage>;

export function createStage(table: MemoryTable, taken: Set<string>) {
  const { store } = table;
  let count = 0;
  const rehearse = (script: Script = {}, interferences: Interference[] = []) => createRehearsal(table, taken, script, interferences);
  return { store, rehearse, stand, play };

  /** A request for a pair of its own, accepted and not run yet. */
  async function stand(
    script: Script = {},
    input: Record<string, unknown> = {},
    interferences: Interference[] = [],
  ): Promise<{ rehearsal: Rehearsal; association: Association }> {
    count += 1;
    const rehearsal = rehearse(script, interferences);
    const pair = { packageId: 'F1', domainName: `domain-${count}` };
    return { rehearsal, association: await rehearsal.accept(`key-${count}`, { pair, ...input }) };
  }

  /** The same, run to its end. */
  async function play(...request: Parameters<typeof stand>) {
    const { rehearsal, association } = await stand(...request);
    return { ...(await rehearsal.run(association)), ...rehearsal };
  }
}
