import type { Dice } from './dice.ts';

/** Everything that can go wrong, each with how likely it is where it is drawn at all: seldom, often, or as a rule. */
const rates = {
  // A call to one of the three services.
  awsThrottle: [0.03, 0.2, 0.5],
  awsServerError: [0.03, 0.2, 0.5],
  awsLostAnswer: [0.05, 0.2, 0.5],
  awsServerErrorAfterSuccess: [0.05, 0.2, 0.5],
  awsConflict: [0.1, 0.4, 0.8],
  awsDenies: [0.1, 0.4],
  awsChangeFails: [0.1, 0.5, 0.9],
  awsChangeIsSlow: [0.1, 0.5],
  awsStaleRead: [0.1, 0.5],
  // An invocation of a function.
  lambdaRefuses: [0.02, 0.1, 0.3],
  lambdaCrashBeforeEffect: [0.02, 0.1, 0.2],
  lambdaCrashAfterEffect: [0.02, 0.1, 0.2],
  lambdaHangs: [0.02, 0.1],
  stepInvokedTwice: [0.05, 0.3],
  functionIsDown: [1],
  // A trigger.
  triggerTwice: [0.3, 0.8],
  triggerLate: [0.3],
  triggerLost: [0.2],
  // An execution.
  executionAborted: [0.2, 0.6],
  executionAbortedInState: [0.2, 0.6],
  executionTimesOut: [1],
  executionRedriven: [0.3, 0.8],
  endEventLost: [0.3, 0.8],
  endEventLate: [0.3],
  endEventTwice: [0.3],
  startRefused: [0.1, 0.3],
  startAnswerLost: [0.1, 0.3],
  wakeRefused: [0.1, 0.5],
  // Notices, and the table.
  busRefuses: [0.2, 0.8],
  topicRefuses: [0.2, 0.8],
  tableThrottle: [0.01, 0.05],
  tableAnswerLost: [0.01, 0.05],
} as const;

export type FaultName = keyof typeof rates;
export const faultNames = Object.keys(rates) as FaultName[];

/** Bad weather for a while: which faults there are, how often, and until when. */
export interface Weather {
  /** Whether that goes wrong now; counted as gone wrong. */
  strikes(fault: FaultName): boolean;
  /** Whether that is to go wrong if it comes to it; whoever sees it go wrong counts it. */
  threatens(fault: FaultName): boolean;
  count(fault: FaultName): void;
  readonly met: ReadonlyMap<FaultName, number>;
  /** When the last fault has passed: from then on everything must come to its end. Epoch milliseconds. */
  readonly clearsAt: number;
}

/** How likely a fault is part of a seed's weather: one that most depends on, and any other. */
const [oftenest, usually, whenHot] = [0.4, 0.2, 0.5];

/** Faults that lead to what is hardest to get right: taking back, not knowing, going on for another. */
const telling: ReadonlySet<FaultName> = new Set(['awsChangeFails', 'awsLostAnswer', 'lambdaCrashAfterEffect', 'executionAborted']);

interface Climate {
  /** More of everything, and nothing seldom. */
  readonly hot: boolean;
  /** When it begins. Epoch milliseconds. */
  readonly from: number;
  /** What never strikes. It is drawn all the same, so that leaving it out changes nothing before it would have struck. */
  readonly without?: ReadonlySet<FaultName>;
}

/** Draws the weather, from a time on. */
export function createWeather(dice: Dice, now: () => number, { hot, from, without = new Set() }: Climate): Weather {
  const clearsAt = from + dice.between(1, 4) * 3_600_000;
  const drawn = new Map<FaultName, number>();
  for (const fault of faultNames) {
    const choices = hot ? rates[fault].slice(-2) : rates[fault];
    const fair = telling.has(fault) ? oftenest : usually;
    if (dice.chance(hot ? whenHot : fair)) drawn.set(fault, dice.pick(choices));
  }
  const met = new Map<FaultName, number>();
  const count = (fault: FaultName) => void met.set(fault, (met.get(fault) ?? 0) + 1);
  const threatens = (fault: FaultName) => {
    const rate = drawn.get(fault);
    return rate !== undefined && now() < clearsAt && dice.chance(rate) && !without.has(fault);
  };
  const strikes = (fault: FaultName) => {
    const isStruck = threatens(fault);
    if (isStruck) count(fault);
    return isStruck;
  };
  return { met, count, clearsAt, threatens, strikes };
}
