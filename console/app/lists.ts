import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Problem } from '../protocol.ts';
import { type Answer, ask } from './fetch.ts';
import { type Loaded, merged, nothingLoaded, withFirst, withOlder } from './listing.ts';
import { watch } from './live.ts';
import type { Page, Summary } from './model.ts';

/** A list that is looked at: its first page as it happens, older ones as they were read. */
export interface LiveList {
  /** Null until all of it is known. */
  readonly items: ReadonlySignal<readonly Summary[] | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly hasOlder: ReadonlySignal<boolean>;
  older(): Promise<void>;
  end(): void;
}

/** Looks at the associations of several questions as at one list. */
export function openList(paths: readonly string[]): LiveList {
  const lists = new Map<string, Loaded>();
  const items = signal<readonly Summary[] | null>(null);
  const problem = signal<Problem | null>(null);
  const hasOlder = signal(false);
  const note = (path: string, loaded: Loaded) => {
    lists.set(path, loaded);
    batch(() => {
      if (lists.size === paths.length) items.value = merged([...lists.values()]);
      hasOlder.value = [...lists.values()].some(({ next }) => next !== null);
    });
  };
  const take = (path: string, answer: Answer<unknown> | null) => {
    if (answer === null) return;
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) note(path, withFirst(lists.get(path) ?? nothingLoaded, answer.body as Page<Summary>));
  };
  const ends = paths.map((path) => {
    const { latest, end } = watch(path);
    const unsubscribe = latest.subscribe((answer) => take(path, answer));
    return () => {
      unsubscribe();
      end();
    };
  });
  async function older(): Promise<void> {
    for (const [path, { next }] of [...lists]) {
      if (next === null) continue;
      const answer = await ask<Page<Summary>>('GET', `/api${path}&pageToken=${encodeURIComponent(next)}`);
      problem.value = answer.ok ? null : answer.problem;
      if (answer.ok) note(path, withOlder(lists.get(path) ?? nothingLoaded, answer.body));
    }
  }
  return { items, problem, hasOlder, older, end: () => ends.forEach((end) => void end()) };
}
