import type { BatchView } from '../../../src/answers.ts';
import { partsOf, partsText } from '../batches.ts';
import { useList } from '../lists.ts';
import { Bar } from '../parts/bar.tsx';
import { Older } from '../parts/older.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { State } from '../parts/sign.tsx';
import { When } from '../parts/when.tsx';

/** All batches, newest first. */
export function BatchesPage() {
  const list = useList<BatchView>(['/batches?pageSize=50']);
  const items = list.items.value;
  return (
    <>
      <h1 tabIndex={-1}>Batches</h1>
      {list.problem.value && <ProblemNote problem={list.problem.value} />}
      {items === null && !list.problem.value && <p class="faint">Reading…</p>}
      {items?.length === 0 && (
        <p class="faint">
          There is no batch yet. <a href="/request">Request several pairs</a>, and there is one.
        </p>
      )}
      <ul class="rows batches">
        {items?.map((batch) => (
          <BatchRow key={batch.id} batch={batch} />
        ))}
      </ul>
      <Older list={list} />
    </>
  );
}

function BatchRow({ batch }: { readonly batch: BatchView }) {
  const { id, state, label, total, requestedAt, reason } = batch;
  const parts = partsOf(batch);
  return (
    <li class="row">
      <State state={state} />
      <span class="what">
        <a href={`/batches/${id}`}>{label ?? id}</a>
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
