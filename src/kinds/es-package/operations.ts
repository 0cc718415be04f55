import { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { clientDefaults, type Operations } from '../kind.ts';
import { call } from './call.ts';
import { observe } from './observe.ts';
import type { EsPackagePair } from './pair.ts';
import { plan } from './plan.ts';
import { quotasOf } from './quotas.ts';
import { targetsOf } from './targets.ts';
import { undo } from './undo.ts';

/** Custom packages on the domains of Elasticsearch Service, over `client`. */
export const esPackageOperations = (client = new ElasticsearchServiceClient(clientDefaults)): Operations<EsPackagePair> => ({
  plan: (pair, desired, context) => plan(client, pair, desired, context),
  request: (pair, desired, _plan, context) => call(client, pair, desired, context),
  observe: (pair, desired, intent) => observe(client, pair, desired, intent),
  undo: (pair, desired, intent, context) => undo(client, pair, desired, intent, context),
  targets: (selector) => targetsOf(client, selector),
  quotas: (pairs, desired) => quotasOf(client, pairs, desired),
});
