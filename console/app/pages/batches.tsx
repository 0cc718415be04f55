import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { partsOf, partsText } from '../batches.ts';
import { ask } from '../fetch.ts';
import { useLive } from '../live.ts';
import type { Batch, Page } from '../model.ts';
import { Bar } from '../parts/bar.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { State } from '../parts/sign.tsx';
import { When } from '../parts/when.tsx';

const path = '/batches?pageSize=50';

/** All batches, newest first. */
export function BatchesPage() {
  const answer = useLive<Page<Batch>>(path).value;
  const older = useSignal<Page<Batch> | null>(null);
  useEffect(() => {
    older.value = null;
  }, []);
  const first = answer?.ok ? answer.body : null;
  const next = (older.value ?? first)?.nextPageToken ?? null;
  const known = new Set(first?.items.map(({ id }) => id));
  const items = [...(first?.items ?? []), ...(older.value?.items ?? []).filter(({ id }) => !known.has(id))];
  const readOlder = async () => {
    const page = await ask<Page<Batch>>('GET', `/api${path}&pageToken=${encodeURIComponent(next ?? '')}`);
    if (page.ok) older.value = { ...page.body, items: [...(older.value?.items ?? []), ...page.body.items] };
  };
  return (
    <>
      <h1 tabIndex={-1}>Batches</h1>
      {answer?.ok === false && <ProblemNote problem={answer.problem} />}
      {answer === null && <p class="faint">Reading…</p>}
      {first && items.length === 0 && (
        <p class="faint">
          There is no batch yet. <a href="/request">Request several pairs</a>, and there is one.
        </p>
      )}
      <ul class="rows batches">
        {items.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </ul>
      {next !== null && (
        <p>
          <button type="button" onClick={() => void readOlder()}>
            Older
          </button>
        </p>
      )}
    </>
  );
}

function BatchRow({ batch }: { readonly batch: Batch }) {
  const { id, state, label, total, requestedAt, reason } = batch;
  const parts = partsOf(batch);
  return (
    <li class="row">
      <State state={state} />
      <span class="what">
        <a href={`/batches/${id}`} data-row={id}>
          {label ?? id}
        </a>
        <span class="faint">
          {total} items{reason && `, ${reason}`}
        </span>
      </span>
      <span class="remark">
        <Bar parts={parts} total={total} />
        <span class="faint">{partsText(parts)}</span>
      </span>
      <span class="faint">
        <When at={requestedAt} />
      </span>
    </li>
  );
}
