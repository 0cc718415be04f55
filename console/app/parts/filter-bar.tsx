import { useEffect, useRef } from 'preact/hooks';
import { addressOf, type Filters, isNarrowed } from '../filters.ts';
import { kinds } from '../kinds.ts';
import { go } from '../router.ts';
import { signOf, stateNames } from '../words.ts';

interface FilterBarProps {
  readonly filters: Filters;
  /** How many of what is loaded are in which state. */
  readonly counts: ReadonlyMap<string, number>;
  onHelp(): void;
}

/** An id that is typed as a filter and names a page is a way to it. */
const pageOfId = (text: string) =>
  /^assoc_\w+$/.test(text) ? `/associations/${text}` : /^batch_\w+$/.test(text) ? `/batches/${text}` : null;

/** What narrows the list. All of it is in the address, so that it can be sent to somebody. */
export function FilterBar({ filters, counts, onHelp }: FilterBarProps) {
  const narrow = (change: Partial<Filters>) => go(addressOf({ ...filters, ...change }), { replace: true });
  const toggled = (state: string) =>
    filters.states.includes(state) ? filters.states.filter((each) => each !== state) : [...filters.states, state];
  const known = kinds.value?.ok ? kinds.value.body : [];
  const field = useRef<HTMLInputElement>(null);
  // What stands there follows the address, and keeps the focus.
  useEffect(() => {
    if (field.current) field.current.value = filters.text;
  }, [filters.text]);
  return (
    <search class="filters">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('text')).trim();
          const page = pageOfId(text);
          if (page) go(page);
          else narrow({ text });
        }}
      >
        <input
          id="filter"
          type="search"
          name="text"
          ref={field}
          defaultValue={filters.text}
          aria-label="Filter by id"
          placeholder="id or ARN of either  ( / )"
        />
        <select aria-label="Kind" value={filters.kind} onChange={({ currentTarget }) => narrow({ kind: currentTarget.value })}>
          <option value="">every kind</option>
          {known.map(({ kind }) => (
            <option key={kind}>{kind}</option>
          ))}
          {filters.kind && !known.some(({ kind }) => kind === filters.kind) && <option>{filters.kind}</option>}
        </select>
        <label>
          <input type="checkbox" checked={filters.problem} onChange={({ currentTarget }) => narrow({ problem: currentTarget.checked })} />{' '}
          problems
        </label>
        <label>
          <input type="checkbox" checked={filters.drifted} onChange={({ currentTarget }) => narrow({ drifted: currentTarget.checked })} />{' '}
          drifted
        </label>
        {filters.batch && (
          <button type="button" onClick={() => narrow({ batch: '' })} aria-label={`Batch ${filters.batch}: remove this filter`}>
            {filters.batch} ✕
          </button>
        )}
        {isNarrowed(filters) && <a href="/">everything</a>}
        <button type="button" class="plain" onClick={onHelp}>
          keys
        </button>
      </form>
      <fieldset class="states" aria-label="States">
        {stateNames.map((state) => (
          <button
            key={state}
            type="button"
            class={signOf(state).tone}
            aria-pressed={filters.states.includes(state)}
            onClick={() => narrow({ states: toggled(state) })}
          >
            <span class="symbol" aria-hidden="true">
              {signOf(state).symbol}
            </span>
            {state} {(counts.has(state) || filters.states.includes(state)) && <b>{counts.get(state) ?? 0}</b>}
          </button>
        ))}
      </fieldset>
    </search>
  );
}
