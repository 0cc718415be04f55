import { signal } from '@preact/signals';
import type { AssociationSummary } from '../../src/answers.ts';
import type { KindForm, Problem } from '../protocol.ts';
import { type Answer, ask } from './fetch.ts';

/** What can be asked for; null until it is known. */
export const kinds = signal<Answer<readonly KindForm[]> | null>(null);

/** Reads the kinds, unless they are known. */
export async function loadKinds(): Promise<void> {
  if (!kinds.value?.ok) kinds.value = await ask<readonly KindForm[]>('GET', '/console/kinds');
}

/** Why the kinds are not known. */
export const kindsProblem = (): Problem | null => (kinds.value && !kinds.value.ok ? kinds.value.problem : null);

const formOf = (kind: string): KindForm | undefined => (kinds.value?.ok ? kinds.value.body.find((form) => form.kind === kind) : undefined);

/** Whether bringing a pair of this kind to this relation can interrupt traffic. What is not known can. */
export function canInterrupt({ kind, desired }: Pick<AssociationSummary, 'kind' | 'desired'>): boolean {
  const possible = formOf(kind)?.desired[desired];
  return possible === undefined || (possible.allowed && possible.impact === 'INTERRUPTS_TRAFFIC');
}

/** Whether taking it back interrupts traffic once more. What is not known does. */
export function undoInterrupts({ kind, desired }: Pick<AssociationSummary, 'kind' | 'desired'>): boolean {
  const possible = formOf(kind)?.desired[desired];
  return possible === undefined || (possible.allowed && possible.undoInterrupts === true);
}

/** What must be typed before the pair's traffic is interrupted: the id of what the traffic is of. */
export const subjectOf = ({ kind, pair }: Pick<AssociationSummary, 'kind' | 'pair'>): string =>
  String(pair[formOf(kind)?.subject ?? Object.keys(pair)[0] ?? ''] ?? '');
