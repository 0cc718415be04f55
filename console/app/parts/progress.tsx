import type { AssociationView } from '../../../src/answers.ts';
import { now } from '../clock.ts';
import { doingText, progressOf, progressText } from '../progress.ts';
import { hasEnded } from '../words.ts';
import { Until } from './when.tsx';

/** Where it is now, when it looks next, and how long it has taken against what is usual. */
export function Progress({ association }: { readonly association: AssociationView }) {
  const ended = hasEnded(association.state);
  const progress = progressOf(association, now.value);
  const { usual, elapsed } = progress;
  const text = progressText(progress, ended);
  return (
    <section class="progress" aria-label="Where it is">
      {!ended && <p>{doingText(association, now.value)}</p>}
      {!ended && usual !== null && <progress max={Math.max(usual, elapsed)} value={elapsed} aria-label={text} />}
      <p class="faint">
        {text}
        {!ended && !association.intent && (
          <>
            {' '}
            · must have begun <Until at={association.deadlineAt} />
          </>
        )}
      </p>
    </section>
  );
}
