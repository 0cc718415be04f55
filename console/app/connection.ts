import { computed, signal } from '@preact/signals';
import type { Problem } from '../protocol.ts';

/** How the page is connected to the console; `locked`: it does not take the page's token. */
export const connection = signal<'connecting' | 'live' | 'reconnecting' | 'locked'>('connecting');

/** What cannot be read, by its path: the console is there, and the API behind it is in trouble. */
export const troubles = signal<ReadonlyMap<string, Problem>>(new Map());

/** One of the troubles, to be shown. */
export const trouble = computed<Problem | null>(() => [...troubles.value.values()][0] ?? null);

/** Notes what can or cannot be read there. */
export function noteTrouble(path: string, problem: Problem | null): void {
  if (problem === null && !troubles.value.has(path)) return;
  const noted = new Map(troubles.value);
  if (problem) noted.set(path, problem);
  else noted.delete(path);
  troubles.value = noted;
}
