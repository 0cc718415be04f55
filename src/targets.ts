import { createInvokeKind, type InvokeKind } from './invoke-kind.ts';
import type { Selector } from './kinds/kind.ts';

/** The pairs that a kind's own function finds by a selector. */
export type Targets = (kind: string, selector: Selector) => Promise<unknown[]>;

export const createTargets =
  (invoke: InvokeKind = createInvokeKind()): Targets =>
  async (kind, selector) => {
    const payload = { step: 'targets', selector };
    return ((await invoke(kind, payload)) as { pairs: unknown[] }).pairs;
  };
