import { kindNames, kindOf } from '../src/kinds/index.ts';
import type { Desired } from '../src/kinds/kind.ts';

/** What is asked for, as far as it decides on what becomes of traffic; of a file, whatever stands there. */
interface Asked {
  readonly kind?: unknown;
  readonly desired?: unknown;
}

/** Whether bringing a pair of this kind to this relation can interrupt traffic. What is not known can. */
export function canInterrupt({ kind, desired = 'ASSOCIATED' }: Asked): boolean {
  const possible = kindNames.includes(String(kind)) ? kindOf(String(kind)).desired[desired as Desired] : undefined;
  return possible === undefined || (possible.allowed && possible.impact === 'INTERRUPTS_TRAFFIC');
}
