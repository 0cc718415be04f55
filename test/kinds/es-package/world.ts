import { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { createElasticsearchService } from '../../../local/simulators/elasticsearch-service/service.ts';
import { createFaults, type FaultEffect } from '../../../local/simulators/faults.ts';
import { AwsError, type Operation } from '../../../local/wire/service.ts';
import { esPackageOperations } from '../../../src/kinds/es-package/operations.ts';
import type { EsPackagePair } from '../../../src/kinds/es-package/pair.ts';
import type { Context, Desired, Intent, Plan } from '../../../src/kinds/kind.ts';
import { openEndpoint } from '../../endpoint.ts';
import { createSurroundings } from '../../local/simulators/surroundings.ts';
import { recorded } from '../recorded.ts';

export const pair: EsPackagePair = { packageId: 'F111111111', domainName: 'catalogue' };

export type EsWorld = Awaited<ReturnType<typeof createWorld>>;

type Wrap = (operations: Readonly<Record<string, Operation>>) => Readonly<Record<string, Operation>>;

/** A domain at rest and a package that is available at v1, behind a real endpoint. `wrap` puts other answers in front of the simulator's. */
export async function createWorld({ wrap = (operations) => operations }: { wrap?: Wrap } = {}) {
  const surroundings = createSurroundings();
  const { clock } = surroundings;
  const faults = createFaults();
  const { service, ...es } = createElasticsearchService(surroundings, faults);
  es.addDomain({ name: pair.domainName });
  es.addPackage({ id: pair.packageId, name: 'synonyms' });
  const { sent, operations: answers } = recorded(wrap(service.operations));
  const endpoint = await openEndpoint(surroundings, [{ ...service, operations: answers }]);
  const client = new ElasticsearchServiceClient(endpoint.clientOptions);
  const operations = esPackageOperations(client);

  const context = (): Context => ({
    now: clock.now(),
    associationId: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G',
    run: 1,
    token: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G-1',
    account: surroundings.account,
    region: surroundings.region,
    trigger: null,
  });

  return {
    ...es,
    client,
    operations,
    context,
    events: surroundings.events,
    now: clock.now,
    pass: clock.pass,
    /** Something to happen to the next call of that operation. */
    next: (operation: string, effect: FaultEffect, times = 1) => faults.add({ operation, effect, times }),
    sent,
    mutatingCalls: () => endpoint.operationsCalled('es').filter((name) => mutating.has(name)),
    plan: (desired: Desired = 'ASSOCIATED', about: Partial<Context> = {}) => operations.plan(pair, desired, { ...context(), ...about }),
    close: async () => {
      client.destroy();
      await endpoint.close();
    },
  };
}

const mutating = new Set(['AssociatePackage', 'DissociatePackage']);

/** The intent the workflow would write for the plan's call at that time. */
export const intentOf = ({ calls, targetVersion, before }: Plan, at: number, given: Partial<Intent> = {}): Intent => ({
  run: 1,
  at,
  since: at,
  token: 'assoc_01JZXW8Q4N5T6V7B8C9D0E1F2G-1',
  call: calls[0] ?? { operation: 'AssociatePackage', parameters: {} },
  preparatory: false,
  targetVersion,
  before,
  handle: null,
  adopted: false,
  ...given,
});

/** AWS's no. */
export const refusal = (name: string, message: string, status = 400): FaultEffect => ({
  type: 'REFUSE',
  error: new AwsError(name, message, { status }),
});

export const failure: FaultEffect = { type: 'FAIL_LATER', code: 'SynonymFileInvalid', message: 'Line 7 of the file is not valid.' };
