import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { BatchItemView, BatchView } from '../../../src/answers.ts';
import type { Problem } from '../../protocol.ts';
import { announce, nameTab } from '../announce.ts';
import { isCanary, isUnderWay, partsOf, partsText } from '../batches.ts';
import { isMet } from '../demand.ts';
import { ask } from '../fetch.ts';
import { useItems } from '../items.ts';
import { canInterrupt, loadKinds } from '../kinds.ts';
import { countsOf } from '../listing.ts';
import { useLive } from '../live.ts';
import { pairText } from '../pair-text.ts';
import { Bar } from '../parts/bar.tsx';
import { Dialog, Leave } from '../parts/dialog.tsx';
import { Ending } from '../parts/ending.tsx';
import { Facts } from '../parts/facts.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { State } from '../parts/sign.tsx';
import { Typed } from '../parts/typed.tsx';
import { When } from '../parts/when.tsx';
import { signOf } from '../words.ts';

const nameOf = ({ label, total }: BatchView) => label ?? `Batch of ${total}`;

/** One batch: how far it is, and every item of it. */
export function BatchPage({ id }: { readonly id: string }) {
  const answer = useLive<BatchView>(`/batches/${id}`).value;
  const batch = answer?.ok ? answer.body : null;
  const items = useItems(batch).value;
  useEffect(() => {
    if (!batch) return;
    announce(`Batch: ${batch.state}`);
    nameTab(`${signOf(batch.state).symbol} ${nameOf(batch)}`);
  }, [batch?.state]);
  return (
    <>
      <Title batch={batch} items={items?.ok ? items.body : null} />
      {answer?.ok === false && <ProblemNote problem={answer.problem} />}
      {batch?.ending && <Ending ending={batch.ending} good={batch.state === 'SUCCEEDED'} sideEffects={null} />}
      {items?.ok === false && <ProblemNote problem={items.problem} />}
      {batch && <Grid batch={batch} items={items?.ok ? items.body : []} />}
      {batch && <Limits batch={batch} />}
    </>
  );
}

/** Items as they are now, which the batch itself counts only when it looks. */
function Grid({ batch, items }: { readonly batch: BatchView; readonly items: readonly BatchItemView[] }) {
  const counts = countsOf(items);
  const parts =
    items.length > 0
      ? partsOf({ counts: Object.fromEntries([...counts].filter(([state]) => state)), notStarted: counts.get('') ?? 0 })
      : partsOf(batch);
  return (
    <section aria-labelledby="items">
      <h2 id="items">
        Items <span class="faint">{partsText(parts)}</span>
      </h2>
      <Bar parts={parts} total={batch.total} />
      <ol class="grid">
        {items.map((item) => (
          <li key={item.index}>
            <Cell item={item} canary={isCanary(item, batch)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Cell({ item, canary }: { readonly item: BatchItemView; readonly canary: boolean }) {
  const { index, state, pair, reason, associationId } = item;
  const { symbol, tone } = state ? signOf(state) : { symbol: '·', tone: 'none' };
  const text = [`${index}${canary ? ' (canary)' : ''}: ${state ?? 'not started'}`, pairText(pair), reason].filter(Boolean).join(', ');
  const kind = `cell ${tone}${canary ? ' canary' : ''}`;
  return associationId ? (
    <a class={kind} href={`/associations/${encodeURIComponent(associationId)}`} title={text} aria-label={text}>
      {symbol}
    </a>
  ) : (
    <span class={kind} role="img" title={text} aria-label={text}>
      {symbol}
    </span>
  );
}

const Limits = ({ batch }: { readonly batch: BatchView }) => (
  <Facts
    facts={[
      ['Id', <code key="id">{batch.id}</code>],
      ['At a time', batch.maxConcurrency],
      ['Canary', batch.canary > 0 ? `the first ${batch.canary} alone (framed)` : 'none'],
      ['Stops after', batch.stopAfterFailures === null ? null : `${batch.stopAfterFailures} failures`],
      ['Attempt', batch.attempt.number],
      ['By', batch.requestedBy.id],
      ['Requested', <When key="at" at={batch.requestedAt} />],
      ['Cancelled', batch.cancel && <When key="cancel" at={batch.cancel.at} />],
    ]}
  />
);

type Action = 'cancel' | 'retry-failed';

const texts: Readonly<Record<Action, { readonly button: string; readonly explains: string }>> = {
  cancel: { button: 'Stop', explains: 'Nothing further is begun. What is under way goes on to its end.' },
  'retry-failed': {
    button: 'Retry failed',
    explains: 'What did not succeed is retried, what was not begun is begun, under the same limits. What succeeded is left alone.',
  },
};

interface TitleProps {
  readonly batch: BatchView | null;
  /** Null until all of them are read. */
  readonly items: readonly BatchItemView[] | null;
}

/** What can be done about a batch as it stands, if anything. */
function possibleFor({ state, cancel }: BatchView): Action | null {
  if (isUnderWay({ state })) return cancel ? null : 'cancel';
  return state === 'SUCCEEDED' ? null : 'retry-failed';
}

/** The state, the name, and what can be done about it. The heading is there before they are known, and stays: it has the focus. */
function Title({ batch, items }: TitleProps) {
  const asked = useSignal<Action | null>(null);
  const possible = batch && possibleFor(batch);
  return (
    <div class="title">
      <h1 tabIndex={-1}>
        {batch ? (
          <>
            <State state={batch.state} /> {nameOf(batch)}
          </>
        ) : (
          'Batch'
        )}
      </h1>
      <div class="buttons">
        {possible && (
          <button type="button" onClick={() => (asked.value = possible)}>
            {texts[possible].button}…
          </button>
        )}
      </div>
      {batch && asked.value && <Confirm action={asked.value} batch={batch} items={items} onClose={() => (asked.value = null)} />}
    </div>
  );
}

interface ConfirmProps extends TitleProps {
  readonly action: Action;
  readonly batch: BatchView;
  onClose(): void;
}

function Confirm({ action, batch, items, onClose }: ConfirmProps) {
  const typed = useSignal('');
  const working = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  useEffect(() => void loadKinds(), []);
  const { button, explains } = texts[action];
  const isRetry = action === 'retry-failed';
  const left = isRetry ? (items ?? []).filter(({ state }) => state !== 'SUCCEEDED') : [];
  const isReady = (!isRetry || items !== null) && !working.value;
  const demand = left.some(canInterrupt) ? { what: 'It can interrupt traffic.', wanted: String(left.length) } : null;
  const send = async () => {
    working.value = true;
    const answer = await ask('POST', `/api/batches/${encodeURIComponent(batch.id)}/${action}`, {
      body: {},
      // Stopping is meant whatever has become of it meanwhile; what is tried again is what was read.
      ...(isRetry && { headers: { 'if-match': `"${batch.version}"` } }),
    });
    working.value = false;
    if (!answer.ok) problem.value = answer.problem;
    else {
      announce(`${button}: done.`);
      onClose();
    }
  };
  return (
    <Dialog title={`${button}?`} onClose={onClose}>
      <p>{explains}</p>
      <ul class="listed">
        {left.map((item) => (
          <li key={item.index}>
            {item.state ? <State state={item.state} /> : 'not started'} <b>{pairText(item.pair)}</b>{' '}
            <span class="faint">{item.reason}</span>
          </li>
        ))}
      </ul>
      {isRetry && items === null && <p class="faint">Reading its items…</p>}
      {problem.value && <ProblemNote problem={problem.value} />}
      <Typed demand={demand} value={typed.value} onInput={(value) => (typed.value = value)} />
      <div class="buttons">
        <button type="button" class="danger" disabled={!isReady || !isMet(demand, typed.value)} onClick={() => void send()}>
          {button}
        </button>
        <Leave text="Leave as it is" />
      </div>
    </Dialog>
  );
}
