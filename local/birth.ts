import type { Clock } from './clock.ts';
import type { State } from './state.ts';

/** When the resource of that ARN came into this world, in epoch milliseconds: the first time it was asked for, and the same ever after. */
export function bornAt({ clock, state }: { readonly clock: Clock; readonly state: State }, arn: string): number {
  const known = state.get<number>('birth', arn);
  if (known !== undefined) return known;
  const now = clock.now();
  state.put('birth', arn, now);
  return now;
}
