import { ListServiceNetworkServiceAssociationsCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-vpc-lattice';
import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import { place } from '../../../local/world.ts';
import { of } from './asking.ts';
import { until } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const { network, services } = seeded;
const serviceArn = (id: string) => `arn:aws:vpc-lattice:${place.region}:${place.account}:service/${id}`;
const networkTag = 'liaison:service-network';

/** Services and service networks, asked for by tags and over HTTP. */
export function latticeServicesInTheWorld(world: () => TestWorld): void {
  describe('a VPC Lattice service', () => {
    const associationsWith = async (service: string) =>
      (await world().clients.lattice.send(new ListServiceNetworkServiceAssociationsCommand({ serviceIdentifier: service }))).items ?? [];

    test('is associated by its tag, and what Liaison made is taken back when the tag goes', async () => {
      const pair = { serviceIdentifier: serviceArn(services.orders) };
      await world().clients.lattice.send(
        new TagResourceCommand({ resourceArn: serviceArn(services.orders), tags: { [networkTag]: network } }),
      );
      expect(await world().endedOf(of(pair, 'ASSOCIATED'))).toMatchObject({ state: 'SUCCEEDED', changed: true });
      expect(await associationsWith(services.orders)).toMatchObject([{ status: 'ACTIVE', serviceNetworkId: network }]);
      await world().clients.lattice.send(new UntagResourceCommand({ resourceArn: serviceArn(services.orders), tagKeys: [networkTag] }));
      // Who looks late after the tag that has just been seen through may ask for the same; one of them takes it away.
      const [taken] = await world().asked((one) => of(pair, 'DISSOCIATED')(one) && one.changed === true);
      expect(taken).toMatchObject({ state: 'SUCCEEDED' });
      expect(await associationsWith(services.orders)).toEqual([]);
    });

    test('associated by hand stays when its tag goes', async () => {
      world().world.lattice.addAssociation({
        serviceArn: serviceArn(services.stock),
        serviceNetworkArn: `arn:aws:vpc-lattice:${place.region}:${place.account}:servicenetwork/${network}`,
      });
      const pair = { serviceIdentifier: serviceArn(services.stock) };
      await world().clients.lattice.send(
        new TagResourceCommand({ resourceArn: serviceArn(services.stock), tags: { [networkTag]: network } }),
      );
      expect(await world().endedOf(of(pair, 'ASSOCIATED'))).toMatchObject({ state: 'SUCCEEDED', changed: false });
      await world().clients.lattice.send(new UntagResourceCommand({ resourceArn: serviceArn(services.stock), tagKeys: [networkTag] }));
      const lookedUp = () => world().calls.some(({ accessKeyId, input }) => accessKeyId === 'lattice-service' && input?.resourceArn);
      await until(() => lookedUp() || undefined, 'whose the association is has been looked up');
      const taken = (await world().list()).filter(of(pair, 'DISSOCIATED'));
      for (const { id } of taken) expect(await world().ended(id)).toMatchObject({ changed: false });
      expect(await associationsWith(services.stock)).toMatchObject([{ status: 'ACTIVE' }]);
    });

    test('tagged with two networks is parked, and nothing is started', async () => {
      await world().clients.lattice.send(
        new TagResourceCommand({ resourceArn: serviceArn(services.mail), tags: { [networkTag]: `${network} sn-0other0000000000` } }),
      );
      expect(JSON.parse((await world().parkedWith('names 2 service networks')).body)).toMatchObject({
        resources: [serviceArn(services.mail)],
      });
      expect((await world().list()).filter(of({ serviceIdentifier: serviceArn(services.mail) }, 'ASSOCIATED'))).toEqual([]);
    });

    test('whose association fails in AWS is rolled back, and somebody is told in five lines', async () => {
      world().world.faults.add({
        operation: 'CreateServiceNetworkServiceAssociation',
        resource: network,
        effect: { type: 'FAIL_LATER', code: 'InternalError', message: 'It could not be created.' },
      });
      const pair = { serviceIdentifier: services.payments, serviceNetworkIdentifier: network };
      const { id } = await world().post({ kind: 'lattice-service', pair });
      expect(await world().ended(id)).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
      expect(await associationsWith(services.payments)).toEqual([]);
      const alert = await until(() => world().alerts.find(({ message }) => message.includes(id)), 'an alert');
      expect(JSON.parse(alert.message)).toMatchObject({
        id,
        severity: 'failed',
        what: expect.stringContaining('ended ROLLED_BACK'),
        why: expect.stringMatching(/It could not be created\..*AWS request id/),
        inAwsNow: expect.stringContaining('REVERTED'),
        next: expect.stringContaining('request it again'),
        evidence: expect.stringContaining(id),
      });
      const details = world()
        .made('PutEvents')
        .flatMap(({ input }) => (input?.Entries as { DetailType: string; Detail: string }[]) ?? []);
      const changes = details
        .filter(({ DetailType }) => DetailType === 'Association State Changed')
        .map(({ Detail }) => JSON.parse(Detail));
      expect(changes.find((change) => change.id === id)).toMatchObject({
        schemaVersion: '1.0',
        state: 'ROLLED_BACK',
        sideEffects: 'REVERTED',
      });
    });
  });
}
