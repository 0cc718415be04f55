import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Association } from './association.ts';
import { lazily } from './lazily.ts';
import type { Notices } from './notices.ts';
import { secondsToSettle } from './usual.ts';

/** What is true at a moment, as reconcile finds it. */
export type Gauge = 'OldestApprovalSeconds' | 'OldestUnfinishedSeconds' | 'Drifted';

/** What alarms and the dashboard are made of: written to the log in CloudWatch's embedded metric format, so that nobody waits for a call. */
export interface Meter {
  /** An association ended: how, after how long, and whether somebody must look at what it left. */
  ended(association: Association): void;
  /** AWS refused a call of this kind for the moment. */
  throttled(kind: string): void;
  gauge(name: Gauge, value: number): void;
}

/** Endings after which AWS is not as anybody asked, each with its metric. */
const troubles = { ROLLED_BACK: 'RolledBack', LEFT_BEHIND: 'LeftBehind', UNKNOWN: 'Unknown' } as const;

type Unit = (typeof MetricUnit)[keyof typeof MetricUnit];

const units: Readonly<Record<Gauge, Unit>> = {
  OldestApprovalSeconds: MetricUnit.Seconds,
  OldestUnfinishedSeconds: MetricUnit.Seconds,
  Drifted: MetricUnit.Count,
};

/** A meter in the namespace Liaison, whose every metric has the dimension `service`: the stage's name, from POWERTOOLS_SERVICE_NAME. */
export function createMeter(metrics = lazily(() => new Metrics({ namespace: 'Liaison' }))): Meter {
  /** Each line is one metric: what has other dimensions cannot be on it. */
  function write(name: string, unit: Unit, value: number, dimensions: Readonly<Record<string, string>> = {}): void {
    const single = metrics().singleMetric();
    single.addDimensions({ ...dimensions });
    single.addMetric(name, unit, value);
  }
  return {
    ended(association) {
      const { kind, state, sideEffects } = association;
      write('Ended', MetricUnit.Count, 1, { kind, state });
      const seconds = secondsToSettle(association);
      if (seconds !== null) write('SecondsToSettle', MetricUnit.Seconds, seconds, { kind });
      for (const [fact, name] of Object.entries(troubles)) if (fact === state || fact === sideEffects) write(name, MetricUnit.Count, 1);
    },
    throttled: (kind) => write('Throttled', MetricUnit.Count, 1, { kind }),
    gauge: (name, value) => write(name, units[name], value),
  };
}

/** Notices that count each ending they tell of: like them once or, when somebody repeats it, twice, and never not at all. */
export const metered = (notices: Notices, meter: Meter): Notices => ({
  ...notices,
  async emit(association) {
    await notices.emit(association);
    meter.ended(association);
  },
});
