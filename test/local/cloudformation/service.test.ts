import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCloudFormationService } from '../../../local/cloudformation/service.ts';
import { readStack } from '../../../local/cloudformation/stack.ts';
import { root } from '../../serverless/project.ts';
import { serve } from '../lambda/endpoint.ts';

const place = { region: 'eu-west-1', account: '111122223333', endpoint: 'http://127.0.0.1:4566' };
const stack = readStack({ root, stage: 'dev', ...place, apiUrl: 'http://127.0.0.1:3000', environment: {} });
let endpoint: Awaited<ReturnType<typeof serve>>;
let client: CloudFormationClient;

beforeAll(async () => {
  endpoint = await serve(createCloudFormationService({ stack: () => stack, createdAt: Date.UTC(2030, 0, 2) }));
  client = new CloudFormationClient(endpoint.settings);
});
afterAll(async () => {
  expect(endpoint.faults).toEqual([]);
  client.destroy();
  await endpoint.close();
});

test("the app's stack has the outputs of serverless.yml and the address of its API", async () => {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'liaison-dev' }));
  expect(Stacks).toMatchObject([
    { StackName: 'liaison-dev', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(Date.UTC(2030, 0, 2)) },
  ]);
  const outputs = Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  expect(outputs).toMatchObject({
    BusName: 'liaison-dev',
    TableName: 'liaison-dev',
    AssociationMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:liaison-dev-association',
    ParkedQueueUrl: 'http://127.0.0.1:4566/111122223333/liaison-dev-parked',
    HttpApiUrl: 'http://127.0.0.1:3000',
  });
});

test('it is found by its ARN, and listed when none is named', async () => {
  expect((await client.send(new DescribeStacksCommand({ StackName: stack.arn }))).Stacks).toHaveLength(1);
  expect((await client.send(new DescribeStacksCommand({}))).Stacks).toHaveLength(1);
});

test('of any other stack CloudFormation says that it does not exist', async () => {
  const asked = client.send(new DescribeStacksCommand({ StackName: 'liaison-prod' }));
  await expect(asked).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id liaison-prod does not exist' });
});

test('nothing is deployed or deleted here', async () => {
  await expect(client.send(new DeleteStackCommand({ StackName: 'liaison-dev' }))).rejects.toMatchObject({ name: 'InvalidAction' });
});
