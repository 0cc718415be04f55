/** What a client asked for, and what it was told: nothing of this may be lost. */
export interface Asked {
  /** null for what was asked for by an event. */
  readonly key: string | null;
  readonly by: string;
  readonly path: '/associations' | '/batches';
  readonly body: object;
  /** null until it was accepted. */
  id: string | null;
  /** Decisions that were taken in: cancel, approve or reject. */
  readonly decisions: string[];
}

/** What all clients asked for, and what they were answered that no client should be. */
export interface Ledger {
  readonly asked: Asked[];
  /** Events that the bus has taken, as an association names them. */
  readonly events: string[];
  readonly refusals: string[];
}

export const createLedger = (): Ledger => ({ asked: [], events: [], refusals: [] });
