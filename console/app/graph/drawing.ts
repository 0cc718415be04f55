import type { Drawing } from '../../protocol.ts';
import { laidOut } from './layout.ts';
import { machineOf } from './machine.ts';

/** The picture of a workflow; null for what cannot be drawn, whose steps are told by a table alone. Whatever a definition holds, it does not throw. */
export function drawingOf(definition: unknown): Drawing | null {
  const machine = machineOf(definition);
  if (!machine) return null;
  try {
    return laidOut(machine);
  } catch {
    // A layout that gives up on a strange workflow is no reason to show nothing of its runs.
    return null;
  }
}
