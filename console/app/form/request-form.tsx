import { useState } from 'preact/hooks';
import type { Desired } from '../../../src/kinds/kind.ts';
import type { KindForm, Way } from '../../protocol.ts';
import { ProblemNote } from '../parts/problem.tsx';
import { complaintsOf } from './complaints.ts';
import { Confirmed } from './confirmed.tsx';
import { FieldOf } from './field.tsx';
import { type Asked, asked, fieldsOf, initialValues, type Values } from './fields.ts';
import { requestOf } from './filled.ts';
import { usePlanning } from './planning.ts';
import { Relation } from './relation.tsx';

/** The relation has a choice of its own, and the digest is that of the plan that is shown. */
const givenOtherwise = ['desired', 'planDigest'];

/** Which pairs it is about; whatever else there is to fill in can be left as it is. */
const namesPairs = ({ path }: Pick<Asked, 'path'>) => /^(pair|items|selector)(\.|$)/.test(path);

interface FormProps {
  readonly form: KindForm;
  readonly way: Way;
}

/** The form of one kind, for one way to say which pairs. */
export function RequestForm({ form, way }: FormProps) {
  const fields = fieldsOf(way.schema, givenOtherwise);
  const [values, setValues] = useState<Values>(() => initialValues(fields));
  const [desired, setDesired] = useState<Desired>('ASSOCIATED');
  const [opened, setOpened] = useState(false);
  const { plans, problem, working, plan, send, mend } = usePlanning(way, { ...requestOf(fields, values), desired });
  const { at, rest } = complaintsOf(asked(fields), values, problem?.errors ?? []);
  const more = asked(fields).filter((field) => !namesPairs(field));
  const show = (field: Asked) => (
    <FieldOf
      key={field.path}
      field={field}
      value={values[field.path] ?? ''}
      complaint={at.get(field.path)}
      onChange={(value) => {
        setValues((before) => ({ ...before, [field.path]: value }));
        mend();
      }}
    />
  );
  return (
    <form
      class="request"
      onSubmit={(event) => {
        event.preventDefault();
        void plan();
      }}
    >
      <Relation form={form} desired={desired} onChange={setDesired} />
      {asked(fields).filter(namesPairs).map(show)}
      {/* What the API complains about is not to be hidden, nor to go while it is mended. */}
      <details open={opened || more.some(({ path }) => at.has(path))} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
        <summary>More: {more.map(({ label }) => label.toLowerCase()).join(', ')}</summary>
        {more.map(show)}
      </details>
      {problem && <ProblemNote problem={{ ...problem, errors: rest }} />}
      <div class="buttons">
        <button type="submit" class={plans ? '' : 'primary'} disabled={working}>
          {plans ? 'Plan again' : 'Show the plan'}
        </button>
      </div>
      {plans && <Confirmed key={plans.digest} plans={plans} form={form} desired={desired} working={working} onSend={() => void send()} />}
    </form>
  );
}
