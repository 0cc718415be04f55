import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { createApiClient } from '../../../local/api-client.ts';
import { seeded } from '../../../local/seed.ts';
import { place } from '../../../local/world.ts';
import { childrenOf } from './children.ts';
import { until } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const { hostedConnections, interconnect, lags, services, network } = seeded;

/** Calls that change nothing, and those to Liaison's own table. */
const reads = /^(Describe|List|Get|BatchGet|Query)/;

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly settledAt: string | null;
  readonly approvalRequest: { readonly digest: string } | null;
  readonly step: { readonly name: string; readonly observed: string | null } | null;
}

/** Plans, approvals and the rest of what people decide, in the whole world, over HTTP. */
export function decisionsInTheWorld(world: () => TestWorld): void {
  describe('what people decide', () => {
    const as = (accessKeyId: string) => createApiClient(world().world.apiUrl, { accessKeyId, region: place.region });
    /** Parents that the connection is not under. */
    const parentsFor = async (connectionId: string): Promise<[string, string]> => {
      const parents: string[] = [];
      for (const parent of [interconnect, lags.east, lags.west])
        if (!(await childrenOf(world(), parent)).includes(connectionId)) parents.push(parent);
      return parents as [string, string];
    };
    const move = (connectionId: string, parentConnectionId: string, more: object = {}) => ({
      kind: 'dx-hosted-connection',
      pair: { connectionId, parentConnectionId },
      ...more,
    });
    const post = async (body: object) => (await world().post(body)).id;
    /** The association once it waits for a decision, and its ETag. */
    const waiting = (id: string) =>
      until(async () => {
        const { body, headers } = await world().api('GET', `/associations/${id}`);
        const shown = body as unknown as Shown;
        if (shown.settledAt !== null) throw new Error(`It has ended: ${JSON.stringify(body)}`);
        return shown.state === 'AWAITING_APPROVAL' ? { ...shown, etag: String(headers.etag) } : undefined;
      }, `${id} waits for an approval`);
    /** Decides on what was read; once more where it had changed since, which the note that everybody was told is. */
    const decide = (id: string, verb: 'approve' | 'reject', by = 'decider') =>
      until(async () => {
        const { approvalRequest, etag } = await waiting(id);
        const body = { planDigest: approvalRequest?.digest, comment: 'seen' };
        const answer = await as(by)('POST', `/associations/${id}/${verb}`, body, { 'if-match': etag });
        return answer.status === 412 ? undefined : answer;
      }, `${id} is decided on`);

    test.each([
      ['es-package', { packageId: seeded.packages.stopwords, domainName: 'logs-prod' }],
      ['lattice-service', { serviceIdentifier: services.stock, serviceNetworkIdentifier: network }],
      ['dx-hosted-connection', { connectionId: hostedConnections.clinic, parentConnectionId: interconnect }],
    ])('a plan of %s reads and does nothing else', async (kind, pair) => {
      const [before, known] = [world().calls.length, (await world().list()).length];
      const { status, body } = await world().api('POST', '/plans', { kind, pair });
      expect([status, Object.keys(body)[0], (body.items as object[]).length]).toEqual([200, 'summary', 1]);
      const made = world()
        .calls.slice(before)
        .flatMap(({ operation, service }) => (operation === 'Invoke' ? [] : [`${service} ${operation}`]));
      expect(made.length).toBeGreaterThan(0);
      expect(made.filter((call) => !reads.test(call.split(' ')[1] ?? ''))).toEqual([]);
      expect(await world().list()).toHaveLength(known);
    });

    test('what was asked for on a plan that no longer holds is refused before it begins', async () => {
      const body = move(hostedConnections.clinic, interconnect);
      const planDigest = `sha256:${'0'.repeat(64)}`;
      expect(await world().api('POST', '/associations', { ...body, planDigest })).toMatchObject({
        status: 409,
        body: { code: 'plan-stale' },
      });
    });

    test('a move waits for somebody else to approve its plan, and is made then', async () => {
      const [to] = await parentsFor(hostedConnections.shop);
      const { body: planned } = await world().api('POST', '/plans', move(hostedConnections.shop, to));
      expect(planned).toMatchObject({
        items: [{ approval: 'REQUIRED', impact: 'INTERRUPTS_TRAFFIC', reversible: 'YES_WITH_SECOND_INTERRUPTION' }],
      });
      const id = await post(move(hostedConnections.shop, to, { planDigest: planned.digest }));
      expect((await waiting(id)).approvalRequest?.digest).toBe(planned.digest);
      expect(await decide(id, 'approve', 'tester')).toMatchObject({ status: 403, body: { code: 'self-approval' } });
      expect(await childrenOf(world(), to)).not.toContain(hostedConnections.shop);
      expect(await decide(id, 'approve')).toMatchObject({ status: 202, body: { state: 'RUNNING' } });
      expect(await world().ended(id)).toMatchObject({ state: 'SUCCEEDED', changed: true });
      expect(await childrenOf(world(), to)).toContain(hostedConnections.shop);
      const alert = world().alerts.find(({ message }) => message.includes(id) && message.includes('needs-approval'));
      expect(JSON.parse(alert?.message ?? '{}')).toMatchObject({
        state: 'AWAITING_APPROVAL',
        next: expect.stringContaining(`liaison approve ${id}`),
      });
      const events = world().calls.filter(({ operation, input }) => operation === 'PutEvents' && JSON.stringify(input).includes(id));
      expect(JSON.stringify(events.map(({ input }) => input))).toContain('Association Approval Requested');
    });

    test('what is rejected leaves AWS as it was, and can be retried', async () => {
      const id = await post(move(hostedConnections.shop, (await parentsFor(hostedConnections.shop))[0], { approval: 'REQUIRED' }));
      expect((await decide(id, 'reject')).status).toBe(202);
      expect(await world().ended(id)).toMatchObject({ state: 'REJECTED', sideEffects: 'NONE' });
      const retried = await until(async () => {
        const answer = await world().api('POST', `/associations/${id}/retry`, { comment: 'asked again' });
        return answer.status === 202 ? answer : undefined;
      }, 'its ending is told');
      expect(retried.body).toMatchObject({ run: 2, attempt: { number: 2 } });
      await waiting(id);
      expect((await world().api('POST', `/associations/${id}/cancel`, {})).status).toBe(202);
      expect(await world().ended(id)).toMatchObject({ state: 'CANCELLED', sideEffects: 'NONE' });
    });

    test('nobody who decides until the deadline ends it EXPIRED', async () => {
      const id = await post(move(hostedConnections.shop, (await parentsFor(hostedConnections.shop))[0], { deadline: 'PT1H' }));
      expect(await world().ended(id)).toMatchObject({ state: 'EXPIRED', sideEffects: 'NONE' });
    });

    test('two moves of one connection to different parents go one after the other', async () => {
      const [one, other] = await parentsFor(hostedConnections.shop);
      const [first, second] = [
        await post(move(hostedConnections.shop, one, { approval: 'AUTO' })),
        await post(move(hostedConnections.shop, other, { approval: 'AUTO' })),
      ];
      const ended = [await world().ended(first), await world().ended(second)];
      expect(ended.map(({ state }) => state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      const called = ended.map(
        ({ history }) => history.find(({ action }) => action === 'AWS accepted the call') as unknown as { at: string } | undefined,
      );
      // The second call, if one was needed, is younger than the first one's ending.
      for (const later of called.slice(1))
        if (later) expect(Date.parse(later.at)).toBeGreaterThanOrEqual(Date.parse(ended[0]?.settledAt ?? ''));
    });

    test('fifty deliveries of one event at once are one association, one run and one call', async () => {
      const client = new LambdaClient(world().clientOptions);
      const pair = { packageId: seeded.packages.synonyms, domainName: 'logs-staging' };
      const event = {
        version: '0',
        id: 'fifty-times',
        source: 'test',
        'detail-type': 'Association Requested',
        account: place.account,
        region: place.region,
        time: new Date(world().world.surroundings.clock.now()).toISOString(),
        resources: [],
        detail: { kind: 'es-package', pair, reason: 'fifty' },
      };
      const command = () => new InvokeCommand({ FunctionName: 'liaison-dev-on-event', Payload: JSON.stringify(event) });
      const answers = await Promise.all(Array.from({ length: 50 }, () => client.send(command())));
      expect(answers.filter(({ FunctionError }) => FunctionError !== undefined)).toEqual([]);
      client.destroy();
      const isIt = ({ requestReason }: { requestReason: string | null }) => requestReason === 'fifty';
      const [association] = await world().asked(isIt);
      expect(await world().ended(association?.id ?? '')).toMatchObject({ state: 'SUCCEEDED', run: 1 });
      expect((await world().list()).filter(isIt)).toHaveLength(1);
      const made = world().calls.filter(
        ({ operation, input }) =>
          operation === 'AssociatePackage' &&
          JSON.stringify(input).includes('logs-staging') &&
          JSON.stringify(input).includes(pair.packageId),
      );
      expect(made).toHaveLength(1);
    });
  });
}
