import type { AssociationView, EntryView } from '../src/answers.ts';
import type { Api } from './api.ts';
import { exitCodeOf, hasEnded } from './exit.ts';
import type { Session } from './session.ts';
import { elapsedText, endingLines, historyLines, stateText, stepText, unchangedText } from './show/association.ts';
import { timeText } from './show/pair.ts';
import { cleaned } from './text.ts';
import { watch } from './watching.ts';

export interface FollowOptions {
  /** How much of its history is known already: the sequence of the last entry. */
  readonly since?: number;
  /** Stop as soon as somebody has to decide on a round after this one; 0 is before the first. Not at all when not given. */
  readonly decidedRound?: number;
  /** Milliseconds; forever when not given. */
  readonly patience?: number | undefined;
  /** Every version as a line of JSON; otherwise JSON is only the last one. */
  readonly streams?: boolean;
  /** What its last state comes to; by default, whether it is as desired. */
  readonly exitCode?: (state: string) => number;
}

/** Follows an association, tells what happens to it, and gives the exit code for how it stands in the end. */
export async function follow(session: Session, api: Api, id: string, options: FollowOptions = {}): Promise<number> {
  const { output } = session;
  let told = options.since ?? 0;
  let look = '';
  let current: AssociationView | undefined;
  const pace = api.target.isLocal ? 0 : 1;

  function tell(association: AssociationView): void {
    current = association;
    if (output.isJson) {
      if (options.streams) output.stream(association, () => []);
      return;
    }
    const news = association.history.filter(({ sequence }) => sequence > told);
    told = association.history.at(-1)?.sequence ?? told;
    for (const entry of news) output.stream<EntryView>(entry, historyLines);
    showStep(association);
  }

  /** Where a person looks, the last line is the step; elsewhere every look is a line of its own. */
  function showStep(association: AssociationView, more = 0): void {
    const text = `${stepText(association)} · ${elapsedText(association, more * pace)}`;
    if (output.isLive) output.live(hasEnded(association.state) ? '' : `… ${association.state} ${text}`);
    else if (association.step && !hasEnded(association.state) && stepText(association) !== look) {
      look = stepText(association);
      output.stream(association, (shown) => [`${timeText(shown.updatedAt)}  ${stepText(shown)} · ${elapsedText(shown)}`]);
    }
  }

  try {
    const last = await watch<AssociationView>(api, {
      path: `/associations/${encodeURIComponent(id)}`,
      tell,
      tick: (seconds) => current && !output.isJson && output.isLive && showStep(current, seconds),
      enough: (association) => hasEnded(association.state) || isAskedAfter(association, options.decidedRound),
      patience: options.patience,
      goesOn: `${id} goes on. Follow it with: liaison watch ${id}`,
    });
    output.live('');
    conclude(session, last, options.streams ?? false);
    return (options.exitCode ?? exitCodeOf)(last.state);
  } finally {
    output.live('');
  }
}

/** Somebody has to decide on a round after this one. */
const isAskedAfter = ({ state, approvalRequest }: AssociationView, round = Number.POSITIVE_INFINITY) =>
  state === 'AWAITING_APPROVAL' && (approvalRequest?.round ?? 1) > round;

/** Says how it stands when the watching is over. */
function conclude({ output }: Session, association: AssociationView, streams: boolean): void {
  const { id, state, ending } = association;
  if (!streams || !output.isJson) {
    output.show(association, (shown, paint) => [
      `${shown.id} ${stateText(shown.state, paint)}${unchangedText(shown)} after ${elapsedText(shown)}`,
      ...(shown.ending && shown.state !== 'SUCCEEDED' ? endingLines(shown.ending) : []),
    ]);
  }
  if (ending === null && !hasEnded(state)) output.say(adviceFor(cleaned(id), state));
}

const adviceFor = (id: string, state: string): string =>
  state === 'AWAITING_APPROVAL'
    ? `Somebody has to decide: liaison get ${id}, then liaison approve ${id} or liaison reject ${id} --comment WHY`
    : `${id} is still under way. Follow it with: liaison watch ${id}`;
