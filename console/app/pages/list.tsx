import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AssociationSummary } from '../../../src/answers.ts';
import type { Action } from '../actions.ts';
import { announce } from '../announce.ts';
import { type Filters, filtersOf, isNarrowed, pathsOf } from '../filters.ts';
import { focusedRow, keys, keysAreOn, onKeys, step } from '../keyboard.ts';
import { loadKinds } from '../kinds.ts';
import { countsOf } from '../listing.ts';
import { useList } from '../lists.ts';
import { waitingPath } from '../live.ts';
import { Bulk } from '../parts/bulk.tsx';
import { Dialog, Leave } from '../parts/dialog.tsx';
import { FilterBar } from '../parts/filter-bar.tsx';
import { Older } from '../parts/older.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { Row } from '../parts/row.tsx';
import { address } from '../router.ts';

const pageSize = 50;

/** Whether those who wait are to be shown apart: not where the list is of something else. */
const showsWaiting = ({ batch, kind, text, states, problem, drifted }: Filters) =>
  !batch && !kind && !text && !problem && !drifted && (states.length === 0 || states.includes('AWAITING_APPROVAL'));

/** What waits for somebody's decision, above everything else. */
function Waiting({ count, children }: { readonly count: number; readonly children: ComponentChildren }) {
  useEffect(() => announce(`${count} wait for an approval`), [count]);
  return (
    <section class="waiting" aria-labelledby="waiting">
      <h2 id="waiting">Waiting for an approval</h2>
      {children}
    </section>
  );
}

/** All associations, newest first, as they happen. */
export function ListPage() {
  const filters = filtersOf(address.value.search);
  const list = useList<AssociationSummary>(pathsOf(filters, pageSize));
  const waiting = useList<AssociationSummary>([waitingPath]);
  const selected = useSignal<ReadonlySet<string>>(new Set());
  const asked = useSignal<Action | 'help' | null>(null);
  const select = (id: string, wanted: boolean) => {
    const changed = new Set(selected.value);
    if (wanted) changed.add(id);
    else changed.delete(id);
    selected.value = changed;
  };
  useEffect(() => {
    void loadKinds();
    return onKeys({
      j: () => step(1),
      k: () => step(-1),
      x: () => {
        const id = focusedRow();
        if (id) select(id, !selected.value.has(id));
      },
      '/': () => document.getElementById('filter')?.focus(),
      '?': () => {
        asked.value = 'help';
      },
    });
  }, []);
  const items = list.items.value;
  const apart = showsWaiting(filters) ? (waiting.items.value ?? []) : [];
  const onTop = new Set(apart.map(({ id }) => id));
  const below = items?.filter(({ id }) => !onTop.has(id)) ?? [];
  const chosen = [...apart, ...below].filter(({ id }) => selected.value.has(id));
  const row = (association: AssociationSummary) => (
    <Row
      key={association.id}
      association={association}
      selected={selected.value.has(association.id)}
      onSelect={(wanted) => select(association.id, wanted)}
    />
  );
  return (
    <>
      <h1 tabIndex={-1}>Associations</h1>
      <FilterBar filters={filters} counts={countsOf(items ?? [])} onHelp={() => (asked.value = 'help')} />
      {list.problem.value && <ProblemNote problem={list.problem.value} />}
      {apart.length > 0 && (
        <Waiting count={apart.length}>
          <ul class="rows">{apart.map(row)}</ul>
          <Older list={waiting} />
        </Waiting>
      )}
      {chosen.length > 0 && (
        <section class="bulk" aria-label="What is selected">
          <b>{chosen.length} selected</b>
          <button type="button" onClick={() => (asked.value = 'cancel')}>
            Cancel…
          </button>
          <button type="button" onClick={() => (asked.value = 'retry')}>
            Retry…
          </button>
          <button type="button" class="plain" onClick={() => (selected.value = new Set())}>
            Select none
          </button>
        </section>
      )}
      {items === null && !list.problem.value && <p class="faint">Reading…</p>}
      {items && below.length === 0 && apart.length === 0 && <Nothing narrowed={isNarrowed(filters)} hasOlder={list.hasOlder.value} />}
      <ul class="rows" aria-label="Newest first">
        {below.map(row)}
      </ul>
      <Older list={list} />
      {(asked.value === 'cancel' || asked.value === 'retry') && (
        <Bulk
          action={asked.value}
          chosen={chosen}
          onClose={(done) => {
            asked.value = null;
            if (done) selected.value = new Set();
          }}
        />
      )}
      {asked.value === 'help' && <Help onClose={() => (asked.value = null)} />}
    </>
  );
}

interface NothingProps {
  readonly narrowed: boolean;
  /** A page looks through so many and no more: what it found nothing in is not all. */
  readonly hasOlder: boolean;
}

function Nothing({ narrowed, hasOlder }: NothingProps) {
  if (hasOlder) return <p class="faint">Nothing of the newest is like that. Older ones have not been looked through yet.</p>;
  return (
    <p class="faint">
      {narrowed ? 'Nothing is like that. ' : 'Nothing has been asked for yet. '}
      {narrowed ? <a href="/">Everything</a> : <a href="/request">Request an association</a>}
    </p>
  );
}

const Help = ({ onClose }: { onClose(): void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl class="keys">
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
    <label>
      <input type="checkbox" checked={keysAreOn.value} onChange={({ currentTarget }) => (keysAreOn.value = currentTarget.checked)} /> single
      keys are on
    </label>
    <div class="buttons">
      <Leave text="Close" />
    </div>
  </Dialog>
);
