import type { Clock } from '../../local/clock.ts';
import type { Dice } from './dice.ts';
import type { Weather } from './weather.ts';

/** Which invocation does something: of what function, and for which association and step where it is one of the workflow's. */
export interface Invocation {
  readonly function: string;
  readonly id: string | null;
  readonly run: number | null;
  readonly step: string | null;
}

/** Everything that an invocation does outside itself passes through its gate, where it can die before or after it. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** The code of the functions: what one invocation of `about.function` does with a payload. */
export type Code = (about: Invocation, gate: Gate, payload: unknown) => Promise<unknown>;

interface Surroundings {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly weather: Weather;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly code: Code;
  /** Told of what a function threw that nothing in the weather explains. */
  readonly failed: (about: Invocation, error: Error) => void;
}

/** Errors of what is called, with `$metadata`, and those of calls to other functions, are the weather's; so are these. */
const explained = /^(Unreconciled|PairsUnread|Lambda\.|Runtime\.|Sandbox\.)|The bus refused/;

const isExplained = (error: Error) => '$metadata' in error || explained.test(error.name) || explained.test(error.message);

/** Seconds after which Lambda ends an invocation: as in serverless/functions. */
const timeOuts: Readonly<Record<string, number>> = {
  lock: 10,
  settle: 20,
  'ask-approval': 20,
  'on-execution-ended': 20,
  admit: 60,
  reconcile: 300,
};
const usualTimeOut = 25;

/** Most effects of an invocation that dies after one of them. */
const mostEffects = 12;

/** How Lambda repeats what was invoked asynchronously. Seconds. */
const repeats = [60, 120];

export type Lambda = ReturnType<typeof createLambda>;

/** Lambda, as far as it can go wrong. */
export function createLambda({ clock, dice, weather, sleep, code, failed }: Surroundings) {
  const down = outage();

  /** One function that answers nobody for a while. */
  function outage() {
    if (!weather.threatens('functionIsDown')) return undefined;
    const name = dice.pick(['lock', 'settle', 'ask-approval', 'admit', 'es-package', 'lattice-service', 'dx-hosted-connection']);
    const from = clock.now() + dice.between(0, 60) * 60_000;
    return { name, from, to: from + dice.between(1, 180) * 60_000 };
  }

  const isDown = (name: string) => down?.name === name && clock.now() >= down.from && clock.now() < down.to;

  /** How, and at which of its effects, an invocation is going to die. */
  function drawDeath() {
    const deaths = ['lambdaCrashBeforeEffect', 'lambdaCrashAfterEffect', 'lambdaHangs'] as const;
    const how = deaths.find(weather.threatens);
    return how && { how, at: dice.between(1, mostEffects) };
  }

  /** What the function answers; throws as Lambda tells of what it threw, or of its end. */
  async function invoke(name: string, payload: unknown): Promise<unknown> {
    if (weather.strikes('lambdaRefuses')) throw named('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    if (isDown(name)) {
      weather.count('functionIsDown');
      throw named('Lambda.Unknown', 'The function could not be loaded.');
    }
    const { promise, reject } = Promise.withResolvers<never>();
    const timeOut = timeOuts[name] ?? usualTimeOut;
    const death = drawDeath();
    let [effects, isDead] = [0, false];
    const die = (error: Error): Promise<never> => {
      isDead = true;
      reject(error);
      return never();
    };
    const gate: Gate = async (work) => {
      if (isDead) return never();
      effects += 1;
      const isLast = death?.at === effects;
      if (isLast) weather.count(death.how);
      if (isLast && death.how === 'lambdaCrashBeforeEffect') return die(crashed());
      // The function waits until Lambda ends it; what it was about to do is never done.
      if (isLast && death.how === 'lambdaHangs') return never();
      const result = await work();
      if (isDead) return never();
      return isLast ? die(crashed()) : result;
    };
    const timer = clock.at(
      clock.now() + timeOut * 1_000,
      () => void die(named('Sandbox.Timedout', `Task timed out after ${timeOut} seconds`)),
    );
    try {
      return plain(await Promise.race([promise, code(aboutOf(name, payload), gate, plain(payload))]));
    } catch (error) {
      if (!isExplained(error as Error)) failed(aboutOf(name, payload), error as Error);
      throw error;
    } finally {
      timer.cancel();
      isDead = true;
    }
  }

  /** As invoke, and now and then a second time with the same payload: at once, or when nobody thinks of it any more. */
  function invokeStep(name: string, payload: unknown): Promise<unknown> {
    if (weather.strikes('stepInvokedTwice')) {
      const seconds = dice.pick([0, 0, 1, 40, 600]);
      void sleep(seconds * 1_000).then(() => invoke(name, payload).catch(() => undefined));
    }
    return invoke(name, payload);
  }

  /** As an event source has it: tried again twice, then given up. Gives whether it was taken. */
  async function deliver(name: string, payload: unknown): Promise<boolean> {
    for (const pause of [...repeats, null]) {
      const isTaken = await invoke(name, payload).then(
        () => true,
        () => false,
      );
      if (isTaken || pause === null) return isTaken;
      await sleep(pause * 1_000);
    }
    return false;
  }

  return { invoke, invokeStep, deliver };
}

const never = () => new Promise<never>(() => undefined);

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

const crashed = () => named('Runtime.ExitError', 'RequestId: simulated Error: Runtime exited with error: signal: killed');

const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

function aboutOf(name: string, payload: unknown): Invocation {
  const { id = null, run = null, step = null } = (payload ?? {}) as Partial<Invocation>;
  return { function: name, id, run, step };
}
