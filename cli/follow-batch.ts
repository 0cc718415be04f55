import type { BatchView } from '../src/answers.ts';
import type { Api } from './api.ts';
import { exitCodeOf, hasEnded } from './exit.ts';
import type { FollowOptions } from './follow.ts';
import type { Session } from './session.ts';
import { batchLines, countsText } from './show/batch.ts';
import { timeText } from './show/pair.ts';
import { cleaned } from './text.ts';
import { watch } from './watching.ts';

interface FollowBatchOptions extends Pick<FollowOptions, 'patience' | 'streams' | 'exitCode'> {
  /** Stop as soon as nothing goes on before somebody decides. */
  readonly untilAsked?: boolean;
}

/** Follows a batch, tells how many of its items are in which state, and gives the exit code for how it stands in the end. */
export async function followBatch(session: Session, api: Api, id: string, options: FollowBatchOptions): Promise<number> {
  const { output } = session;
  const { patience, streams = false, untilAsked = false, exitCode = exitCodeOf } = options;
  let told = '';
  const last = await watch<BatchView>(api, {
    path: `/batches/${encodeURIComponent(id)}`,
    tell(batch) {
      if (output.isJson) return streams ? output.stream(batch, () => []) : undefined;
      const counts = countsText(batch);
      if (output.isLive) return output.live(`… ${batch.state} ${counts}`);
      if (counts !== told) output.stream(batch, (shown) => [`${timeText(shown.updatedAt)}  ${shown.state}  ${countsText(shown)}`]);
      told = counts;
    },
    enough: (batch) => hasEnded(batch.state) || (untilAsked && isHeldUp(batch)),
    patience,
    goesOn: `${id} goes on. Follow it with: liaison batch watch ${id}`,
  }).finally(() => output.live(''));
  if (!output.isJson || !streams) output.show(last, batchLines);
  output.say(whatNext(cleaned(last)));
  return exitCode(last.state);
}

const asked = ({ counts }: BatchView): number => counts.AWAITING_APPROVAL ?? 0;

/** Everything under way waits for somebody to decide. What may be begun besides is under way already: a batch begins it at the same look. */
function isHeldUp(batch: BatchView): boolean {
  const underWay = Object.entries(batch.counts).reduce((sum, [state, count]) => sum + (hasEnded(state) ? 0 : count), 0);
  return asked(batch) > 0 && asked(batch) === underWay;
}

function whatNext(batch: BatchView): string {
  const { id, state } = batch;
  if (isHeldUp(batch)) {
    const which = `liaison list --batch ${id} --state AWAITING_APPROVAL`;
    return `Somebody has to decide on ${asked(batch)}: ${which}, then liaison approve or liaison reject each. Then: liaison batch watch ${id}`;
  }
  if (!hasEnded(state)) return `${id} is still under way. Follow it with: liaison batch watch ${id}`;
  return state === 'SUCCEEDED'
    ? 'All of it is as desired.'
    : `See each: liaison batch items ${id}. Try the rest again: liaison batch retry-failed ${id}`;
}
