import { createVirtualClock } from '../../local/stepfunctions/virtual-clock.ts';
import { type Association, isTerminal } from '../../src/association.ts';
import { type Batch, hasEnded } from '../../src/batches/batch.ts';
import { createAws, type ServiceName } from './aws.ts';
import { type Chronicle, createChronicle } from './chronicle.ts';
import { createDice, type Dice } from './dice.ts';
import { functions } from './functions.ts';
import { type Code, createLambda, type Gate, type Invocation } from './lambda.ts';
import type { Plant } from './parts.ts';
import { createPeople } from './people.ts';
import { createRules } from './rules.ts';
import { type Carry, type ClientOf, clientOf } from './sdk.ts';
import { drawWishes, furnish } from './story.ts';
import { createWeatheredTable, type Written } from './table.ts';
import { standingOf } from './truth.ts';
import { quiet } from './turns.ts';
import { createWaysOut, type WaysOut } from './ways-out.ts';
import { createWeather, type FaultName, type Weather } from './weather.ts';
import { wiredClients } from './wire.ts';
import { createWorkflow } from './workflow.ts';

export const origin = Date.parse('2026-11-02T09:00:00Z');

/** How long what is there at the beginning has been there: no read shows it otherwise. Milliseconds. */
const longAgo = 24 * 3_600_000;

/** How often reconcile runs, and how long after the weather has cleared everything must have come to its end. Milliseconds. */
const [betweenReconciles, patience] = [3_600_000, 8 * 24 * 3_600_000];

export interface Options {
  readonly hot?: boolean;
  readonly tracing?: boolean;
  readonly plant?: Plant;
  /** Calls AWS through the SDK's own clients, with everything they put on the wire. */
  readonly sdk?: boolean;
  /** Faults that never strike. */
  readonly without?: ReadonlySet<FaultName>;
  /** Which of the story's wishes are made, by their index; all where it is left out. */
  readonly only?: ReadonlySet<number>;
}

/** The table as it is, by key. */
type Items = Map<string, Readonly<Record<string, unknown>>>;

/** One seed, lived through: what happened, and what is left. */
export interface Lived {
  readonly chronicle: Chronicle;
  readonly weather: Weather;
  readonly items: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly state: Parameters<typeof standingOf>[0];
  /** Whether everything came to rest. */
  readonly rested: boolean;
  readonly now: number;
  /** How many wishes the story has, whether all of them were made or not. */
  readonly wishes: number;
}

/** Lives through one seed: everything that happens in it follows from the number. */
export async function live(
  seed: number,
  { hot = false, tracing = false, plant = {}, sdk = false, without = new Set(), only }: Options = {},
): Promise<Lived> {
  const dice = createDice(seed);
  const clock = createVirtualClock(origin - longAgo);
  const chronicle = createChronicle({ tracing });
  const weather = createWeather(dice, clock.now, { hot, from: origin, without });
  const timers = createTimers(clock);
  const { sleep } = timers;
  const [farAway, farTable] = [dice.chance(0.5), dice.chance(0.3)];
  const heard = createRules({ now: clock.now, dice, weather, sleep, lambda: () => lambda });
  const aws = createAws({ clock, dice, weather, sleep, latency: () => (farAway ? dice.between(5, 400) : 0), emit: heard });
  furnish(aws, dice);
  clock.at(origin, () => undefined);
  clock.jump();

  const items: Items = new Map();
  const record = (id: string) => items.get(`ASSOCIATION#${id}`) as Association | undefined;
  const standing = (association: Association) => standingOf(aws.state, association, clock.now());
  const table = createWeatheredTable(weather, (written) => wrote(items, written, { met, ended, paused, batchEnded }));
  const delayed = async (command: never) => {
    if (farTable) await sleep(dice.between(1, 30));
    return (table.send as (command: never) => Promise<unknown>)(command);
  };
  const workflow = createWorkflow({ clock, dice, weather, sleep, chronicle, lambda: () => lambda });
  const asked = (id: string) => people.decideOn(id);
  const waysOut = createWaysOut({ now: clock.now, weather, chronicle, aws, states: workflow.operations, record, standing, asked, heard });
  const invoke = (kind: string, payload: object) => lambda.invoke(kind, payload);
  const clients = sdk ? await wiredClients() : clientOf;
  const code = codeOf({ dice, plant, clientOf: clients, waysOut, delayed, invoke });
  const lambda = createLambda({ clock, dice, weather, sleep, code, failed });
  const people = createPeople({ clock, dice, weather, sleep, lambda, chronicle, aws, record });

  function failed({ function: name, id, step }: Invocation, { name: error, message }: Error): void {
    chronicle.failures.push(`${name} ${step ?? ''} for ${id}: ${error}: ${message}`);
    chronicle.note(clock.now(), `${name} ${step} ${id} failed: ${error}: ${message}`);
  }

  function ended(association: Association): void {
    const { id, run, state, sideEffects, changed, settledAt, attempt, endReason } = association;
    const there = standing(association);
    const ending = {
      id,
      run,
      state,
      sideEffects,
      changed,
      settledAt,
      endReason,
      attempt: attempt.number,
    };
    chronicle.ends.push({ ...ending, at: clock.now(), standing: there, calls: chronicle.calls.length });
    chronicle.note(clock.now(), `ended ${id} ${state} ${sideEffects} ${changed} ${endReason}; there is ${there.now}`);
  }

  function met(id: string): void {
    chronicle.begins.set(id, clock.now());
    people.meet(id);
  }

  function batchEnded(batch: Batch): void {
    chronicle.batchEnds.push({ ...batch, at: clock.now() });
    chronicle.note(clock.now(), `ended ${batch.id} ${batch.state} ${batch.endReason} ${JSON.stringify(batch.ended)}`);
  }

  function paused(association: Association): void {
    const { now, comesTo } = standing(association);
    if (now === comesTo) chronicle.rests.push({ id: association.id, calls: chronicle.calls.length });
  }

  /** Nothing runs, nothing waits, and nothing is left to be brought on. */
  const isAtRest = () =>
    timers.waiting() === 0 &&
    workflow.isIdle() &&
    ![...items.values()].some(({ unfinished }) => unfinished === 'ASSOCIATION' || unfinished === 'BATCH');

  let rested = false;
  async function reconcileEveryHour(): Promise<void> {
    while (!rested) {
      await new Promise<void>((resolve) => clock.at(clock.now() + betweenReconciles, resolve));
      if (isAtRest()) rested = true;
      else await lambda.invoke('reconcile', { now: clock.now() }).catch(() => undefined);
    }
  }

  const wishes = drawWishes(dice);
  for (const [index, wish] of wishes.entries()) {
    const after = dice.chance(0.4) ? 0 : dice.between(0, 30 * 60) * 1_000;
    if (only?.has(index) ?? true) void sleep(after).then(() => people.ask(wish, index));
  }
  void reconcileEveryHour();
  const end = weather.clearsAt + patience;
  // Nothing here waits for anything but the clock and other work of this turn: a turn later all of it is done.
  do await quiet();
  while (!rested && clock.now() < end && clock.jump());
  workflow.close();
  return { chronicle, weather, items, state: aws.state, rested, now: clock.now(), wishes: wishes.length };
}

/** Waiting, and how many wait. */
function createTimers({ now, at }: ReturnType<typeof createVirtualClock>) {
  let waiting = 0;
  const sleep = (milliseconds: number): Promise<void> => {
    if (milliseconds <= 0) return Promise.resolve();
    waiting += 1;
    return new Promise((resolve) => {
      at(now() + milliseconds, () => {
        waiting -= 1;
        resolve();
      });
    });
  };
  return { sleep, waiting: () => waiting };
}

/** Who is told what comes about in the table. */
interface Listeners {
  readonly met: (id: string) => void;
  readonly ended: (association: Association) => void;
  /** Its intent is closed, and it goes on. */
  readonly paused: (association: Association) => void;
  readonly batchEnded: (batch: Batch) => void;
}

/** Keeps what the table has, and notices which associations come to be in it, and which to their end. */
function wrote(items: Items, { key, members }: Written, listeners: Listeners): void {
  if (!members) return void items.delete(key);
  const before = items.get(key);
  const now = { ...before, ...members };
  items.set(key, now);
  if (key.startsWith('BATCH#') && now.value) wroteBatch(before?.value as Batch | undefined, now.value as Batch, listeners);
  if (key.startsWith('ASSOCIATION#')) wroteAssociation(before, members, now as unknown as Association, listeners);
}

function wroteBatch(before: Batch | undefined, batch: Batch, { met, batchEnded }: Listeners): void {
  if (!before) met(batch.id);
  if (hasEnded(batch) && !(before && hasEnded(before))) batchEnded(batch);
}

type Item = Readonly<Record<string, unknown>>;

function wroteAssociation(before: Item | undefined, members: Item, association: Association, { met, ended, paused }: Listeners): void {
  if (!before) met(association.id);
  if (members.state !== undefined && isTerminal(association)) ended(association);
  else if (members.intent === null && before?.intent) paused(association);
}

interface Outside {
  readonly dice: Dice;
  readonly plant: Plant;
  readonly clientOf: ClientOf;
  readonly waysOut: WaysOut;
  readonly delayed: (command: never) => Promise<unknown>;
  readonly invoke: (kind: string, payload: object) => Promise<unknown>;
}

/** What an invocation does: the function's code, on what it reaches through its gate. */
const codeOf =
  ({ dice, plant, clientOf, waysOut, delayed, invoke }: Outside): Code =>
  async (about, gate, payload) => {
    const make = functions[about.function];
    if (!make) throw new Error(`There is no function ${about.function}`);
    const service = (name: ServiceName) => behind(gate, waysOut.carryService(about, name));
    const handle = make({
      about,
      dice,
      plant,
      clientOf,
      documents: { send: (command: never) => gate(() => delayed(command)) } as never,
      invokeKind: (kind, asked) => gate(() => invoke(kind, asked)),
      parked: () => undefined,
      carry: {
        es: service('es'),
        lattice: service('lattice'),
        directConnect: service('directConnect'),
        states: behind(gate, waysOut.carryStates),
        events: behind(gate, waysOut.carryEvents),
        sns: behind(gate, waysOut.carryMessages),
      },
    });
    return handle(payload as never);
  };

const behind =
  (gate: Gate, carry: Carry): Carry =>
  (operation, input) =>
    gate(() => carry(operation, input));
