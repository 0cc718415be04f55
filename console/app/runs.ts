import type { ReadonlySignal } from '@preact/signals';
import type { AssociationView } from '../../src/answers.ts';
import type { Runs } from '../protocol.ts';
import { type Answer, ask } from './fetch.ts';
import { usePolled } from './polled.ts';
import { hasEnded } from './words.ts';

/** Which runs there have been, read again with every version of the association, and in between while it is on its way. */
export const useRuns = (association: AssociationView | null): ReadonlySignal<Answer<Runs> | null> =>
  usePolled({
    id: association?.id,
    version: association?.version,
    read: (id) => ask<Runs>('GET', `/console/associations/${encodeURIComponent(id)}/runs`),
    // A run ends a moment after its association has.
    goesOn: (answer) =>
      !answer.ok || answer.body.runs.at(-1)?.status === 'RUNNING' || (association !== null && !hasEnded(association.state)),
  });
