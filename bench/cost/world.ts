import { createVirtualClock } from '../../local/stepfunctions/virtual-clock.ts';
import type { Operation } from '../../local/wire/service.ts';
import type { HttpAnswer, HttpRequest } from '../../src/api/http.ts';
import type { Association } from '../../src/association.ts';
import { account, createAws, type ServiceName } from '../../test/simulation/aws.ts';
import { createChronicle } from '../../test/simulation/chronicle.ts';
import { createDice } from '../../test/simulation/dice.ts';
import { functions } from '../../test/simulation/functions.ts';
import { type Code, createLambda } from '../../test/simulation/lambda.ts';
import type { Carry } from '../../test/simulation/sdk.ts';
import { quiet } from '../../test/simulation/turns.ts';
import type { FaultName, Weather } from '../../test/simulation/weather.ts';
import { wiredClients } from '../../test/simulation/wire.ts';
import { createWorkflow } from '../../test/simulation/workflow.ts';
import { createMeteredTable, type Usage } from './table.ts';

/** Everything that is billed, or takes a function time. */
export interface Bill {
  readonly transitions: number;
  readonly looks: number;
  readonly invocations: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly tableCalls: number;
  /** To one of the three services, to Step Functions, to the bus and to the topic. */
  readonly awsCalls: number;
  readonly events: number;
  readonly notifications: number;
  readonly requests: number;
}

/** One invocation: its function and step, and what it took of the machine. */
export interface Invoked {
  readonly step: string;
  readonly milliseconds: number;
  readonly tableCalls: number;
  readonly awsCalls: number;
}

export type CostWorld = Awaited<ReturnType<typeof createCostWorld>>;

/**
 * The deployed workflow and the functions' own code in virtual time, with the three services simulated and nothing going wrong but what
 * is told to; the SDK's clients put everything on a wire that ends in memory. Whatever would be billed is counted.
 */
export async function createCostWorld() {
  const dice = createDice(1);
  const clock = createVirtualClock(Date.parse('2026-11-02T09:00:00Z'));
  const chronicle = createChronicle();
  const failing = new Set<FaultName>();
  const weather: Weather = {
    // Each once: what takes back what failed does not fail as well.
    strikes: (fault) => failing.delete(fault),
    threatens: () => false,
    count: () => undefined,
    met: new Map(),
    clearsAt: Infinity,
  };
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => void clock.at(clock.now() + milliseconds, resolve));
  const aws = createAws({ clock, dice, weather, sleep, latency: () => 0, emit: () => undefined });
  const usage: Usage = { calls: 0, writeUnits: 0, readUnits: 0 };
  const documents = createMeteredTable(usage);
  const workflow = createWorkflow({ clock, dice, weather, sleep, chronicle, lambda: () => lambda });
  const clientOf = await wiredClients();
  const counts = { awsCalls: 0, events: 0, notifications: 0, requests: 0 };
  const invoked: Invoked[] = [];

  const counted =
    (carry: Carry): Carry =>
    (operation, input) => {
      counts.awsCalls += 1;
      return carry(operation, input);
    };
  const service = (name: ServiceName) =>
    counted((operation, input) => aws.carry(name, operation, input, { arrives: () => undefined, cameOut: () => undefined }));
  const states = workflow.operations as Readonly<Record<string, Operation>>;
  const carry = {
    es: service('es'),
    lattice: service('lattice'),
    directConnect: service('directConnect'),
    states: counted(async (operation, input) => (states[operation] as Operation)(input as never, {} as never)),
    events: counted(async (_operation, input) => {
      const { Entries } = input as { readonly Entries: readonly object[] };
      counts.events += Entries.length;
      return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'taken' })) };
    }),
    sns: counted(async () => {
      counts.notifications += 1;
      return { MessageId: 'taken' };
    }),
  };

  const code: Code = async (about, _gate, payload) => {
    const make = functions[about.function];
    if (!make) throw new Error(`There is no function ${about.function}.`);
    const before = { table: usage.calls, aws: counts.awsCalls, at: performance.now() };
    const invokeKind = (kind: string, asked: object) => lambda.invoke(kind, asked);
    const handle = make({ about, dice, plant: {}, clientOf, documents, invokeKind, parked: () => undefined, carry });
    const answer = await handle(payload as never);
    invoked.push({
      step: about.step ? `${about.function} ${about.step}` : about.function,
      milliseconds: performance.now() - before.at,
      tableCalls: usage.calls - before.table,
      awsCalls: counts.awsCalls - before.aws,
    });
    return answer;
  };
  const failed = (about: object, error: Error) => {
    throw new Error(`${JSON.stringify(about)} failed.`, { cause: error });
  };
  const lambda = createLambda({ clock, dice, weather, sleep, code, failed });

  /** Calls the API as its gateway does. */
  async function call(
    routeKey: string,
    id: string | null,
    body: object,
    { key = '', version = 0, by = 'requester' },
  ): Promise<Record<string, unknown>> {
    counts.requests += 1;
    const request: HttpRequest = {
      routeKey,
      path: id === null ? {} : { id },
      query: {},
      headers: id === null ? { 'idempotency-key': key } : { 'if-match': `"${version}"` },
      body: JSON.stringify(body),
      principal: `arn:aws:iam::${account}:user/${by}`,
      account,
      requestId: 'gateway',
      at: clock.now(),
    };
    const answer = (await lambda.invoke('on-request', request)) as HttpAnswer;
    if (answer.status >= 300) throw new Error(`${routeKey} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, unknown>;
  }

  /** The record as it is; nobody is billed for that. */
  async function record(id: string): Promise<Association> {
    const before = { ...usage };
    const { Item } = await (documents.send as (command: object) => Promise<{ Item: Association }>)({
      constructor: { name: 'GetCommand' },
      input: { Key: { pk: `ASSOCIATION#${id}`, sk: 'RECORD' } },
    });
    Object.assign(usage, before);
    return Item;
  }

  /** Lets time go on until that is so; throws when nothing more happens. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    await quiet();
    while (!(await isSo())) {
      if (!clock.jump()) throw new Error('Nothing more happens.');
      await quiet();
    }
  }

  const transitions = () => [...chronicle.transitions.values()].reduce((sum, count) => sum + count, 0) + chronicle.executions.size;
  const looks = () => invoked.filter(({ step }) => / observe/.test(step)).length;
  const totals = (): Bill => ({
    transitions: transitions(),
    looks: looks(),
    invocations: invoked.length,
    writeUnits: usage.writeUnits,
    readUnits: usage.readUnits,
    tableCalls: usage.calls,
    ...counts,
  });

  /** What an empty quarter of an hour costs: reconcile looks, and finds nothing. */
  const reconcile = () => lambda.invoke('reconcile', { now: clock.now() });

  return {
    simulators: aws.simulators,
    reconcile,
    failing,
    invoked,
    call,
    record,
    until,
    totals,
    isIdle: workflow.isIdle,
    close: workflow.close,
  };
}
