import { createClock } from '../../../local/clock.ts';
import { createRandom } from '../../../local/random.ts';
import { createStepFunctions } from '../../../local/stepfunctions/index.ts';
import type { Invoke } from '../../../local/stepfunctions/invoke.ts';
import { createJournal } from '../../../local/stepfunctions/journal.ts';
import type { StatusChange } from '../../../local/stepfunctions/status-change.ts';
import type { Caller } from '../../../local/wire/service.ts';

const account = '111111111111';
const region = 'us-east-1';

const caller: Caller = {
  accessKeyId: 'local',
  principalArn: `arn:aws:iam::${account}:user/local`,
  account,
  region,
  requestId: '00000000-0000-4000-8000-000000000000',
  sourceAddress: '127.0.0.1',
  userAgent: 'test',
};

/** Step Functions on a journal, with its API to call and the status changes it told of. */
export function createWorld({
  path,
  invoke = async (_, input) => input,
  seed = 1,
}: {
  path?: string;
  invoke?: Invoke;
  seed?: number;
} = {}) {
  const journal = createJournal(path);
  const changes: StatusChange[] = [];
  const stepFunctions = createStepFunctions({
    clock: createClock(),
    random: createRandom(seed),
    account,
    region,
    journal,
    invoke,
    onStatusChange: (change) => void changes.push(change),
  });
  const call = async <Output = Record<string, never>>(operation: string, input: object = {}): Promise<Output> => {
    const run = stepFunctions.service.operations[operation];
    if (!run) throw new Error(`No operation ${operation}`);
    return (await run(input as never, caller)) as Output;
  };
  const close = () => {
    stepFunctions.close();
    journal.close();
  };
  return { ...stepFunctions, journal, changes, call, close };
}

export type World = ReturnType<typeof createWorld>;

/** The execution, once it has ended. */
export async function ended(world: World, executionArn: string): Promise<Record<string, unknown>> {
  for (;;) {
    const described = await world.call<Record<string, unknown>>('DescribeExecution', { executionArn });
    if (described.status !== 'RUNNING') return described;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export const roleArn = `arn:aws:iam::${account}:role/machine`;
