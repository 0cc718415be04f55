import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Page } from '../../src/answers.ts';
import type { Problem } from '../protocol.ts';
import { type Answer, ask } from './fetch.ts';
import { deepened, type Loaded, merged, nothingLoaded, withFirst, withOlder } from './listing.ts';
import { watch } from './live.ts';

/** A list that is looked at: its first page as it happens, older ones as they were read. */
export interface LiveList<Item> {
  /** Null until all of it is known. */
  readonly items: ReadonlySignal<readonly Item[] | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly hasOlder: ReadonlySignal<boolean>;
  older(): Promise<void>;
  end(): void;
}

/** How many items a page has at most, as its path asks. */
const sizeIn = (path: string) => Number(new URLSearchParams(path.split('?')[1]).get('pageSize'));

/** Looks at what several questions bring as at one list. */
function openList<Item extends { readonly id: string }>(paths: readonly string[]): LiveList<Item> {
  const lists = new Map<string, Loaded<Item>>();
  const items = signal<readonly Item[] | null>(null);
  const problem = signal<Problem | null>(null);
  const hasOlder = signal(false);
  const note = (path: string, loaded: Loaded<Item>) => {
    lists.set(path, loaded);
    batch(() => {
      if (lists.size === paths.length) items.value = merged([...lists.values()]);
      hasOlder.value = [...lists.values()].some(({ next }) => next !== null);
    });
  };
  const take = (path: string, answer: Answer<unknown> | null) => {
    if (answer === null) return;
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) note(path, withFirst(lists.get(path) ?? nothingLoaded, answer.body as Page<Item>, sizeIn(path)));
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
    for (const path of [...lists.keys()]) {
      const loaded = lists.get(path) ?? nothingLoaded;
      const { next } = loaded;
      if (next === null) continue;
      note(path, deepened(loaded));
      const answer = await ask<Page<Item>>('GET', `/api${path}&pageToken=${encodeURIComponent(next)}`);
      problem.value = answer.ok ? null : answer.problem;
      if (answer.ok) note(path, withOlder(lists.get(path) ?? nothingLoaded, next, answer.body));
    }
  }
  return { items, problem, hasOlder, older, end: () => ends.forEach((end) => void end()) };
}

/** A list for as long as the component looks at these paths. */
export function useList<Item extends { readonly id: string }>(paths: readonly string[]): LiveList<Item> {
  const list = useMemo(() => openList<Item>(paths), [paths.join('\n')]);
  useEffect(() => list.end, [list]);
  return list;
}
