import { createHash } from 'node:crypto';
import type { Association } from '../../src/association.ts';
import type { Batch } from '../../src/batches/batch.ts';
import type { CallMade } from './aws.ts';
import type { Invocation } from './lambda.ts';
import type { Standing } from './truth.ts';

/** A call to a service, by whom it was made, and how the pair that it was about stood before and after it. */
export interface Call extends CallMade, Invocation {
  readonly at: number;
  /** Of the association it was made for, or what another hand changed. */
  readonly subject: Pick<Association, 'kind' | 'pair'> | null;
  readonly before: Standing | null;
  readonly after: Standing | null;
  /** What of its association's record decides whether the call may be made; of mutating calls only. */
  readonly allowed: Pick<Association, 'approval' | 'plan'> | null;
}

/** An association came to an end: what it said of AWS, and what there was. */
export interface End extends Pick<Association, 'id' | 'run' | 'state' | 'sideEffects' | 'changed' | 'settledAt' | 'endReason'> {
  readonly at: number;
  readonly standing: Standing;
  /** How many calls had been made by then. */
  readonly calls: number;
  readonly attempt: number;
}

/** Something told to others: on the bus or to the topic. */
export interface Told {
  readonly to: 'BUS' | 'TOPIC';
  readonly id: string;
  readonly sequence: number | null;
  readonly type: string;
}

/** What happened in one seed, in order, for those who judge it afterwards. */
export interface Chronicle {
  readonly calls: Call[];
  readonly ends: End[];
  /** When each association came to be. */
  readonly begins: Map<string, number>;
  /** Batches as they were when they came to an end, and when that was. */
  readonly batchEnds: (Batch & { readonly at: number })[];
  /** When an association had nothing under way any more without having ended, and AWS neither: by how many calls had been made. */
  readonly rests: { readonly id: string; readonly calls: number }[];
  readonly told: Told[];
  /** ASL transitions taken, as `Lock → AfterLock`. */
  readonly transitions: Map<string, number>;
  /** In which states executions died by what came from outside, and how often. */
  readonly deaths: Map<string, number>;
  /** Executions by name, with how they ended, and how many events each has. */
  readonly executions: Map<string, { status: string; events: number }>;
  /** What has come of each trigger, by its key: the ids it was answered with, and whether it was taken in at all. */
  readonly triggers: Map<string, { readonly ids: Set<string>; taken: boolean }>;
  /** The plans that somebody said yes to, as the digest and the id. */
  readonly approvals: Set<string>;
  /** What functions threw that nothing in the weather explains. */
  readonly failures: string[];
  /** What people did, and how often. */
  readonly deeds: Map<string, number>;
  readonly lines: string[];
  /** Notes a line of the trace. */
  note(at: number, line: string): void;
  hash(): string;
}

/** An empty chronicle. `tracing`: keeps the trace's lines, and not their hash only. */
export function createChronicle({ tracing = false }: { readonly tracing?: boolean } = {}): Chronicle {
  const notes: { readonly at: number; readonly text: string }[] = [];
  const told = () => notes.map(({ at, text }) => `${new Date(at).toISOString()} ${text}`);
  return {
    calls: [],
    ends: [],
    begins: new Map(),
    batchEnds: [],
    rests: [],
    told: [],
    transitions: new Map(),
    deaths: new Map(),
    executions: new Map(),
    triggers: new Map(),
    approvals: new Set(),
    failures: [],
    deeds: new Map(),
    get lines() {
      return tracing ? told() : [];
    },
    note(at, text) {
      notes.push({ at, text });
    },
    hash: () => createHash('sha256').update(told().join('\n')).digest('hex'),
  };
}
