import * as sfn from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startWorld } from '../wire/world.ts';
import { callback, machineOf } from './machine.ts';
import { createWorld, roleArn, type World } from './world.ts';

let world: World;
let wire: Awaited<ReturnType<typeof startWorld>>;
let client: sfn.SFNClient;
let stateMachineArn: string;
beforeAll(async () => {
  world = createWorld();
  stateMachineArn = world.load({ name: 'ask', definition: machineOf({ Ask: callback() }), roleArn, trusted: true });
  wire = await startWorld([world.service]);
  client = new sfn.SFNClient(wire.client);
});
afterAll(async () => {
  client.destroy();
  await wire.server.close();
  world.close();
});

test('the SDK starts an execution, answers its token and reads its history', async () => {
  const { executionArn } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'one', input: '{"a":1}' }));
  const history = async () => (await client.send(new sfn.GetExecutionHistoryCommand({ executionArn }))).events ?? [];
  let events = await history();
  while (events.at(-1)?.type !== 'TaskSubmitted') events = await history();
  const parameters = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters ?? '{}';
  const taskToken = JSON.parse(parameters).Payload.token;
  await client.send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
  await client.send(new sfn.SendTaskSuccessCommand({ taskToken, output: '{"b":2}' }));
  const described = await client.send(new sfn.DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"b":2}', startDate: expect.any(Date), stopDate: expect.any(Date) });
  const { executions } = await client.send(new sfn.ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }));
  expect(executions?.map(({ name }) => name)).toEqual(['one']);
  expect((await history()).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(wire.faults).toEqual([]);
});

test('the SDK reads the state machines', async () => {
  const { stateMachines } = await client.send(new sfn.ListStateMachinesCommand({}));
  expect(stateMachines).toEqual([{ stateMachineArn, name: 'ask', type: 'STANDARD', creationDate: expect.any(Date) }]);
  const described = await client.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
  expect(JSON.parse(described.definition ?? '{}').StartAt).toBe('Ask');
});

test("AWS's own errors arrive as the SDK's classes", async () => {
  const send = () =>
    client.send(new sfn.DescribeExecutionCommand({ executionArn: 'arn:aws:states:us-east-1:111111111111:execution:ask:none' }));
  await expect(send()).rejects.toBeInstanceOf(sfn.ExecutionDoesNotExist);
  await expect(client.send(new sfn.StartExecutionCommand({ stateMachineArn, name: 'x'.repeat(81) }))).rejects.toThrow(/name/);
});
