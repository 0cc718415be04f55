import { now } from '../clock.ts';
import { absoluteText, relativeText } from '../time.ts';

/** A time as seen from now; what it is exactly, on pointing at it. */
export const When = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={absoluteText(at)}>
    {relativeText(at, now.value)}
  </time>
);
