import { useState } from 'preact/hooks';
import type { AssociationView } from '../../../src/answers.ts';
import type { Runs } from '../../protocol.ts';
import type { Answer } from '../fetch.ts';
import { Graph } from './graph.tsx';
import { ProblemNote } from './problem.tsx';
import { Steps } from './steps.tsx';

interface WorkflowProps {
  readonly association: AssociationView;
  readonly runs: Answer<Runs> | null;
}

/** The workflow as a picture and as a table: the way it has taken, of the run that is chosen. */
export function Workflow({ association, runs: answer }: WorkflowProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  if (answer === null) return <p class="faint">Reading its runs…</p>;
  if (!answer.ok) return <ProblemNote problem={answer.problem} />;
  const { body: runs } = answer;
  const last = runs.runs.at(-1);
  const run = runs.runs.find((each) => each.run === chosen) ?? last;
  return (
    <section class="workflow" aria-labelledby="workflow">
      <h2 id="workflow">
        Workflow{' '}
        {runs.runs.length > 1 && (
          <select aria-label="Run" value={run?.run} onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}>
            {runs.runs.map(({ run: number, status }) => (
              <option key={number} value={number}>
                run {number}: {status}
              </option>
            ))}
          </select>
        )}
      </h2>
      {runs.unavailable && <p class="note warn">{runs.unavailable}</p>}
      <div class="pictured">
        {runs.drawing ? (
          <Graph drawing={runs.drawing} run={run} />
        ) : (
          <p class="faint">There is no picture of it. The table of steps has everything.</p>
        )}
        {run && (
          <div class="steps">
            <Steps run={run} step={run === last ? association.step : null} />
          </div>
        )}
      </div>
    </section>
  );
}
