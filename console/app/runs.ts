import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Problem, Runs } from '../protocol.ts';
import { ask } from './fetch.ts';
import type { Association } from './model.ts';
import { hasEnded } from './words.ts';

/** Milliseconds between two looks at what has not ended. */
const between = 1_500;

/** Which runs there have been, read again with every version of the association, and in between while it is on its way. */
export function useRuns(association: Association | null): ReadonlySignal<Runs | Problem | null> {
  const shown = useSignal<Runs | Problem | null>(null);
  const { id, version, state } = association ?? {};
  useEffect(() => {
    if (id === undefined || state === undefined) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const answer = await ask<Runs>('GET', `/console/associations/${encodeURIComponent(id)}/runs`);
      if (over) return;
      shown.value = answer.ok ? answer.body : answer.problem;
      // A run ends a moment after its association has.
      const goesOn = answer.ok && answer.body.runs.at(-1)?.status === 'RUNNING';
      if (goesOn || !answer.ok || !hasEnded(state)) timer = setTimeout(() => void look(), between);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, version, state]);
  return shown;
}
