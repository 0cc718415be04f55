import { useState } from 'preact/hooks';
import type { AssociationView } from '../../../src/answers.ts';
import type { Run, Step } from '../../protocol.ts';
import { now } from '../clock.ts';
import { type Row, roundOf, rowsOf, withoutChoices } from '../graph/rows.ts';
import { clockText, durationText, relativeText, secondsBetween } from '../time.ts';

/** How long it took, or takes. */
const tookText = ({ enteredAt, exitedAt }: { readonly enteredAt: string; readonly exitedAt: string | null }) =>
  durationText(Math.max(0, secondsBetween(enteredAt, exitedAt ?? now.value)));

const failuresOf = ({ error, cause, retryAt, exitedAt }: Step) =>
  [
    error !== null && [error, cause].filter(Boolean).join(': '),
    exitedAt === null && retryAt !== null && `is tried again ${relativeText(retryAt, now.value)}`,
  ]
    .filter(Boolean)
    .join('; ');

const StepRow = ({ step }: { readonly step: Step }) => (
  <tr class={step.exitedAt === null ? 'current' : undefined}>
    <td>
      {step.exitedAt === null && <b aria-hidden="true">► </b>}
      {step.state}
      {step.exitedAt === null && <b> (now)</b>}
    </td>
    <td class="short">{clockText(step.enteredAt)}</td>
    <td class="short">{tookText(step)}</td>
    <td>
      {step.attempts > 1 && `${step.attempts} attempts. `}
      {failuresOf(step) && <span class="bad">✕ {failuresOf(step)}</span>}
    </td>
  </tr>
);

function RoundRow({ row, said }: { readonly row: Extract<Row, { type: 'round' }>; readonly said: string | null }) {
  const failures = row.steps.filter(({ error }) => error !== null);
  return (
    <tr>
      <td>{row.states.join(' → ')}</td>
      <td class="short">{clockText(row.enteredAt)}</td>
      <td class="short">{tookText(row)}</td>
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
                <StepRow key={index} step={row.step} />
              ) : (
                <RoundRow key={index} row={row} said={index === lookedAt ? (step?.observed ?? null) : null} />
              ),
            )}
          </tbody>
        </table>
      </section>
    </>
  );
}
