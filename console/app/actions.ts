import type { AssociationSummary } from '../../src/answers.ts';
import { type Answer, ask } from './fetch.ts';
import { canInterrupt, undoInterrupts } from './kinds.ts';
import { hasEnded } from './words.ts';

/** What can be done about an association, beside deciding on it. */
export type Action = 'cancel' | 'retry';

/** Whether the API would hear of it. It is the API that knows: what has become too late meanwhile, it says. */
export const isPossible: Readonly<Record<Action, (association: AssociationSummary) => boolean>> = {
  cancel: ({ state, cancel }) => !hasEnded(state) && state !== 'ROLLING_BACK' && cancel === null,
  retry: ({ state }) => hasEnded(state) && state !== 'SUCCEEDED',
};

/** Whether it can interrupt traffic. */
export const mayInterrupt: Readonly<Record<Action, (association: AssociationSummary) => boolean>> = {
  // Once it was called it is taken back.
  cancel: (association) => association.state === 'RUNNING' && undoInterrupts(association),
  retry: canInterrupt,
};

/** What each does, for the one who is about to. */
export const actionTexts: Readonly<Record<Action, { readonly verb: string; readonly done: string; readonly explains: string }>> = {
  cancel: {
    verb: 'Cancel',
    done: 'cancelled',
    explains: 'Before its call it ends CANCELLED; after its call, what was made is taken back at the next look.',
  },
  retry: {
    verb: 'Retry',
    done: 'retried',
    explains:
      'The same association gets another attempt: what the last one may have left is looked at first, then it is planned, and approved, anew.',
  },
};

/**
 * Does it. What is tried again is the version that was read, and no other; cancelling is meant whatever has become of it meanwhile, but where
 * that could interrupt traffic by now and could not then.
 */
export function act(
  action: Action,
  association: AssociationSummary,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Answer<unknown>> {
  const { id, version } = association;
  const isOfVersion = action === 'retry' || (undoInterrupts(association) && !mayInterrupt.cancel(association));
  return ask('POST', `/api/associations/${encodeURIComponent(id)}/${action}`, {
    body,
    ...(isOfVersion && { headers: { 'if-match': `"${version}"` } }),
  });
}
