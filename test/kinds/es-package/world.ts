import { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { createElasticsearchService } from '../../../local/simulators/elasticsearch-service/service.ts';
import type { FaultEffect } from '../../../local/simulators/faults.ts';
import { esPackageOperations } from '../../../src/kinds/es-package/operations.ts';
import type { EsPackagePair } from '../../../src/kinds/es-package/pair.ts';
import type { Context, Desired } from '../../../src/kinds/kind.ts';
import { openKind, type Wrap } from '../kind-world.ts';

export const pair: EsPackagePair = { packageId: 'F111111111', domainName: 'catalogue' };

export type EsWorld = Awaited<ReturnType<typeof createWorld>>;

/** A domain at rest and a package that is available at v1. `wrap` puts other answers in front of the simulator's. */
export async function createWorld({ wrap }: { wrap?: Wrap } = {}) {
  const kind = await openKind({
    simulator: createElasticsearchService,
    clientFor: (options) => new ElasticsearchServiceClient(options),
    operationsOn: (client) => esPackageOperations(client),
    wrap,
  });
  const { operations, context } = kind;
  kind.addDomain({ name: pair.domainName });
  kind.addPackage({ id: pair.packageId, name: 'synonyms' });
  return {
    ...kind,
    plan: (desired: Desired = 'ASSOCIATED', about: Partial<Context> = {}) => operations.plan(pair, desired, context(about)),
  };
}

export const failure: FaultEffect = { type: 'FAIL_LATER', code: 'SynonymFileInvalid', message: 'Line 7 of the file is not valid.' };
