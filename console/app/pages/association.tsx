import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AssociationView } from '../../../src/answers.ts';
import type { Problem, Runs } from '../../protocol.ts';
import { type Action, isPossible } from '../actions.ts';
import { announce, nameTab } from '../announce.ts';
import { download } from '../export.ts';
import { type Answer, ask } from '../fetch.ts';
import { useLive } from '../live.ts';
import { pairInFull, pairText } from '../pair-text.ts';
import { Bulk } from '../parts/bulk.tsx';
import { Decide, Decided } from '../parts/decide.tsx';
import { Ending } from '../parts/ending.tsx';
import { Requested } from '../parts/facts.tsx';
import { AwsCalls, History } from '../parts/history.tsx';
import { Plan } from '../parts/plan.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { Progress } from '../parts/progress.tsx';
import { Retry } from '../parts/retry.tsx';
import { Signed, State } from '../parts/sign.tsx';
import { When } from '../parts/when.tsx';
import { Workflow } from '../parts/workflow.tsx';
import { useRuns } from '../runs.ts';
import { hasEnded, signOf } from '../words.ts';

/** One association: what it is, what it does, how it ended, and everything that is known of it. */
export function AssociationPage({ id }: { readonly id: string }) {
  const path = `/associations/${id}`;
  const live = useLive<AssociationView>(path);
  const read = useSignal<Answer<AssociationView> | null>(null);
  const answer = newest(live.value, read.value);
  const association = answer?.ok ? answer.body : null;
  const runs = useRuns(association);
  const reread = async () => {
    read.value = await ask<AssociationView>('GET', `/api${path}`);
  };
  useEffect(() => {
    if (!association) return;
    announce(`${pairText(association.pair)}: ${association.state}`);
    nameTab(`${signOf(association.state).symbol} ${pairText(association.pair)}`);
  }, [association?.state]);
  return (
    <article>
      <Title association={association} runs={runs.value} reread={reread} />
      {answer?.ok === false && <ProblemNote problem={answer.problem} />}
      {answer?.ok && <Shown association={answer.body} etag={answer.etag} runs={runs.value} reread={reread} />}
    </article>
  );
}

/** What was read last: the stream, or a look of one's own that found more. */
const newest = (live: Answer<AssociationView> | null, read: Answer<AssociationView> | null) =>
  read?.ok && (!live?.ok || read.body.version > live.body.version) ? read : live;

interface ShownProps {
  readonly association: AssociationView;
  readonly etag: string | null;
  readonly runs: Answer<Runs> | null;
  reread(): Promise<void>;
}

function Shown({ association, etag, runs, reread }: ShownProps) {
  const { state, pair, kind, desired, ending, decision, drift, cancel, plan, sideEffects } = association;
  const ended = hasEnded(state);
  // Kept beside the question, which may be gone once what is shown is how it stands.
  const refusal = useSignal<Problem | null>(null);
  return (
    <>
      <p class="faint">
        {desired === 'ASSOCIATED' ? 'associate' : 'dissociate'} · {kind} · {pairInFull(pair)}
      </p>
      {ending && <Ending ending={ending} good={state === 'SUCCEEDED'} sideEffects={sideEffects} />}
      {drift && (
        <p class="note warn">
          <Signed sign={{ symbol: '≠', tone: 'warn' }} text={drift.type} /> AWS is not as it was left: {drift.observed} Seen{' '}
          <When at={drift.since} />.
        </p>
      )}
      {cancel && !ended && (
        <p class="note warn">
          {cancel.message} <When at={cancel.at} /> by {cancel.actor.id}.
        </p>
      )}
      <Progress association={association} />
      {decision && <Decided decision={decision} />}
      {refusal.value && <ProblemNote problem={refusal.value} />}
      {state === 'AWAITING_APPROVAL' && !decision && (
        <Decide association={association} etag={etag} reread={reread} refused={(problem) => (refusal.value = problem)} />
      )}
      <Workflow association={association} runs={runs} />
      <div class="columns">
        {plan && (state !== 'AWAITING_APPROVAL' || decision) && (
          <section aria-labelledby="plan">
            <h2 id="plan">Plan</h2>
            <Plan plan={plan} isPast />
          </section>
        )}
        <div>
          <section aria-labelledby="request">
            <h2 id="request">Request</h2>
            <Requested association={association} />
          </section>
          <section aria-labelledby="history">
            <h2 id="history">History</h2>
            <History association={association} />
          </section>
        </div>
      </div>
      <section aria-labelledby="calls">
        <h2 id="calls">Calls of AWS</h2>
        <AwsCalls association={association} />
      </section>
    </>
  );
}

interface TitleProps extends Pick<ShownProps, 'runs' | 'reread'> {
  readonly association: AssociationView | null;
}

/** The state, the pair, and what can be done about it. The heading is there before they are known, and stays: it has the focus. */
function Title({ association, runs, reread }: TitleProps) {
  return (
    <div class="title">
      <h1 tabIndex={-1}>
        {association ? (
          <>
            <State state={association.state} /> {pairText(association.pair)}
          </>
        ) : (
          'Association'
        )}
      </h1>
      {association && <Actions association={association} runs={runs} reread={reread} />}
    </div>
  );
}

function Actions({ association, runs, reread }: Omit<ShownProps, 'etag'>) {
  const asked = useSignal<Action | null>(null);
  const failure = useSignal<string | null>(null);
  const actions = (['cancel', 'retry'] as const).filter((action) => isPossible[action](association));
  const close = () => {
    asked.value = null;
    void reread();
  };
  const save = async () => {
    failure.value = await download(association, runs?.ok ? runs.body : runs?.problem).then(
      () => null,
      (error: Error) => error.message,
    );
  };
  return (
    <>
      <div class="buttons">
        {actions.map((action) => (
          <button key={action} type="button" onClick={() => (asked.value = action)}>
            {action === 'cancel' ? 'Cancel…' : 'Retry…'}
          </button>
        ))}
        <button type="button" class="plain" onClick={() => void save()}>
          JSON
        </button>
      </div>
      {failure.value && (
        <p class="note bad" role="alert">
          There is no file: {failure.value}
        </p>
      )}
      {asked.value === 'cancel' && <Bulk action="cancel" chosen={[association]} onClose={close} />}
      {asked.value === 'retry' && <Retry association={association} onClose={close} />}
    </>
  );
}
