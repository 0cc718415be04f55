import { useEffect, useState } from 'preact/hooks';
import type { KindForm } from '../../protocol.ts';
import { RequestForm } from '../form/request-form.tsx';
import { kinds, kindsProblem, loadKinds } from '../kinds.ts';
import { ProblemNote } from '../parts/problem.tsx';

/** Requesting: a kind, its form, its plan, and then the button. */
export function RequestPage() {
  const [chosen, setChosen] = useState('');
  useEffect(() => void loadKinds(), []);
  const problem = kindsProblem();
  const known: readonly KindForm[] = kinds.value?.ok ? kinds.value.body : [];
  const form = known.find(({ kind }) => kind === chosen) ?? known[0];
  return (
    <>
      <h1 tabIndex={-1}>Request an association</h1>
      {problem && <ProblemNote problem={problem} />}
      {kinds.value === null && <p class="faint">Reading…</p>}
      {form && (
        <>
          <fieldset class="kinds">
            <legend>Kind</legend>
            {known.map(({ kind, title }) => (
              <label key={kind}>
                <input type="radio" name="kind" value={kind} checked={kind === form.kind} onChange={() => setChosen(kind)} />
                <span>
                  <b>{kind}</b> <span class="faint">{title}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <RequestForm key={form.kind} form={form} />
        </>
      )}
    </>
  );
}
