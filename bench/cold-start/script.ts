import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../../local/seed.ts';
import { place } from '../../local/world.ts';
import type { Stage } from './rehearsal.ts';

const { packages, services, network, hostedConnections, lags } = seeded;

const requestOf = (kind: string, pair: object, more: object = {}) => ({ kind, pair, deadline: 'P1D', ...more });

/** Has every function called at least once: one association of each kind to its end, one that asks first, one batch, and what goes wrong. */
export async function perform({ api, lambda, now }: Stage): Promise<void> {
  const event = (detail: unknown) => ({
    version: '0',
    id: '0d079340-135a-c8c6-95c2-41fb8f496c53',
    'detail-type': 'Association Requested',
    source: 'search.pipeline',
    ...place,
    time: new Date(now()).toISOString(),
    resources: [],
    detail,
  });
  await lambda.invoke('on-event', event({ kind: 'es-package', pair: { packageId: packages.synonyms, domainName: 'logs-prod' } }));
  await lambda.invoke('on-event', event({ kind: 'es-package', pair: { packageId: packages.synonyms } }));
  await api('POST', '/associations', { kind: 'lattice-service', pair: {} });
  const { body } = await api('GET', '/associations');
  const [es] = body.items as { id: string }[];
  await settled(es?.id ?? '');
  const lattice = requestOf('lattice-service', { serviceIdentifier: services.payments, serviceNetworkIdentifier: network });
  await settled((await api('POST', '/associations', lattice)).body.id as string);
  const moved = requestOf('dx-hosted-connection', { connectionId: hostedConnections.shop, parentConnectionId: lags.west });
  const { id } = (await api('POST', '/associations', moved)).body as { id: string };
  await until(id, ({ state }) => state === 'AWAITING_APPROVAL');
  await lambda.invoke('on-execution-ended', {
    ...event({ name: `${id}-1`, status: 'TIMED_OUT' }),
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
  });
  await lambda.invoke('reconcile', { time: new Date(now()).toISOString() });
  const items = [requestOf('lattice-service', { serviceIdentifier: services.orders, serviceNetworkIdentifier: network })];
  const batch = (await api('POST', '/batches', { items })).body.id as string;
  for (;;) {
    const { body: found } = await api('GET', `/batches/${batch}`);
    if (found.state !== 'PENDING' && found.state !== 'RUNNING') return;
    await sleep(200);
  }

  async function until(id: string, isSo: (association: Readonly<Record<string, unknown>>) => boolean): Promise<void> {
    while (!isSo((await api('GET', `/associations/${id}`)).body)) await sleep(200);
  }
  function settled(id: string): Promise<void> {
    return until(id, ({ settledAt }) => settledAt !== null);
  }
}
