import { useEffect, useRef, useState } from 'preact/hooks';
import type { Plans as PlansAnswer } from '../../../src/answers.ts';
import type { Desired } from '../../../src/kinds/kind.ts';
import { isWhollyBlocked } from '../../../src/verdict.ts';
import type { KindForm } from '../../protocol.ts';
import { demandOf, isMet } from '../demand.ts';
import { Plans } from '../parts/plans.tsx';
import { Typed } from '../parts/typed.tsx';

interface ConfirmedProps {
  readonly plans: PlansAnswer;
  readonly form: KindForm;
  readonly desired: Desired;
  readonly working: boolean;
  onSend(): void;
}

/** The plan, and the button that asks for it: with what must be typed first where traffic is interrupted. */
export function Confirmed({ plans, form, desired, working, onSend }: ConfirmedProps) {
  const [typed, setTyped] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [plans]);
  const { text, change, waiting, notPlanned } = plans.summary;
  const demand = demandOf(plans, form, desired);
  const blocked = isWhollyBlocked(plans);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" ref={heading} tabIndex={-1}>
        Plan: {text}
      </h2>
      <Plans plans={plans} />
      <Typed demand={demand} value={typed} onInput={setTyped} />
      <div class="buttons">
        <button type="button" class={demand ? 'danger' : 'primary'} disabled={working || blocked || !isMet(demand, typed)} onClick={onSend}>
          {change + waiting + notPlanned > 0 ? 'Request it' : 'Request it all the same'}
        </button>
        {blocked && <span class="faint">It would fail: mend what the checks say, then plan again.</span>}
      </div>
    </section>
  );
}
