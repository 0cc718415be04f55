import { useEffect, useRef, useState } from 'preact/hooks';
import type { AssociationSummary } from '../../../src/answers.ts';
import type { Problem } from '../../protocol.ts';
import { type Action, act, actionTexts, isPossible, mayInterrupt } from '../actions.ts';
import { type Demand, isMet } from '../demand.ts';
import { loadKinds, subjectOf } from '../kinds.ts';
import { pairText } from '../pair-text.ts';
import { Dialog, Leave } from './dialog.tsx';
import { State } from './sign.tsx';
import { Typed } from './typed.tsx';

interface BulkProps {
  readonly action: Action;
  readonly chosen: readonly AssociationSummary[];
  /** `done`: something was sent. */
  onClose(done: boolean): void;
}

/** What became of one of them. */
type Outcome = 'under way' | 'done' | Problem;

/** Asks once about all that were chosen, names every one, does it, and says what became of each. */
export function Bulk({ action, chosen, onClose }: BulkProps) {
  // What is shown stays what is done, whatever the list behind it does meanwhile.
  const [listed] = useState(() => chosen.map((association) => ({ association, fits: isPossible[action](association) })));
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const isOpen = useRef(true);
  useEffect(() => {
    void loadKinds();
    return () => {
      isOpen.current = false;
    };
  }, []);
  const { verb, done, explains } = actionTexts[action];
  const fitting = listed.filter(({ fits }) => fits).map(({ association }) => association);
  const interrupting = fitting.filter(mayInterrupt[action]);
  const [only] = interrupting;
  const demand: Demand | null = only
    ? {
        what: `It can interrupt the traffic of ${interrupting.length === 1 ? 'one' : interrupting.length}.`,
        wanted: fitting.length === 1 ? subjectOf(only) : String(fitting.length),
      }
    : null;
  const begun = outcomes.size > 0;
  const isOver = outcomes.size === fitting.length && ![...outcomes.values()].includes('under way');

  async function run(): Promise<void> {
    // The button that has the focus is about to go.
    list.current?.focus();
    for (const association of fitting) {
      // Whoever leaves wants no more of it done, and would not see what becomes of it.
      if (!isOpen.current) return;
      const note = (outcome: Outcome) => setOutcomes((before) => new Map(before).set(association.id, outcome));
      note('under way');
      const answer = await act(action, association);
      note(answer.ok ? 'done' : answer.problem);
    }
  }

  return (
    <Dialog
      title={`${verb} ${fitting.length === 1 ? 'this association' : `${fitting.length} associations`}?`}
      onClose={() => onClose(begun)}
    >
      <p>{explains}</p>
      <ul class="listed" ref={list} tabIndex={-1}>
        {listed.map(({ association, fits }) => (
          <li key={association.id}>
            <State state={association.state} /> <b>{pairText(association.pair)}</b> <span class="faint">{association.kind}</span>{' '}
            <OutcomeText outcome={fits ? outcomes.get(association.id) : undefined} done={done} fits={fits} />
          </li>
        ))}
      </ul>
      <p role="status">{begun && outcomesText([...outcomes.values()], done, fitting.length)}</p>
      {!begun && <Typed demand={demand} value={typed} onInput={setTyped} />}
      <div class="buttons">
        {!begun && (
          <button type="button" class="danger" disabled={fitting.length === 0 || !isMet(demand, typed)} onClick={() => void run()}>
            {verb} {fitting.length}
          </button>
        )}
        <Leave text={begun ? (isOver ? 'Close' : 'Leave the rest as it is') : 'Leave as it is'} />
      </div>
    </Dialog>
  );
}

/** How far it is, in words: a screen reader hears nothing from outside of an open dialog. */
function outcomesText(outcomes: readonly Outcome[], done: string, all: number): string {
  const count = (holds: (outcome: Outcome) => boolean) => outcomes.filter(holds).length;
  const refused = count((outcome) => typeof outcome !== 'string');
  return `${count((outcome) => outcome === 'done')} of ${all} ${done}${refused > 0 ? `, ${refused} refused` : ''}`;
}

function OutcomeText({ outcome, done, fits }: { readonly outcome: Outcome | undefined; readonly done: string; readonly fits: boolean }) {
  if (!fits) return <span class="faint">not possible in this state; left alone</span>;
  if (outcome === undefined) return null;
  if (outcome === 'done') return <span class="good">✓ {done}</span>;
  return outcome === 'under way' ? <span>…</span> : <span class="bad">✕ {`${outcome.title}: ${outcome.detail}`}</span>;
}
