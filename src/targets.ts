import { createInvokeKind, type InvokeKind } from './invoke-kind.ts';
import type { Selector, Words } from './kinds/kind.ts';
import { orUnread, type Unread } from './unread.ts';

/** The pairs that a kind's own function finds by a selector. Throws PairsUnread when AWS could not be read for them. */
export type Targets = (kind: string, selector: Selector) => Promise<unknown[]>;

/** AWS could not be read for the pairs of a selector: they may be found later. */
export class PairsUnread extends Error {
  override readonly name = 'PairsUnread';
  readonly words: Words;

  constructor(kind: string, words: Words) {
    super(`${kind} could not find pairs: ${words.operation}: ${words.error}: ${words.message ?? 'no message'}`);
    this.words = words;
  }
}

export const createTargets =
  (invoke: InvokeKind = createInvokeKind()): Targets =>
  async (kind, selector) => {
    const payload = { step: 'targets', selector };
    const found = (await orUnread('Invoke', invoke(kind, payload))) as { pairs: unknown[] } | Unread;
    if ('unread' in found) throw new PairsUnread(kind, found.unread);
    return found.pairs;
  };
