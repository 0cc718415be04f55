import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteServiceNetworkServiceAssociationCommand,
  ListServiceNetworkServiceAssociationsCommand,
  TagResourceCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const networkTag = 'liaison:service-network';

/** Services that go where their tag says, and what is found when somebody else takes them away. */
export function tagsInTheWorld(world: () => TestWorld): void {
  describe('a tag', () => {
    let at: TestWorld;
    let [lattice, lambda]: [VPCLatticeClient, LambdaClient] = [] as never;
    let service: { id: string; arn: string };
    let [first, second, byHand]: string[] = [];
    beforeAll(() => {
      at = world();
      [lattice, lambda] = [new VPCLatticeClient(at.clientOptions), new LambdaClient(at.clientOptions)];
      service = at.world.lattice.addService({ name: 'wandering' });
      [first, second, byHand] = ['first', 'second', 'by-hand'].map((name) => at.world.lattice.addServiceNetwork({ name }).id);
    });
    afterAll(() => {
      lattice.destroy();
      lambda.destroy();
    });

    const say = (network = '') => lattice.send(new TagResourceCommand({ resourceArn: service.arn, tags: { [networkTag]: network } }));
    const associations = async () =>
      (await lattice.send(new ListServiceNetworkServiceAssociationsCommand({ serviceIdentifier: service.id }))).items ?? [];
    const networks = async () => (await associations()).map(({ serviceNetworkId }) => serviceNetworkId).sort();
    /** What was asked for of the service and that network, once it has ended. */
    async function ended(network: string | undefined, desired: string) {
      const isIt = ({ pair, desired: wanted }: { pair: Readonly<Record<string, string>>; desired: string }) =>
        pair.serviceIdentifier?.endsWith(service.id) === true &&
        pair.serviceNetworkIdentifier?.endsWith(network ?? '') === true &&
        wanted === desired;
      const [association] = await at.asked(isIt);
      return at.ended(association?.id ?? '');
    }

    test('that names another network brings the service there first, then takes it out of where the tag had brought it, and of nowhere else', async () => {
      const body = { kind: 'lattice-service', pair: { serviceIdentifier: service.id, serviceNetworkIdentifier: byHand } };
      await at.ended(String((await at.api('POST', '/associations', body)).body.id));
      await say(first);
      expect(await ended(first, 'ASSOCIATED')).toMatchObject({ state: 'SUCCEEDED', changed: true });
      await say(second);
      const [arrived, left] = [await ended(second, 'ASSOCIATED'), await ended(first, 'DISSOCIATED')];
      expect([arrived, left]).toMatchObject([
        { state: 'SUCCEEDED', changed: true },
        { state: 'SUCCEEDED', changed: true, requestedBy: { id: expect.stringMatching(/^liaison#/) } },
      ]);
      // Events have their time in whole seconds.
      expect(Date.parse(String(left.history[0]?.at)) + 999).toBeGreaterThanOrEqual(Date.parse(String(arrived.settledAt)));
      expect(await networks()).toEqual([byHand, second].sort());
    });

    test('brought it there, and somebody else took it away: reconcile finds it missing, tells once, and repairs nothing', async () => {
      const { id } = await ended(second, 'ASSOCIATED');
      expect(await at.api('GET', `/associations/${id}`)).toMatchObject({ body: { inSync: null, drift: null } });
      const made = (await associations()).find(({ serviceNetworkId }) => serviceNetworkId === second);
      await lattice.send(new DeleteServiceNetworkServiceAssociationCommand({ serviceNetworkServiceAssociationIdentifier: made?.id }));
      await until(async () => ((await networks()).includes(second) ? undefined : true), 'it is gone');
      /** The association once reconcile has looked, by a clock so many hours behind: by one ahead, whatever runs here would be overdue. */
      async function reconciled(hours: number): Promise<Record<string, unknown>> {
        const time = new Date((at.calls.at(-1)?.at ?? 0) - hours * 3_600_000).toISOString();
        const Payload = Buffer.from(JSON.stringify({ time, source: 'aws.events' }));
        const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'liaison-dev-reconcile', Payload }));
        expect(FunctionError).toBeUndefined();
        return (await at.api('GET', `/associations/${id}`)).body;
      }
      const seen = await until(async () => {
        const body = await reconciled(2);
        return body.drift ? body : undefined;
      }, 'the drift is found');
      expect(seen).toMatchObject({ state: 'SUCCEEDED', inSync: false, drift: { type: 'Missing' } });
      expect(seen.history).not.toContainEqual(expect.objectContaining({ action: 'Drift detected' }));
      await reconciled(0);
      const { history } = await reconciled(0);
      expect((history as { action: string }[]).filter(({ action }) => action === 'Drift detected')).toHaveLength(1);
      expect(await networks()).toEqual([byHand]);
      const { body } = await at.api('GET', '/associations?drifted=true');
      expect((body.items as { id: string }[]).map((item) => item.id)).toContain(id);
    });
  });
}
