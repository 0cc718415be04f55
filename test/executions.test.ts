import { ListExecutionsCommand, SFNClient, StateMachineDoesNotExist, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { executionArn } from '../src/execution-name.ts';
import { createStart, type Start } from '../src/executions.ts';
import { openStepFunctions } from './step-functions.ts';

const id = (last: string) => `assoc_01JBMZ0000000000000000000${last}`;

describe('starting a run', () => {
  const inputs: unknown[] = [];
  let stepFunctions: Awaited<ReturnType<typeof openStepFunctions>>;
  let machine: string;
  let client: SFNClient;
  let start: Start;
  beforeAll(async () => {
    stepFunctions = await openStepFunctions(
      { Resource: 'arn:aws:states:::lambda:invoke', Arguments: '{% $states.input %}' },
      async (_, input) => {
        inputs.push(input);
        return new Promise(() => undefined);
      },
    );
    machine = stepFunctions.machine;
    client = new SFNClient(stepFunctions.endpoint.clientOptions);
    start = createStart(client, () => machine);
  });
  afterAll(async () => {
    client.destroy();
    await stepFunctions.close();
  });
  const arns = async () =>
    ((await client.send(new ListExecutionsCommand({ stateMachineArn: machine }))).executions ?? []).map(
      (execution) => execution.executionArn,
    );

  test('again and again, one after the other or at once, has no effect but the first', async () => {
    const run = { id: id('A'), run: 1, kind: 'es-package' };
    await start(run);
    await Promise.all(Array.from({ length: 5 }, () => start(run)));
    expect(await arns()).toEqual([executionArn(machine, run)]);
    expect(inputs).toEqual([{ id: id('A'), kind: 'es-package', run: 1 }]);
  });

  test('that has ended already counts as started: a late repeat starts nothing', async () => {
    const run = { id: id('B'), run: 1, kind: 'es-package' };
    await start(run);
    await client.send(new StopExecutionCommand({ executionArn: executionArn(machine, run) }));
    await start(run);
    expect((await arns()).filter((arn) => arn === executionArn(machine, run))).toHaveLength(1);
  });

  test('the next run of an association is another execution', async () => {
    await start({ id: id('C'), run: 1, kind: 'es-package' });
    await start({ id: id('C'), run: 2, kind: 'es-package' });
    expect((await arns()).filter((arn) => arn?.includes(id('C')))).toHaveLength(2);
  });

  test('of a machine that is not there throws', async () => {
    const lost = createStart(client, () => `${machine}-gone`);
    await expect(lost({ id: id('D'), run: 1, kind: 'es-package' })).rejects.toBeInstanceOf(StateMachineDoesNotExist);
  });
});
