import { useRef, useState } from 'preact/hooks';
import type { KindForm, Problem, Way } from '../../protocol.ts';
import { announce } from '../announce.ts';
import { ask } from '../fetch.ts';
import type { Desired, Plans } from '../model.ts';
import { ProblemNote } from '../parts/problem.tsx';
import { go } from '../router.ts';
import { Confirmed } from './confirmed.tsx';
import { FieldOf } from './field.tsx';
import { type Asked, asked, complaintsOf, fieldsOf, initialValues, requestOf, type Values } from './fields.ts';

/** The relation has a choice of its own, and the digest is that of the plan that is shown. */
const givenOtherwise = ['desired', 'planDigest'];

/** Which pairs it is about; whatever else there is to fill in can be left as it is. */
const namesPairs = ({ path }: Pick<Asked, 'path'>) => /^(pair|items|selector)(\.|$)/.test(path);

const relations: readonly (readonly [Desired, string])[] = [
  ['ASSOCIATED', 'associate'],
  ['DISSOCIATED', 'dissociate'],
];

/** A plan, and the request it was made for: another request has no plan yet. */
interface Planned {
  readonly request: string;
  readonly plans: Plans;
}

interface FormProps {
  readonly form: KindForm;
  readonly way: Way;
}

/** The form of one kind, for one way to say which pairs. */
export function RequestForm({ form, way }: FormProps) {
  const fields = fieldsOf(way.schema, givenOtherwise);
  const [values, setValues] = useState<Values>(() => initialValues(fields));
  const [desired, setDesired] = useState<Desired>('ASSOCIATED');
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [working, setWorking] = useState(false);
  const [opened, setOpened] = useState(false);
  // However often it is sent, and whatever becomes of the answer, it is one request.
  const key = useRef(crypto.randomUUID());
  const request = { ...requestOf(fields, values), desired };
  const current = planned?.request === JSON.stringify(request) ? planned : null;
  const { at, rest } = complaintsOf(asked(fields), values, problem?.errors ?? []);
  const [front, more] = [asked(fields).filter(namesPairs), asked(fields).filter((field) => !namesPairs(field))];

  async function plan(): Promise<void> {
    setWorking(true);
    const answer = await ask<Plans>('POST', '/api/plans', { body: request });
    setWorking(false);
    setProblem(answer.ok ? null : answer.problem);
    setPlanned(answer.ok ? { request: JSON.stringify(request), plans: answer.body } : null);
    announce(answer.ok ? answer.body.summary.text : answer.problem.title);
  }

  async function send(): Promise<void> {
    setWorking(true);
    const body = { ...request, planDigest: current?.plans.digest };
    const answer = await ask<{ readonly id: string }>('POST', `/api${way.path}`, { body, headers: { 'idempotency-key': key.current } });
    setWorking(false);
    if (answer.ok) return go(`${way.path}/${encodeURIComponent(answer.body.id)}`);
    if (answer.problem.code === 'plan-stale') await plan();
    setProblem(answer.problem);
  }

  const change = (path: string, value: string) => {
    setValues((before) => ({ ...before, [path]: value }));
    setProblem(null);
  };
  const show = (field: Asked) => (
    <FieldOf
      key={field.path}
      field={field}
      value={values[field.path] ?? ''}
      complaint={at.get(field.path)}
      onChange={(value) => change(field.path, value)}
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
      {front.map(show)}
      {/* What the API complains about is not to be hidden, nor to go while it is mended. */}
      <details open={opened || more.some(({ path }) => at.has(path))} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
        <summary>More: {more.map(({ label }) => label.toLowerCase()).join(', ')}</summary>
        {more.map(show)}
      </details>
      {problem && <ProblemNote problem={{ ...problem, errors: rest }} />}
      <div class="buttons">
        <button type="submit" class={current ? '' : 'primary'} disabled={working}>
          {current ? 'Plan again' : 'Show the plan'}
        </button>
      </div>
      {current && <Confirmed plans={current.plans} form={form} desired={desired} working={working} onSend={() => void send()} />}
    </form>
  );
}

interface RelationProps {
  readonly form: KindForm;
  readonly desired: Desired;
  onChange(desired: Desired): void;
}

/** What is to become of the pair; why not, where it cannot be asked for. */
const Relation = ({ form, desired, onChange }: RelationProps) => (
  <fieldset class="choices">
    <legend>What is to become of the pair</legend>
    {relations.map(([relation, verb]) => {
      const { allowed, why } = form.desired[relation];
      return (
        <label key={relation}>
          <input type="radio" name="desired" checked={desired === relation} disabled={!allowed} onChange={() => onChange(relation)} />
          <span>
            {verb} {!allowed && why && <span class="faint">{why}</span>}
          </span>
        </label>
      );
    })}
  </fieldset>
);
