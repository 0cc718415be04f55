import { UsageError } from './errors.ts';
import { subjectOf } from './kinds.ts';
import type { PlanView } from './model.ts';
import type { Session } from './session.ts';
import { interruptsTraffic } from './show/plan.ts';
import { cleaned } from './text.ts';

interface Planned {
  readonly kind: string;
  readonly pair: Readonly<Record<string, unknown>>;
  readonly plan: PlanView;
}

/**
 * Demands the name of what loses its traffic for a while: by --confirm, or typed where a person is. Of several, it is how many.
 * Throws UsageError when it is not given, or is another.
 */
export async function confirm(session: Session, planned: readonly Planned[], given: string | undefined): Promise<void> {
  const interrupted = planned.filter(({ plan }) => interruptsTraffic(plan));
  const [first] = interrupted;
  if (!first) return;
  const wanted = interrupted.length === 1 ? subjectOf(first) : String(interrupted.length);
  const what =
    interrupted.length === 1 ? `This interrupts the traffic of ${cleaned(wanted)}.` : `This interrupts the traffic of ${wanted} pairs.`;
  const answer = given ?? (session.canAsk ? await session.surroundings.input.ask(`${what} Type ${cleaned(wanted)} to go on: `) : undefined);
  if (answer === undefined) throw new UsageError(`${what} Nothing was sent.`, `If that is wanted, add: --confirm ${cleaned(wanted)}`);
  if (answer.trim() !== wanted)
    throw new UsageError(
      `"${answer}" is not ${cleaned(wanted)}. Nothing was sent.`,
      `${what} If that is wanted: --confirm ${cleaned(wanted)}`,
    );
}
