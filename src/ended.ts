import { type Association, type Ending, isUnclear } from './association.ts';
import { givenUp } from './cancel.ts';
import { isLeftover, missingOf, removedText } from './leftover.ts';
import { runOf, transition } from './transition.ts';

/** The change of the record that its ending is, with everything that it must tell beside what was found out. `now`: epoch milliseconds. */
export function endedAs(record: Association, found: Ending, now: number): Partial<Association> {
  const { reason, message, ...ending } = withRemoved(record, withLeftover(record, honouring(record, ofCall(record, found))));
  const { state, words } = ending;
  return {
    ...ending,
    ...transition(record, state, { at: now, actor: runOf(record), action: 'Settled', comment: reason, words }),
    endReason: reason,
    endMessage: message,
    settledAt: now,
    step: null,
    mayCall: false,
    outbox: { event: true, alert: state !== 'SUCCEEDED' },
  };
}

/** Of a call that never went out everything is known: what could not be used was the function that makes it. */
const ofCall = ({ intent }: Association, ending: Ending): Ending =>
  intent || ending.sideEffects !== 'UNKNOWN'
    ? ending
    : {
        ...ending,
        sideEffects: 'NONE',
        reason: 'RequestFailed',
        message: 'No call was made: the function that makes it could not be used.',
      };

/** An ending, with what it changes of what the next attempt begins with. */
type Ended = Ending & Partial<Association>;

/** What was given up with nothing sent is given up, whatever else was found out meanwhile; what was being taken back ends as that did. */
const honouring = (record: Association, ending: Ending): Ending =>
  record.cancel && !record.undoIntent && (!record.intent || isLeftover(record)) ? givenUp(record.cancel) : ending;

/**
 * That this attempt made nothing does not take away what an earlier one left; nor that it has taken its own back, where others came
 * between. Then the next attempt looks after the earlier one's again.
 */
function withLeftover({ leftover, abandoned }: Association, ending: Ending): Ended {
  const { state, sideEffects } = ending;
  if (state === 'SUCCEEDED' || isUnclear(sideEffects)) return ending;
  if (leftover && sideEffects === 'NONE') return { ...ending, sideEffects: leftover.sideEffects };
  if (!abandoned) return ending;
  return { ...ending, state: state === 'ROLLED_BACK' ? 'FAILED' : state, sideEffects: abandoned.sideEffects, intent: null, leftover: null };
}

/** What was removed to make room is gone, also when nothing else is left of the request. */
function withRemoved(record: Association, ending: Ended): Ended {
  const { removed } = record;
  if (!removed || ending.state === 'SUCCEEDED') return ending;
  const what = `What ${removedText(removed)} for it is gone, and is not made again.`;
  const told = { ...ending, message: [ending.message, what].filter(Boolean).join(' ') };
  if (isUnclear(ending.sideEffects)) return told;
  // Nothing else is left, for another attempt to look at.
  return { ...told, state: ending.state === 'ROLLED_BACK' ? 'FAILED' : ending.state, sideEffects: missingOf(removed), intent: null };
}
