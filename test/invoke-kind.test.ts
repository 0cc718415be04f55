import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLambdaService } from '../local/lambda/service.ts';
import { createRandom } from '../local/random.ts';
import { createInvokeKind } from '../src/invoke-kind.ts';
import { createTargets } from '../src/targets.ts';
import { type Endpoint, openEndpoint } from './endpoint.ts';
import { account, createLambdaWorld, functionOf, region } from './local/lambda/world.ts';

describe("asking a kind's own function for pairs", () => {
  const { lambda, clock, state } = createLambdaWorld([
    functionOf('pairs', { name: 'liaison-dev-es-package', handlerFile: new URL('./fixture/pairs.ts', import.meta.url).pathname }),
  ]);
  let endpoint: Endpoint;
  let client: LambdaClient;
  beforeAll(async () => {
    const surroundings = { clock, state, random: createRandom(1), account, region, emit: () => undefined };
    endpoint = await openEndpoint(surroundings, [createLambdaService(lambda)]);
    client = new LambdaClient(endpoint.clientOptions);
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.close();
    await lambda.close();
  });

  const targets = () => createTargets(createInvokeKind(client, () => 'liaison-dev-'));

  test('gives the pairs that it finds for what the event is about', async () => {
    expect(await targets()('es-package', { packageId: 'F1' })).toEqual([
      { packageId: 'F1', domainName: 'logs' },
      { packageId: 'F1', domainName: 'shop' },
    ]);
  });

  test('throws the error of the function, by name and sentence, so that the event is tried again', async () => {
    await expect(targets()('es-package', {})).rejects.toThrow('es-package could not answer targets: RangeError: no package was named');
  });

  test('throws when the kind has no function', async () => {
    await expect(targets()('nosuch', {})).rejects.toMatchObject({
      name: 'PairsUnread',
      words: { operation: 'Invoke', error: 'ResourceNotFoundException' },
    });
  });

  test('throws what AWS said when the kind could not read it', async () => {
    await expect(targets()('es-package', { packageId: 'throttled' })).rejects.toThrow(
      'es-package could not find pairs: Targets: ThrottlingException: Rate exceeded',
    );
  });
});
