import { drawingOf } from '../../app/graph/drawing.ts';
import type { Drawing, Runs } from '../../protocol.ts';

/** A workflow and its picture. */
export type Workflow = Pick<Runs, 'definition' | 'drawing'>;

/** How many pictures are remembered: one for each release that is looked at. */
const mostKept = 10;

/** Draws each workflow once. What cannot be drawn has no picture. */
export function createDrawing(): (definition: unknown) => Workflow {
  const drawn = new Map<string, Drawing | null>();
  return (definition) => {
    const key = JSON.stringify(definition);
    if (!drawn.has(key)) {
      if (drawn.size >= mostKept) drawn.clear();
      drawn.set(key, drawingOf(definition));
    }
    return { definition, drawing: drawn.get(key) ?? null };
  };
}
