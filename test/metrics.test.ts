import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { createMeter, type Gauge, type Meter, metered } from '../src/metrics.ts';
import { logged } from './logged.ts';
import { association, intent, midnight } from './record.ts';

const service = 'liaison-dev';
const nameBefore = process.env.POWERTOOLS_SERVICE_NAME;
beforeAll(() => {
  process.env.POWERTOOLS_SERVICE_NAME = service;
});
afterAll(() => {
  if (nameBefore === undefined) delete process.env.POWERTOOLS_SERVICE_NAME;
  else process.env.POWERTOOLS_SERVICE_NAME = nameBefore;
});

/** One metric as CloudWatch reads it from a line of the log: its name, value, unit and dimensions. */
function metricIn(line: string) {
  const { _aws, ...members } = JSON.parse(line);
  const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
  const [{ Name, Unit }] = Metrics;
  expect([_aws.CloudWatchMetrics.length, Dimensions.length, Metrics.length, Namespace]).toEqual([1, 1, 1, 'Liaison']);
  const dimensions = Object.fromEntries((Dimensions[0] as string[]).map((name) => [name, members[name]]));
  return { name: Name as string, value: members[Name] as number, unit: Unit as string, dimensions };
}

const written = async (work: (meter: Meter) => unknown) => (await logged(async () => work(createMeter()))).map(metricIn);

const ofService = { service };
const ofKind = { service, kind: 'es-package' };
const made = intent({ at: midnight });

describe('an ending', () => {
  test('counts by kind and state; a success of a call tells how long it took', async () => {
    const ended = association({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, intent: made, settledAt: midnight + 90_500 });
    expect(await written((meter) => meter.ended(ended))).toEqual([
      { name: 'Ended', value: 1, unit: 'Count', dimensions: { ...ofKind, state: 'SUCCEEDED' } },
      { name: 'SecondsToSettle', value: 90.5, unit: 'Seconds', dimensions: ofKind },
    ]);
    const unchanged = association({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: false, settledAt: midnight });
    expect((await written((meter) => meter.ended(unchanged))).map(({ name }) => name)).toEqual(['Ended']);
  });

  test.each([
    ['ROLLED_BACK', 'REVERTED', ['RolledBack']],
    ['FAILED', 'LEFT_BEHIND', ['LeftBehind']],
    ['FAILED', 'UNKNOWN', ['Unknown']],
    ['FAILED', 'NONE', []],
    ['CANCELLED', 'NONE', []],
  ] as const)('that is %s and %s is counted for the alarm that it is for', async (state, sideEffects, names) => {
    const [, ...others] = await written((meter) => meter.ended(association({ state, sideEffects, changed: false, settledAt: midnight })));
    expect(others).toEqual(names.map((name) => ({ name, value: 1, unit: 'Count', dimensions: ofService })));
  });

  test('is counted when it was told, and not when it could not be', async () => {
    const ended = association({ state: 'FAILED', sideEffects: 'NONE' });
    const notices = (emit: () => Promise<void>) => ({ emit, alert: async () => undefined, request: async () => undefined });
    const told = await written((meter) =>
      metered(
        notices(async () => undefined),
        meter,
      ).emit(ended),
    );
    expect(told.map(({ name }) => name)).toEqual(['Ended']);
    const refused = async () => {
      throw new Error('The bus refused the event.');
    };
    expect(
      await written((meter) =>
        metered(notices(refused), meter)
          .emit(ended)
          .catch(() => undefined),
      ),
    ).toEqual([]);
  });
});

/** Every metric there is, with the names of its dimensions, as `Name {a,b}`. */
async function everyMetric(): Promise<ReadonlySet<string>> {
  const metrics = await written((meter) => {
    for (const sideEffects of ['NONE', 'REVERTED', 'LEFT_BEHIND', 'UNKNOWN'] as const)
      meter.ended(association({ state: sideEffects === 'REVERTED' ? 'ROLLED_BACK' : 'FAILED', sideEffects }));
    meter.ended(association({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true, intent: made, settledAt: midnight }));
    meter.throttled('es-package');
    const gauges: Record<Gauge, true> = { OldestApprovalSeconds: true, OldestUnfinishedSeconds: true, Drifted: true };
    for (const gauge of Object.keys(gauges)) meter.gauge(gauge as Gauge, 1);
  });
  return new Set(metrics.map(({ name, dimensions }) => spelled(name, Object.keys(dimensions))));
}
const spelled = (name: string, dimensions: readonly string[]) => `${name} {${[...dimensions].sort().join(',')}}`;

const text = (path: string) => readFileSync(join(import.meta.dirname, '../serverless', path), 'utf8');

describe('what is written is what is watched', () => {
  interface Alarm {
    readonly Properties: {
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string }[];
      readonly Period: number;
    };
  }
  const alarms = Object.values(parse(text('alarms/associations.yml')).Resources as Record<string, Alarm>).map(
    ({ Properties }) => Properties,
  );

  test('every alarm watches a metric under the very dimensions that it is written with', async () => {
    const metrics = await everyMetric();
    for (const { MetricName, Dimensions } of alarms)
      expect(metrics).toContain(
        spelled(
          MetricName,
          Dimensions.map(({ Name }) => Name),
        ),
      );
  });

  test('what reconcile measures every quarter of an hour is in each period, so that no alarm comes and goes', () => {
    const gauges = alarms.filter(({ MetricName }) => /^Oldest|^Drifted/.test(MetricName));
    expect(gauges.map(({ Period }) => Period)).toEqual([1_800, 1_800, 1_800]);
  });

  test('the dashboard shows no metric that nobody writes', async () => {
    const metrics = await everyMetric();
    const dashboard = text('dashboard.yml');
    const plain = Array.from(dashboard.matchAll(/\["Liaison", "(\w+)", "service"/g), ([, name = '']) => spelled(name, ['service']));
    const searched = Array.from(
      dashboard.matchAll(/SEARCH\('\{Liaison,([\w,]+)\}.*?MetricName=\\"(\w+)\\"/g),
      ([, schema = '', name = '']) => spelled(name, schema.split(',')),
    );
    expect([plain.length, searched.length]).toEqual([6, 3]);
    for (const metric of [...plain, ...searched]) expect(metrics).toContain(metric);
  });
});
