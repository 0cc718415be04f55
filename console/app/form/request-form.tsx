import { useEffect, useRef, useState } from 'preact/hooks';
import type { KindForm, Problem } from '../../protocol.ts';
import { announce } from '../announce.ts';
import { ask } from '../fetch.ts';
import { subjectOf } from '../kinds.ts';
import type { Association, Pair, Plans } from '../model.ts';
import { Plan } from '../parts/plan.tsx';
import { ProblemNote } from '../parts/problem.tsx';
import { Typed } from '../parts/typed.tsx';
import { go } from '../router.ts';
import { interruptsTraffic, isBlocked } from '../words.ts';
import { FieldOf } from './field.tsx';
import { complaintsOf, type Field, fieldsOf, initialValues, requestOf, type Values } from './fields.ts';

/** The kind is chosen above, the relation has a choice of its own, and the digest is that of the plan that is shown. */
const givenOtherwise = ['kind', 'desired', 'planDigest'];

type Desired = 'ASSOCIATED' | 'DISSOCIATED';
const relations: readonly (readonly [Desired, string])[] = [
  ['ASSOCIATED', 'associate'],
  ['DISSOCIATED', 'dissociate'],
];

/** A plan, and the request it was made for: another request has no plan yet. */
interface Planned {
  readonly request: string;
  readonly plans: Plans;
}

/** What is filled in. */
interface Requested {
  readonly kind: string;
  readonly desired: Desired;
  readonly pair?: Pair;
}

/** The form of one kind. */
export function RequestForm({ form }: { readonly form: KindForm }) {
  const fields = fieldsOf(form.schema, givenOtherwise);
  const [values, setValues] = useState<Values>(() => initialValues(fields));
  const [desired, setDesired] = useState<Desired>('ASSOCIATED');
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [working, setWorking] = useState(false);
  // However often it is sent, and whatever becomes of the answer, it is one request.
  const key = useRef(crypto.randomUUID());
  const request: Requested = { ...requestOf(fields, values), kind: form.kind, desired };
  const current = planned?.request === JSON.stringify(request) ? planned : null;
  const { at, rest } = complaintsOf(fields, problem?.errors ?? []);

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
    const answer = await ask<Association>('POST', '/api/associations', { body, headers: { 'idempotency-key': key.current } });
    setWorking(false);
    if (answer.ok) return go(`/associations/${encodeURIComponent(answer.body.id)}`);
    setProblem(answer.problem);
    if (answer.problem.code === 'plan-stale') setPlanned(null);
  }

  const change = (path: string, value: string) => {
    setValues((before) => ({ ...before, [path]: value }));
    setProblem(null);
  };
  const isPair = ({ path }: Field) => path.startsWith('pair.');
  const show = (field: Field) => (
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
      {fields.filter(isPair).map(show)}
      {/* What the API complains about is not to be hidden. */}
      <details open={[...at.keys()].some((path) => !path.startsWith('pair.')) || undefined}>
        <summary>More: approval, deadline, reason, labels</summary>
        {fields.filter((field) => !isPair(field)).map(show)}
      </details>
      {problem && <ProblemNote problem={{ ...problem, errors: rest }} />}
      <div class="buttons">
        <button type="submit" class={current ? '' : 'primary'} disabled={working}>
          {current ? 'Plan again' : 'Show the plan'}
        </button>
      </div>
      {current && <Confirmed plans={current.plans} request={request} working={working} onSend={() => void send()} />}
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
  <fieldset class="relation">
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

interface ConfirmedProps {
  readonly plans: Plans;
  readonly request: Requested;
  readonly working: boolean;
  onSend(): void;
}

/** The plan, and the button that asks for it: with what must be typed first where traffic is interrupted. */
function Confirmed({ plans, request, working, onSend }: ConfirmedProps) {
  const [typed, setTyped] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [plans]);
  const [item] = plans.items;
  if (!item) return null;
  const subject = subjectOf({ kind: request.kind, pair: request.pair ?? {} });
  const demanded = interruptsTraffic(item);
  const blocked = isBlocked(item);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" ref={heading} tabIndex={-1}>
        Plan: {plans.summary.text}
      </h2>
      <Plan plan={item} />
      {demanded && <Typed what="This interrupts traffic." wanted={subject} value={typed} onInput={setTyped} />}
      <div class="buttons">
        <button
          type="button"
          class={demanded ? 'danger' : 'primary'}
          disabled={working || blocked || (demanded && typed.trim() !== subject)}
          onClick={onSend}
        >
          {item.changed ? 'Request it' : 'Request it all the same'}
        </button>
        {blocked && <span class="faint">It would fail: mend what the checks say, then plan again.</span>}
      </div>
    </section>
  );
}
