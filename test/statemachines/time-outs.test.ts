import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readDocument } from '../../local/configuration/document.ts';
import { secondsUntilExpiry } from '../../src/approval.ts';
import { kindNames, kindOf } from '../../src/kinds/index.ts';
import { clientDefaults } from '../../src/kinds/kind.ts';
import { repeatable } from '../../src/repeatable.ts';
import { absentFor } from '../../src/schedule.ts';
import { definition as batch } from '../batches/rehearsal.ts';
import { association } from '../record.ts';
import { definition } from './rehearsal.ts';

interface Task {
  readonly Type: string;
  readonly TimeoutSeconds?: number | string;
  readonly Arguments?: { readonly FunctionName: string };
  readonly Retry?: unknown;
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[] }[];
}

const { functions } = readDocument({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  stage: 'dev',
  region: 'eu-west-1',
  environment: {},
}) as {
  functions: Record<string, { timeout: number }>;
};
const tasks = Object.entries({ ...definition.States, ...batch.States } as Record<string, Task>).filter(([, { Type }]) => Type === 'Task');
const mutating = ['Request', 'Undo'];

/** The deployed functions a task may call: `LatticeServiceFunctionArn` is lattice-service. */
const functionsOf = ({ Arguments }: Task) =>
  [...(Arguments?.FunctionName ?? '').matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name = '']) =>
    name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase(),
  );

describe('time-outs nest', () => {
  test.each(tasks)('%s outlives every function it calls', (_, task) => {
    const names = functionsOf(task);
    expect(names).not.toEqual([]);
    // The one that waits for people has its time from what Plan and Lock answer.
    const seconds =
      task.TimeoutSeconds === '{% $waitSeconds %}' ? secondsUntilExpiry(association(), Number.MAX_SAFE_INTEGER) : task.TimeoutSeconds;
    for (const name of names) expect(seconds).toBeGreaterThan(functions[name]?.timeout ?? Number.POSITIVE_INFINITY);
  });

  test('a kind has time for its call, and to write how it came out, when the call runs out of time', () => {
    const { connectionTimeout, requestTimeout } = clientDefaults.requestHandler;
    for (const kind of kindNames) expect(functions[kind]?.timeout).toBeGreaterThan((2 * (connectionTimeout + requestTimeout)) / 1_000);
  });

  test('every function outlives all attempts of a call that may be repeated', () => {
    const { connectionTimeout, requestTimeout } = repeatable.requestHandler;
    const longest = (repeatable.maxAttempts * (connectionTimeout + requestTimeout)) / 1_000;
    for (const { timeout } of Object.values(functions)) expect(timeout).toBeGreaterThan(longest);
  });

  test('the machine outlives the longest deadline with every bound after it', () => {
    const bounds = kindNames.map((name) => kindOf(name).durations.settle + kindOf(name).durations.undo + absentFor);
    expect(definition.TimeoutSeconds).toBeGreaterThan(7 * 86_400 + Math.max(...bounds));
  });
});

test('what only reads or writes our table is tried again; what changes AWS never is; everything that fails is caught', () => {
  for (const [name, { Retry, Catch }] of tasks) {
    expect([name, Retry !== undefined]).toEqual([name, !mutating.includes(name)]);
    expect([name, Catch?.at(-1)?.ErrorEquals]).toEqual([name, ['States.ALL']]);
  }
});
