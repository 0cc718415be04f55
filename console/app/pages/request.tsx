import { useEffect, useState } from 'preact/hooks';
import type { KindForm } from '../../protocol.ts';
import { RequestForm } from '../form/request-form.tsx';
import { kinds, kindsProblem, loadKinds } from '../kinds.ts';
import { ProblemNote } from '../parts/problem.tsx';

/** Requesting: a kind, which pairs, a form, its plan, and then the button. */
export function RequestPage() {
  useEffect(() => void loadKinds(), []);
  const problem = kindsProblem();
  return (
    <>
      <h1 tabIndex={-1}>Request associations</h1>
      {problem && <ProblemNote problem={problem} />}
      {kinds.value === null && <p class="faint">Reading…</p>}
      {kinds.value?.ok && <Choices known={kinds.value.body} />}
    </>
  );
}

function Choices({ known }: { readonly known: readonly KindForm[] }) {
  const [kind, setKind] = useState(known[0]?.kind);
  const [title, setTitle] = useState('');
  const form = known.find((each) => each.kind === kind);
  const way = form?.ways.find((each) => each.title === title) ?? form?.ways[0];
  if (!form || !way) return null;
  return (
    <>
      <fieldset class="choices">
        <legend>Kind</legend>
        {known.map((each) => (
          <label key={each.kind}>
            <input type="radio" name="kind" checked={each === form} onChange={() => setKind(each.kind)} />
            <span>
              <b>{each.kind}</b> <span class="faint">{each.title}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>Which pairs</legend>
        {form.ways.map((each) => (
          <label key={each.title}>
            <input type="radio" name="way" checked={each === way} onChange={() => setTitle(each.title)} />
            <span>{each.title}</span>
          </label>
        ))}
      </fieldset>
      <RequestForm key={`${form.kind} ${way.title}`} form={form} way={way} />
    </>
  );
}
