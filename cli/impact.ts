import { kindNames, kindOf } from '../src/kinds/index.ts';
import type { Desired } from '../src/kinds/kind.ts';

/** What is asked for, as far as it decides on what becomes of traffic; of a file, whatever stands there. */
interface Asked {
  readonly kind?: unknown;
  readonly desired?: unknown;
}

/** Whether bringing a pair of this kind to this relation can interrupt traffic. What is not known can. */
export function canInterrupt(asked: Asked): boolean {
  const possible = possibleOf(asked);
  return possible === undefined || (possible.allowed && possible.impact === 'INTERRUPTS_TRAFFIC');
}

/** Whether taking it back interrupts traffic once more. What is not known does. */
export function undoInterrupts(asked: Asked): boolean {
  const possible = possibleOf(asked);
  return possible === undefined || (possible.allowed && possible.undoInterrupts === true);
}

const possibleOf = ({ kind, desired = 'ASSOCIATED' }: Asked) =>
  kindNames.includes(String(kind)) ? kindOf(String(kind)).desired[desired as Desired] : undefined;
