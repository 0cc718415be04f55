import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../local/random.ts';
import { createStepFunctions } from '../../local/stepfunctions/index.ts';
import { createJournal } from '../../local/stepfunctions/journal.ts';
import type { Json } from '../../local/stepfunctions/json.ts';
import { place } from '../../local/world.ts';
import { allOf } from '../load/crowd.ts';

const systemClock = {
  now: () => Date.now(),
  at(time: number, callback: () => void) {
    const timer = setTimeout(callback, Math.max(0, time - Date.now()));
    return { cancel: () => clearTimeout(timer) };
  },
};

const caller = {
  accessKeyId: 'bench',
  principalArn: `arn:aws:iam::${place.account}:user/bench`,
  ...place,
  requestId: 'bench',
  sourceAddress: '127.0.0.1',
  userAgent: 'bench',
};

/** The local Step Functions, without the rest of the world. */
export interface Engine {
  readonly stepFunctions: ReturnType<typeof createStepFunctions>;
  readonly machineArn: string;
  /** Starts so many executions, some at once, in this process; resolves when the last has ended. Throws when one does not succeed. */
  run(count: number): Promise<void>;
  close(): void;
}

/** With its journal in a file, as a world's is, or in memory only. A task answers at once with nothing. */
export function openEngine(definition: Json, kept: 'file' | 'memory'): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'));
  const journal = createJournal(kept === 'file' ? join(folder, 'executions.db') : undefined);
  const waiting = new Map<string, (status: string) => void>();
  const stepFunctions = createStepFunctions({
    clock: systemClock,
    random: createRandom(1),
    ...place,
    journal,
    invoke: async () => ({ Payload: null }),
    onStatusChange({ name, status }) {
      if (status === 'RUNNING') return;
      waiting.get(name)?.(status);
      waiting.delete(name);
    },
  });
  const machineArn = stepFunctions.load({ name: 'bench', definition, roleArn: `arn:aws:iam::${place.account}:role/bench` });
  let number = 0;

  async function runOne(): Promise<void> {
    number += 1;
    const name = `bench-${number}`;
    const ended = new Promise<string>((resolve) => waiting.set(name, resolve));
    await stepFunctions.service.operations.StartExecution?.({ stateMachineArn: machineArn, name, input: '{"word":"go"}' } as never, caller);
    const status = await ended;
    if (status !== 'SUCCEEDED') throw new Error(`${name} ended ${status}.`);
  }

  return {
    stepFunctions,
    machineArn,
    run: (count) => allOf(Array.from({ length: count }), 50, runOne),
    close() {
      stepFunctions.close();
      journal.close();
      rmSync(folder, { recursive: true });
    },
  };
}
