import { needsApproval } from '../../src/approval.ts';
import {
  brought,
  callsOf,
  carriesAsBefore,
  doneBy,
  effects,
  isChangedUnseen,
  isClean,
  isInOtherHands,
  isRemovedFirst,
  lastEnds,
  mayBeMistaken,
  scopesOf,
  worthOf,
} from './answerable.ts';
import type { Call } from './chronicle.ts';
import type { Invariant } from './invariants.ts';
import { recordOf, recordsOf } from './remains.ts';
import { staleFor } from './staleness.ts';
import { isAsDesired, nothing, standingOf } from './truth.ts';
import type { Lived } from './world.ts';

/**
 * Whether what a call changed is still its association's in the moment of a later one: until that is over. A call that was out when its
 * run was given up comes after the end: it has what it changed until lists show that.
 */
function holding({ chronicle: { ends, rests } }: Lived, { id, run, at }: Call, index: number) {
  const isLate = ends.some((end) => end.id === id && end.run === run && end.endReason === 'RunDied' && end.calls <= index);
  if (isLate) return (later: Call) => later.at < at + staleFor;
  const until = Math.min(...[...ends, ...rests].flatMap((over) => (over.id === id && over.calls > index ? [over.calls] : [])));
  return (_: Call, later: number) => later < until;
}

/** What must hold of AWS, and of what is said of it, after every seed. */
export const awsInvariants = {
  'a success is as desired in AWS, and stays so until somebody asks for something else': (lived) => {
    return lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED') return [];
      const { now, comesTo } = end.standing;
      if (isChangedUnseen(lived, record, end)) return [];
      const standings = isInOtherHands(lived, record, end.calls) ? [now] : [now, comesTo];
      return standings.every((standing) => isAsDesired(record, standing))
        ? []
        : [`${end.id} ended SUCCEEDED with ${record.desired}, and there is ${now}, which comes to ${comesTo}.`];
    });
  },

  'what failed without side effects, or was taken back, is as it was before': (lived) => {
    return lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state === 'SUCCEEDED' || !['NONE', 'REVERTED'].includes(end.sideEffects ?? '')) return [];
      if (mayBeMistaken(lived, record, end.calls)) return [];
      const { done, before } = doneBy(lived, end.id, end.calls);
      const { comesTo } = end.standing;
      if (!before) return [];
      const isBack = worthOf(record, before.comesTo) === worthOf(record, comesTo, before.comesTo);
      if (isBack && (end.sideEffects !== 'REVERTED' || carriesAsBefore(record, before, end.standing))) return [];
      return [
        `${end.id} ended ${end.state} ${end.sideEffects} after ${done.map(({ operation }) => operation)}: was ${before.comesTo}, is ${end.standing.now}, which comes to ${comesTo}.`,
      ];
    });
  },

  'what is said to be left behind was made': (lived) =>
    lastEnds(lived).flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.sideEffects !== 'LEFT_BEHIND' || mayBeMistaken(lived, record, end.calls)) return [];
      // What others have found so since may be told of as left all the same: not every attempt gets as far as a look.
      const since = lived.chronicle.ends.findLast((own) => own.id === end.id && own.calls < end.calls && isClean(own))?.calls ?? 0;
      const done = effects(lived.chronicle.calls.slice(since, end.calls)).filter(({ id }) => id === end.id);
      return done.length === 0 ? [`${end.id} says LEFT_BEHIND and changed nothing.`] : [];
    }),

  'a success says whether it changed something': (lived) =>
    lived.chronicle.ends.flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED' || mayBeMistaken(lived, record, end.calls)) return [];
      const { done } = doneBy(lived, end.id, end.calls);
      if (end.changed && done.length === 0) return [`${end.id} says that it changed something and made no call that took.`];
      return [];
    }),

  'two associations never change one thing at once': (lived) => {
    const holders = new Map<string, { readonly id: string; readonly has: (call: Call, index: number) => boolean }>();
    return lived.chronicle.calls.flatMap((call, index) => {
      if (!call.mutating || !call.effective || call.id === null) return [];
      const { id } = call;
      const has = holding(lived, call, index);
      return scopesOf(call).flatMap((scope) => {
        const holder = holders.get(scope);
        holders.set(scope, { id, has });
        return holder && holder.id !== id && holder.has(call, index)
          ? [`${id} made ${call.operation} on ${scope} while ${holder.id} was at it.`]
          : [];
      });
    });
  },

  'no mutating call is repeated without a look': (lived) =>
    recordsOf(lived).flatMap(({ id }) => {
      let last: Call | undefined;
      return callsOf(lived, id).flatMap((call) => {
        const before = last;
        if (call.mutating || call.effective) last = call;
        return call.mutating && before?.mutating && before.outcome !== 'ThrottlingException'
          ? [`${id} made ${call.operation} right after ${before.operation} (${before.outcome}).`]
          : [];
      });
    }),

  'undo touches nothing that was there before': (lived) =>
    lived.chronicle.calls.flatMap((call, index) => {
      if (call.step !== 'undo' || !call.mutating || !call.effective || call.id === null) return [];
      const record = recordOf(lived, call.id);
      if (!record || mayBeMistaken(lived, record, index)) return [];
      const { done, before } = doneBy(lived, call.id, index);
      if (done.length === 0) return [`${call.id} undid with ${call.operation} and had made nothing.`];
      const is = call.after?.comesTo ?? nothing;
      if (!before || isRemovedFirst(record, done) || /^(DISSOCIATION|DELETE)_FAILED/.test(is)) return [];
      return worthOf(record, before.comesTo) === worthOf(record, is)
        ? []
        : [`${call.id} undid with ${call.operation}: was ${before.comesTo}, comes to ${is}.`];
    }),

  'what another hand made is not taken back': ({ chronicle: { calls } }) => {
    const theirs = new Set(calls.flatMap((call) => (call.id === null ? brought(call, 'CREATE_IN_PROGRESS') : [])));
    return calls.flatMap((call) => {
      const taken = call.step === 'undo' ? brought(call, 'DELETE_IN_PROGRESS').filter((id) => theirs.has(id)) : [];
      return taken.map((id) => `${call.id} undid ${id} with ${call.operation}.`);
    });
  },

  'nothing is done before its approval': ({ chronicle }) =>
    chronicle.calls.flatMap(({ id, step, operation, allowed, mutating }) => {
      if (!mutating || step !== 'request' || !allowed?.plan) return [];
      const { approval, plan } = allowed;
      const isMissing = needsApproval(approval, plan.impact) && !chronicle.approvals.has(`${plan.digest} ${id}`);
      return isMissing ? [`${id} made ${operation} without the approval of its plan.`] : [];
    }),

  'what AWS is said to have accepted it has carried out': (lived) =>
    recordsOf(lived).flatMap(({ id, history }) => {
      const said = history.filter(({ action }) => action === 'AWS accepted the call').length;
      const done = effects(callsOf(lived, id)).filter(({ step }) => step === 'request').length;
      return said > done ? [`${id} says that AWS accepted ${said} calls, and carried out ${done}.`] : [];
    }),

  'nothing changes in AWS by itself after the last ending': (lived) => {
    const last = new Map(lived.chronicle.ends.map((end) => [recordOf(lived, end.id)?.pairKey, end]));
    return [...last.values()].flatMap((end) => {
      const record = recordOf(lived, end.id);
      if (!record || end.state !== 'SUCCEEDED' || lived.chronicle.calls.slice(end.calls).some(({ mutating }) => mutating)) return [];
      const { now } = standingOf(lived.state, record, lived.now);
      if (isInOtherHands(lived, record, end.calls)) return [];
      return isAsDesired(record, now) ? [] : [`${end.id} ended SUCCEEDED, and in the end there is ${now}.`];
    });
  },
} satisfies Record<string, Invariant>;
