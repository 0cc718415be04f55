import { useEffect, useState } from 'preact/hooks';
import type { AssociationView, Plans as PlansAnswer } from '../../../src/answers.ts';
import { interruptsTraffic, isWhollyBlocked } from '../../../src/verdict.ts';
import type { Problem } from '../../protocol.ts';
import { act, actionTexts } from '../actions.ts';
import { announce } from '../announce.ts';
import { type Demand, isMet } from '../demand.ts';
import { type Answer, ask } from '../fetch.ts';
import { canInterrupt, loadKinds, subjectOf } from '../kinds.ts';
import { isUnclear } from '../words.ts';
import { Dialog, Leave } from './dialog.tsx';
import { Plans } from './plans.tsx';
import { ProblemNote } from './problem.tsx';
import { Typed } from './typed.tsx';

interface RetryProps {
  readonly association: AssociationView;
  onClose(): void;
}

/** Asks about another attempt of one association: with what it would do now, and for that alone where it begins with that. */
export function Retry({ association: given, onClose }: RetryProps) {
  // What is shown stays what is done, whatever becomes of the page behind it.
  const [association] = useState(given);
  const [answer, setAnswer] = useState<Answer<PlansAnswer> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [typed, setTyped] = useState('');
  const [working, setWorking] = useState(false);
  useEffect(() => {
    const { kind, pair, desired, onFailure, approval } = association;
    void Promise.all([ask<PlansAnswer>('POST', '/api/plans', { body: { kind, pair, desired, onFailure, approval } }), loadKinds()]).then(
      ([plans]) => setAnswer(plans),
    );
  }, []);
  const plans = answer?.ok ? answer.body : null;
  const hasLeft = isUnclear(association.sideEffects);
  const blocked = plans !== null && !hasLeft && isWhollyBlocked(plans);
  const demand = demandOf(association, plans);

  async function retry(): Promise<void> {
    setWorking(true);
    const planDigest = isBoundBy(association) ? plans?.items[0]?.digest : undefined;
    const sent = await act('retry', association, { ...(planDigest && { planDigest }) });
    setWorking(false);
    if (!sent.ok) return setProblem(sent.problem);
    announce(`${actionTexts.retry.verb}: sent.`);
    onClose();
  }

  return (
    <Dialog title="Retry this association?" onClose={onClose}>
      <p>{actionTexts.retry.explains}</p>
      {hasLeft && <p>What the last attempt may have left is looked at first, and taken back if it failed: the plan can become another.</p>}
      {answer === null && <p class="faint">Planning…</p>}
      {plans && (
        <>
          <h3>Plan: {plans.summary.text}</h3>
          <Plans plans={plans} />
        </>
      )}
      {answer?.ok === false && <ProblemNote problem={answer.problem} />}
      {problem && <ProblemNote problem={problem} />}
      {answer && !blocked && <Typed demand={demand} value={typed} onInput={setTyped} />}
      <div class="buttons">
        <button
          type="button"
          class={demand ? 'danger' : 'primary'}
          disabled={answer === null || working || blocked || !isMet(demand, typed)}
          onClick={() => void retry()}
        >
          Retry
        </button>
        {blocked && <span class="faint">It would fail again: mend what the checks say first.</span>}
        <Leave text="Leave as it is" />
      </div>
    </Dialog>
  );
}

/** Taking back what is left moves traffic as the attempt did, and what could not be planned can do the worst that its kind can. */
function demandOf(association: AssociationView, plans: PlansAnswer | null): Demand | null {
  const wanted = subjectOf(association);
  if (plans && !isUnclear(association.sideEffects))
    return plans.items.some(interruptsTraffic) ? { what: 'This interrupts traffic.', wanted } : null;
  return canInterrupt(association) ? { what: 'It can interrupt traffic.', wanted } : null;
}

/** The next attempt begins with this plan: nothing is taken back before, and no event's own conditions are among its checks. */
const isBoundBy = ({ sideEffects, requestedBy }: AssociationView) => !isUnclear(sideEffects) && requestedBy.type === 'IAM';
