import { type Part, partsText } from '../batches.ts';
import { signOf } from '../words.ts';

/** A batch's items as one bar, a part for each state; in words for whoever cannot see it. */
export function Bar({ parts, total }: { readonly parts: readonly Part[]; readonly total: number }) {
  let at = 0;
  return (
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label={partsText(parts)}>
      {parts.map(({ state, count }) => {
        const width = (100 * count) / Math.max(1, total);
        at += width;
        return <rect key={state} class={state ? signOf(state).tone : 'none'} x={at - width} width={width} height={6} />;
      })}
    </svg>
  );
}
