import type { Association } from '../association.ts';
import { settling } from '../cancel.ts';
import type { Intent, Words } from '../kinds/kind.ts';
import { isLeftover } from '../leftover.ts';
import { settledKeyOf } from '../settled.ts';
import { type Answer, answer } from './answer.ts';
import { type Found, judge, judgeUnread } from './judge.ts';
import { changeCurrent, contextOf, failedRead, type Input, type Surroundings, shown, type Work, waitWithLocks } from './step.ts';

/** Looks whether what was asked for has come about. */
export const observe: Work = async (association, input, surroundings) => {
  const { intent } = association;
  if (!intent) return notSent(association, input, surroundings);
  // An earlier look decided so, and its answer was lost.
  if (association.undoIntent) return answer('UNDO');
  const look = await lookAt(association, intent, input, surroundings);
  const verdict =
    'unread' in look ? judgeUnread(association, intent, look, input, surroundings) : judge(association, intent, look, input, surroundings);
  const record = await changeCurrent(surroundings.store, input, association, (known) =>
    known.intent?.at === intent.at && !known.undoIntent && isSameWish(known, association)
      ? { ...shownAs(known, verdict.answer, look, input), ...verdict.changes(known) }
      : undefined,
  );
  // Given up since it was read: what was concluded from this look no longer counts.
  return isSameWish(record, association) ? verdict.answer : answer('PENDING', 1);
};

/** Nothing was sent, and nothing will be on that plan any more: a request that comes late, after this look, would be dated before it. */
async function notSent(association: Association, input: Input, { store }: Surroundings): Promise<Answer> {
  const record = await changeCurrent(store, input, association, (known) => (known.intent ? undefined : { mayCall: false }));
  return record.intent ? answer('PENDING', 1) : answer('LOCK', waitWithLocks(association, input.now));
}

const isSameWish = (one: Association, other: Association) => (one.cancel === null) === (other.cancel === null);

const shownAs = (record: Association, { outcome, waitSeconds }: Answer, look: Look, { now }: Input) =>
  shown(record, outcome === 'SETTLE' ? settling : 'Observe', now, wordsOf(look).status ?? wordsOf(look).error, waitSeconds);

/** What a look found, or why it could not be taken. */
export type Look = Found | { readonly unread: Words; readonly retryAfter: number | null };

export const wordsOf = (look: Look): Words => ('unread' in look ? look.unread : look.words);

/** Looks, with what AWS refused or did not answer made part of the finding. */
export async function lookAt(association: Association, intent: Intent, input: Input, surroundings: Surroundings): Promise<Look> {
  try {
    const found = await surroundings.operations.observe(
      association.pair as never,
      association.desired,
      intent,
      contextOf(association, input, surroundings),
    );
    if (found.unknownStatus)
      surroundings.note('AWS answers a status that is not known yet', { operation: found.words.operation, status: found.words.status });
    // What is certainly not its own is not so because another came since.
    const ours = found.ours === 'NO' ? undefined : await whoseByNow(association, intent, surroundings);
    return ours ? { ...found, ours, isContested: ours === 'UNKNOWN' } : found;
  } catch (error) {
    const { words, retryAfter } = failedRead('Observe', error, surroundings);
    return { unread: words, retryAfter };
  }
}

/**
 * What another association has brought about, or found, since an earlier attempt's call is that one's, and not to be taken back; what it may
 * have changed is nobody's for certain. Undefined where no other did.
 */
async function whoseByNow(association: Association, intent: Intent, { store }: Surroundings): Promise<'NO' | 'UNKNOWN' | undefined> {
  if (!isLeftover(association)) return undefined;
  const { id } = association;
  const { settled } = await store.pair(settledKeyOf(association));
  if (!settled || settled.id === id || settled.at <= intent.at) return undefined;
  return settled.isUnclear ? 'UNKNOWN' : 'NO';
}
