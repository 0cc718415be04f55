import { useState } from 'preact/hooks';
import type { AssociationView } from '../../../src/answers.ts';
import type { Run, Step } from '../../protocol.ts';
import { now } from '../clock.ts';
import { type Row, roundOf, rowsOf, withoutChoices } from '../graph/rows.ts';
import { clockText, relativeText, secondsBetween, tookText } from '../time.ts';

/** What was entered and, unless it still is, left. */
interface Stay {
  readonly enteredAt: string;
  readonly exitedAt: string | null;
}

/** When it was entered, as seen on the day the run began, and how long it took or takes. */
const Times = ({ stay: { enteredAt, exitedAt }, since }: { readonly stay: Stay; readonly since: string }) => (
  <>
    <td class="short">{clockText(enteredAt, since)}</td>
    <td class="short">{tookText(Math.max(0, secondsBetween(enteredAt, exitedAt ?? now.value)))}</td>
  </>
);

/** When a step that failed is tried again; what is late is at any moment. */
const againText = (retryAt: string) =>
  `is tried again ${secondsBetween(retryAt, now.value) < 0 ? relativeText(retryAt, now.value) : 'at any moment'}`;

const failuresOf = ({ error, cause, retryAt, exitedAt }: Step) =>
  [error !== null && [error, cause].filter(Boolean).join(': '), exitedAt === null && retryAt !== null && againText(retryAt)]
    .filter(Boolean)
    .join('; ');

const StepRow = ({ step, since }: { readonly step: Step; readonly since: string }) => (
  <tr class={step.exitedAt === null ? 'current' : undefined}>
    <td>
      {step.exitedAt === null && <b aria-hidden="true">► </b>}
      {step.state}
      {step.exitedAt === null && <b> (now)</b>}
    </td>
    <Times stay={step} since={since} />
    <td>
      {step.attempts > 1 && `${step.attempts} attempts. `}
      {failuresOf(step) && <span class="bad">✕ {failuresOf(step)}</span>}
    </td>
  </tr>
);

interface RoundRowProps {
  readonly row: Extract<Row, { type: 'round' }>;
  readonly since: string;
  readonly said: string | null;
}

function RoundRow({ row, since, said }: RoundRowProps) {
  const failures = row.steps.filter(({ error }) => error !== null);
  return (
    <tr>
      <td>{row.states.join(' → ')}</td>
      <Times stay={row} since={since} />
      <td>
        {row.count} looks{said && `, last ${said}`}
        {failures.length > 0 && (
          <span class="bad">
            {' '}
            ✕ {failures.length} failed, last {failuresOf(failures.at(-1) as Step)}
          </span>
        )}
      </td>
    </tr>
  );
}

interface StepsProps {
  readonly run: Run;
  /** Where the association is now, and what AWS said there last; null when it is in none of this run. */
  readonly step: AssociationView['step'];
}

/** The way that was taken, as a table: everything that the graph shows, and when. */
export function Steps({ run, step }: StepsProps) {
  const [every, setEvery] = useState(false);
  const rows: Row[] = every ? run.steps.map((step) => ({ type: 'step', step })) : rowsOf(withoutChoices(run.steps));
  const lookedAt = roundOf(rows, step?.name);
  return (
    <>
      <label>
        <input type="checkbox" checked={every} onChange={({ currentTarget }) => setEvery(currentTarget.checked)} /> every state entered (
        {run.steps.length})
      </label>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="scrolling" aria-label="Table of steps" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" class="short">
                From, UTC
              </th>
              <th scope="col">Took</th>
              <th scope="col">Attempts and errors</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) =>
              row.type === 'step' ? (
                <StepRow key={index} step={row.step} since={run.startedAt} />
              ) : (
                <RoundRow key={index} row={row} since={run.startedAt} said={index === lookedAt ? (step?.observed ?? null) : null} />
              ),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
}
