import { useEffect, useState } from 'preact/hooks';
import type { AssociationView } from '../../../src/answers.ts';
import { interruptsTraffic } from '../../../src/verdict.ts';
import type { Problem } from '../../protocol.ts';
import { announce } from '../announce.ts';
import { type Demand, isMet } from '../demand.ts';
import { ask } from '../fetch.ts';
import { loadKinds, subjectOf } from '../kinds.ts';
import { absoluteText } from '../time.ts';
import { Plan } from './plan.tsx';
import { Typed } from './typed.tsx';
import { Until, When } from './when.tsx';

interface DecideProps {
  readonly association: AssociationView;
  /** Of the version that is shown. */
  readonly etag: string | null;
  /** Reads it again, where it turned out to be another by now. */
  reread(): Promise<void>;
  /** Told why a decision was not taken in; null: that no longer counts. */
  refused(problem: Problem | null): void;
}

/** The question, with the plan it is about. A decision is bound to what was on the screen when it was read. */
export function Decide({ association, etag, reread, refused }: DecideProps) {
  const { id, plan, approvalRequest: question, requestedBy, requestReason } = association;
  const [read, setRead] = useState(question?.digest);
  const [comment, setComment] = useState('');
  const [typed, setTyped] = useState('');
  const [sending, setSending] = useState(false);
  useEffect(() => void loadKinds(), []);
  if (!question || !plan) return null;
  const said = comment.trim().replace(/\s*\n\s*/g, ' ');
  const isNew = read !== question.digest;
  const demand: Demand | null = interruptsTraffic(plan)
    ? { what: 'Approving it interrupts traffic.', wanted: subjectOf(association) }
    : null;
  const isReady = !isNew && !sending && plan.digest === question.digest;

  async function decide(verdict: 'approve' | 'reject'): Promise<void> {
    setSending(true);
    refused(null);
    const answer = await ask('POST', `/api/associations/${encodeURIComponent(id)}/${verdict}`, {
      body: { planDigest: read, ...(said && { comment: said }) },
      headers: { 'if-match': etag ?? '' },
    });
    setSending(false);
    announce(answer.ok ? `${verdict === 'approve' ? 'Approved' : 'Rejected'}.` : answer.problem.title);
    if (!answer.ok) refused(answer.problem);
    await reread();
  }

  return (
    <section class="decide" aria-labelledby="decide">
      <h2 id="decide">Approve this plan?</h2>
      <p>
        Requested by <b>{requestedBy.id}</b>
        {requestReason && <>: “{requestReason}”</>}. No answer by {absoluteText(question.expiresAt)} (<Until at={question.expiresAt} />) is
        a no.
      </p>
      {isNew && (
        <div class="note warn" role="alert">
          <p>
            <strong>It has changed since you read it.</strong> This is question {question.round}: read the new plan below.
          </p>
          <button
            type="button"
            onClick={() => {
              setRead(question.digest);
              // What was typed was for the other plan.
              setTyped('');
            }}
          >
            I have read the new plan
          </button>
        </div>
      )}
      <Plan plan={plan} />
      <form onSubmit={(event) => event.preventDefault()}>
        <label class="field">
          <span>Comment (a rejection needs one)</span>
          <textarea rows={2} maxLength={500} value={comment} onInput={({ currentTarget }) => setComment(currentTarget.value)} />
        </label>
        <Typed demand={demand} value={typed} onInput={setTyped} />
        <div class="buttons">
          <button
            type="button"
            class={demand ? 'danger' : 'primary'}
            disabled={!isReady || !isMet(demand, typed)}
            onClick={() => void decide('approve')}
          >
            Approve
          </button>
          <button type="button" class="danger" disabled={!isReady || !said} onClick={() => void decide('reject')}>
            Reject
          </button>
        </div>
      </form>
    </section>
  );
}

/** Who decided, and when. */
export function Decided({ decision }: { readonly decision: NonNullable<AssociationView['decision']> }) {
  const { verdict, actor, at, comment } = decision;
  return (
    <p>
      <b>{verdict}</b> {verdict !== 'EXPIRED' && <>by {actor.id}</>} <When at={at} /> <span class="faint">({absoluteText(at)})</span>
      {comment && <>: “{comment}”</>}
    </p>
  );
}
