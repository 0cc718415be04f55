import { ElasticsearchServiceClient } from '@aws-sdk/client-elasticsearch-service';
import { clientDefaults, type Operations } from '../kind.ts';
import { call } from './call.ts';
import { activeDomainsOf } from './facts.ts';
import { observe } from './observe.ts';
import { type EsPackagePair, packageId } from './pair.ts';
import { plan } from './plan.ts';
import { undo } from './undo.ts';

/** Custom packages on the domains of Elasticsearch Service, over `client`. */
export const esPackageOperations = (client = new ElasticsearchServiceClient(clientDefaults)): Operations<EsPackagePair> => ({
  plan: (pair, desired, context) => plan(client, pair, desired, context),
  request: (pair, desired, _plan, context) => call(client, pair, desired, context),
  observe: (pair, desired, intent) => observe(client, pair, desired, intent),
  undo: (pair, desired, intent, context) => undo(client, pair, desired, intent, context),
  /** `about.packageId` names a package: the domains where it is ACTIVE. Throws a ZodError when it does not. */
  async targets(about) {
    const id = packageId.parse(about.packageId);
    return (await activeDomainsOf(client, id)).map((domainName) => ({ packageId: id, domainName }));
  },
});
