import type { Association, Removal } from './association.ts';
import type { Call } from './kinds/kind.ts';

/** Whether what was sent belongs to an attempt before this one. */
export const isLeftover = ({ intent, attempt }: Association): boolean => intent !== null && intent.run < attempt.firstRun;

/** What would take back what it made; empty where nothing would, or others came between. */
export function undoOf({ intent, leftover, abandoned, plan }: Association): readonly Call[] {
  if (leftover) return leftover.undo;
  return (intent || !abandoned ? plan?.undo : undefined) ?? [];
}

/** What it is, for something to be gone that was to be removed. */
export const missingOf = ({ isCertain }: Removal) => (isCertain ? 'LEFT_BEHIND' : 'UNKNOWN');

/** What a call removed, in words. */
export const removedText = ({ call, isCertain }: Removal, name = call.operation): string =>
  isCertain ? `${name} removed to make room` : `${name}, or somebody else, removed to make room`;
