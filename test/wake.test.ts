import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom } from '../local/random.ts';
import { createState } from '../local/state.ts';
import { createStepFunctions } from '../local/stepfunctions/index.ts';
import { createJournal } from '../local/stepfunctions/journal.ts';
import { createStart } from '../src/executions.ts';
import { createWake } from '../src/wake.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { createManualClock } from './local/lambda/manual-clock.ts';
import { idOf } from './record.ts';

const [account, region] = ['123456789012', 'eu-west-1'];

describe('waking a run', () => {
  const surroundings = {
    clock: createManualClock(),
    random: createRandom(1),
    state: createState(),
    account,
    region,
    emit: () => undefined,
  };
  const journal = createJournal();
  const asked = Promise.withResolvers<string>();
  const stepFunctions = createStepFunctions({
    ...surroundings,
    journal,
    invoke: async (_, input) => {
      asked.resolve((input as { Payload: { token: string } }).Payload.token);
      return { Payload: null };
    },
    onStatusChange: () => undefined,
  });
  const machine = stepFunctions.load({
    name: 'association',
    roleArn: `arn:aws:iam::${account}:role/machine`,
    trusted: true,
    definition: {
      QueryLanguage: 'JSONata',
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
          End: true,
        },
      },
    },
  });
  let endpoint: Endpoint;
  let client: SFNClient;
  beforeAll(async () => {
    endpoint = await openEndpoint(surroundings, [stepFunctions.service]);
    client = new SFNClient(endpoint.clientOptions);
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    stepFunctions.close();
    journal.close();
  });

  test('lets it go on; that nobody waits any more, or never did, is no fault', async () => {
    await createStart(client, () => machine)({ id: idOf(1), run: 1, kind: 'es-package' });
    const token = await asked.promise;
    const wake = createWake(client);
    await wake(token);
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${idOf(1)}-1`;
    expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED' });
    await wake(token);
    await wake('no token at all');
  });

  test('throws what AWS throws else, so that it is tried again', async () => {
    const unsigned = new SFNClient({ ...endpoint.clientOptions, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    await expect(createWake(unsigned)('token')).rejects.toThrow();
  });
});
