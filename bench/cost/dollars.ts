import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { functionDollars, prices } from '../prices.ts';
import { median } from '../row.ts';
import type { Played } from './play.ts';
import type { Bill, Invoked } from './world.ts';

/** Milliseconds that a call is taken to be under way in a Region, beside the function's own work: to the table, and to anything else. */
export const roundTrip = { table: 10, aws: 100 } as const;

/** A step, and what its calls of a scene are taken to be billed. */
export interface Billed {
  readonly step: string;
  /** How often for each association. */
  readonly calls: number;
  /** The median of the function's own work here, in milliseconds. */
  readonly own: number;
  /** With what its calls take. */
  readonly billed: number;
}

/** What one association costs, by what it is spent on. Dollars. */
export interface Dollars {
  readonly transitions: number;
  readonly functions: number;
  readonly table: number;
  /** The bus, the topic and the API. */
  readonly rest: number;
  readonly all: number;
}

/** The steps of a scene in the order they first came. */
export function billedOf({ invoked, count }: Played): Billed[] {
  const byStep = Map.groupBy(invoked, ({ step }) => step);
  return [...byStep].map(([step, calls]) => {
    const own = median(calls.map(({ milliseconds }) => milliseconds));
    return { step, calls: calls.length / count, own, billed: own + mean(calls.map(underWay)) };
  });
}

const underWay = ({ tableCalls, awsCalls }: Invoked) => tableCalls * roundTrip.table + awsCalls * roundTrip.aws;

const mean = (figures: readonly number[]) => figures.reduce((sum, figure) => sum + figure, 0) / figures.length;

export function dollarsOf(bill: Bill, steps: readonly Billed[]): Dollars {
  const transitions = bill.transitions * prices.stateTransition;
  const functions = steps.reduce((sum, { calls, billed }) => sum + calls * functionDollars(billed), 0);
  const table = bill.writeUnits * prices.tableWriteUnit + bill.readUnits * prices.tableReadUnit;
  const rest = bill.events * prices.event + bill.notifications * prices.notification + bill.requests * prices.apiRequest;
  return { transitions, functions, table, rest, all: transitions + functions + table + rest };
}

/** A look more: a wait, the look and the choice after it. */
export const dollarsPerLook = (steps: readonly Billed[]): number =>
  3 * prices.stateTransition + functionDollars(steps.find(({ step }) => step.endsWith(' observe'))?.billed ?? Number.NaN);

/** How many metrics the deployed alarms watch: each is billed by itself. */
export function alarmMetrics(): number {
  const directory = join(import.meta.dirname, '../../serverless/alarms');
  const resources = readdirSync(directory).flatMap((file) =>
    Object.values((parse(readFileSync(join(directory, file), 'utf8')) as { Resources: Record<string, Alarm> }).Resources),
  );
  return resources
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .reduce((sum, { Properties: { Metrics } }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1), 0);
}

interface Alarm {
  readonly Type: string;
  readonly Properties: { readonly Metrics?: readonly { readonly MetricStat?: object }[] };
}
