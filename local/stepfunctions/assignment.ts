import type { Thread } from './execution.ts';
import { isTooLarge, type Json } from './json.ts';

/** Most bytes in all variables of an execution together. Source: Step Functions developer guide, limits of variables. */
const mostStored = 10 * 1024 * 1024;

/** Values newly assigned, as JSON, by the variable's name. */
export type Assigned = Readonly<Record<string, string>>;

/**
 * True when one Assign gives more than 256 KiB, all its variables together, or when the execution would then hold more than
 * 10 MiB in its variables (source: Step Functions developer guide, limits of variables).
 */
export function isTooMuch(assigned: Assigned, thread: Thread, threads: readonly Thread[]): boolean {
  const texts = Object.values(assigned);
  if (isTooLarge(texts.join(''))) return true;
  const kept = threads.flatMap((other) => valuesOf(other).filter(([name]) => other !== thread || !(name in assigned)));
  return bytes(texts) + bytes(kept.map(([, value]) => JSON.stringify(value))) > mostStored;
}

const valuesOf = ({ variables }: Thread): [string, Json][] => Object.entries(variables);

const bytes = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
