import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/association.ts';
import es from '../events/es-package.json' with { type: 'json' };
import ended from '../events/execution-ended.json' with { type: 'json' };
import updated from '../events/package-updated.json' with { type: 'json' };
import { logged } from '../logged.ts';
import { createRecords, intent, midnight } from '../record.ts';
import { type Deployed, deploy } from './deployed.ts';

/** In every member of every input that can hold a text: it must not be found in any log. */
const canary = 'canary-7d1f';

/** All that a line of the log may have. */
const allowed = [
  'level',
  'message',
  'timestamp',
  'service',
  'sampling_rate',
  'requestId',
  'correlationId',
  'errorName',
  'errorMessage',
  'operation',
  'status',
];

/** What a line that is a metric has beside: its name, and its dimensions. */
const measured = [
  '_aws',
  'kind',
  'state',
  'Ended',
  'SecondsToSettle',
  'RolledBack',
  'LeftBehind',
  'Unknown',
  'Throttled',
  'OldestApprovalSeconds',
  'OldestUnfinishedSeconds',
  'Drifted',
];

const http = (routeKey: string, more: object = {}) => ({
  version: '2.0',
  id: canary,
  routeKey,
  rawPath: `/associations/${canary}`,
  rawQueryString: `pageSize=${canary}`,
  headers: { 'x-forwarded-for': canary, 'user-agent': canary, 'idempotency-key': canary },
  isBase64Encoded: false,
  requestContext: {
    accountId: '123456789012',
    requestId: `api-${JSON.stringify(more).length}`,
    timeEpoch: midnight,
    authorizer: { iam: { userArn: `arn:aws:iam::123456789012:user/${canary}`, accessKey: canary, userId: canary } },
    http: { sourceIp: canary, userAgent: canary },
  },
  ...more,
});
const body = (more: object = {}) =>
  JSON.stringify({ kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' }, reason: canary, labels: { note: canary }, ...more });

describe('the deployed functions', () => {
  let deployed: Deployed;
  let create: (more?: Partial<Association>) => Promise<Association>;
  /** Everything that the functions wrote since the start. */
  const lines: string[] = [];
  beforeAll(async () => {
    deployed = await deploy();
    create = createRecords(deployed.store);
  });
  afterAll(() => deployed.close());

  /** What the function answers, or throws; its lines are kept. */
  async function invoke(key: string, event: unknown): Promise<unknown> {
    let answer: unknown;
    lines.push(
      ...(await logged(async () => {
        answer = await deployed.invoke(key, event).catch((error: unknown) => error);
      })),
    );
    return answer;
  }
  const running = (more: Partial<Association> = {}) =>
    create({ state: 'RUNNING', reason: canary, labels: { note: canary }, requestedBy: { type: 'EVENT', id: canary }, ...more });
  const step = ({ id, run }: Association, name: string) => ({ id, run, step: name, now: midnight + 1_000, note: canary, kind: canary });

  test('are the files of functions/, each once in serverless.yml', () => {
    expect(readdirSync('functions').sort()).toEqual(deployed.keys.map((key) => `${key}.ts`).sort());
  });

  test('on-request accepts a request and starts its run', async () => {
    const answer = (await invoke('on-request', http('POST /associations', { body: body() }))) as { statusCode: number; body: string };
    expect(answer.statusCode).toBe(202);
    expect(deployed.started()).toEqual([`${JSON.parse(answer.body).id}-1`]);
  });

  test.each([
    ['a body that is no JSON', http('POST /associations', { body: canary }), 400],
    ['members nobody knows', http('POST /associations', { body: body({ [canary]: canary }) }), 422],
    ['a key with blanks', http('POST /associations', { body: body(), headers: { 'idempotency-key': `${canary} ${canary}` } }), 400],
    ['an id that is none', http('GET /associations/{id}', { pathParameters: { id: canary } }), 404],
    ['a page size that is none', http('GET /associations', { queryStringParameters: { pageSize: canary } }), 400],
  ])('on-request refuses %s', async (_, event, statusCode) => {
    expect(await invoke('on-request', event)).toMatchObject({ statusCode });
  });

  test('on-event accepts what an event asks for', async () => {
    const before = deployed.started().length;
    const detail = { ...es.detail, reason: canary, labels: { note: canary } };
    expect(await invoke('on-event', { ...es, resources: [canary], detail })).toBeUndefined();
    expect(deployed.started()).toHaveLength(before + 1);
  });

  test('on-event parks what it cannot use, with every word of it', async () => {
    const event = { ...es, detail: { kind: canary, pair: { packageId: canary }, [canary]: canary } };
    expect(await invoke('on-event', event)).toBeUndefined();
    expect(deployed.parked()).toEqual([JSON.stringify(event)]);
  });

  test("on-event fails when a kind's function cannot be asked, so that Lambda tries again", async () => {
    const detail = { ...updated.detail, userIdentity: { arn: canary }, requestParameters: { packageID: 'F1', packageDescription: canary } };
    expect(await invoke('on-event', { ...updated, detail })).toBeInstanceOf(Error);
  });

  test('lock gives a run its turn and takes it back', async () => {
    const record = await running();
    expect(await invoke('lock', step(record, 'lock'))).toMatchObject({ outcome: 'PLAN' });
    expect((await deployed.store.lock(record.scopes[0] ?? '')).owner).toBe(record.id);
    expect(await invoke('lock', step(record, 'unlock'))).toMatchObject({ outcome: 'UNLOCKED' });
  });

  test.each([
    ['es-package', { packageId: 'F1', domainName: 'logs' }],
    ['lattice-service', { serviceIdentifier: 'svc-0123456789abcdef0', serviceNetworkIdentifier: 'sn-0123456789abcdef0' }],
    ['dx-hosted-connection', { connectionId: 'dxcon-fg1234ab', parentConnectionId: 'dxlag-fgtarget1' }],
  ])('%s looks in AWS with its own client, and says that the pair is not there', async (kind, pair) => {
    const record = await running({ kind, pair });
    expect(await invoke(kind, step(record, 'plan'))).toMatchObject({ outcome: 'SETTLE', ending: { state: 'FAILED', sideEffects: 'NONE' } });
    expect((await deployed.store.record(record.id))?.plan?.checks).toContainEqual(expect.objectContaining({ result: 'FAIL' }));
  });

  test.each(['es-package', 'lattice-service', 'dx-hosted-connection'])('%s has no step that nobody wrote', async (kind) => {
    expect(await invoke(kind, step(await running({ kind }), 'erase'))).toMatchObject({ message: `${kind} has no step erase.` });
  });

  test('settle ends the association, tells the bus and the topic, and says how it ended', async () => {
    const record = await running();
    const ending = { state: 'FAILED', sideEffects: 'NONE', changed: false, reason: 'Refused', message: canary, words: null };
    expect(await invoke('settle', { ...step(record, 'settle'), ending })).toEqual({ state: 'FAILED', reason: 'Refused' });
    expect(deployed.emitted().at(-1)).toMatchObject({ 'detail-type': 'Association State Changed', detail: { id: record.id } });
    expect(deployed.alerts().at(-1)).toContain(record.id);
  });

  test('settle counts the ending, by kind and state, and what somebody must look at', async () => {
    const from = lines.length;
    const ending = { state: 'FAILED', sideEffects: 'LEFT_BEHIND', changed: true, reason: 'Refused', message: canary, words: null };
    await invoke('settle', { ...step(await running(), 'settle'), ending });
    const metrics = lines.slice(from).map((line) => JSON.parse(line));
    expect(metrics).toMatchObject([
      { service: 'liaison-dev', kind: 'es-package', state: 'FAILED', Ended: 1 },
      { service: 'liaison-dev', LeftBehind: 1 },
    ]);
    expect(metrics.map(({ _aws }) => _aws.CloudWatchMetrics)).toMatchObject([
      [{ Namespace: 'Liaison', Dimensions: [['service', 'kind', 'state']], Metrics: [{ Name: 'Ended', Unit: 'Count' }] }],
      [{ Namespace: 'Liaison', Dimensions: [['service']], Metrics: [{ Name: 'LeftBehind', Unit: 'Count' }] }],
    ]);
  });

  describe('admit', () => {
    const route = (routeKey: string, more: object) =>
      invoke('on-request', http(routeKey, more)) as Promise<{ statusCode: number; body: string }>;
    const created = async (): Promise<string> => {
      const answer = await route('POST /batches', {
        body: JSON.stringify({ items: [JSON.parse(body())], label: canary }),
        headers: { 'idempotency-key': 'b' },
      });
      expect(answer.statusCode).toBe(202);
      return JSON.parse(answer.body).id;
    };
    const look = (id: string, stepName: string) => ({ step: stepName, id, run: 1, now: midnight, looks: 0 });

    test('begins what a batch has, looks after it, and tells how it went', async () => {
      const id = await created();
      expect(deployed.started()).toContain(`${id}-1`);
      expect(await invoke('admit', look(id, 'admit'))).toEqual({ outcome: 'WAIT', waitSeconds: expect.any(Number) });
      const { items } = JSON.parse((await route('GET /batches/{id}/items', { pathParameters: { id } })).body);
      expect(items).toMatchObject([{ index: 0, state: 'PENDING' }]);
      await deployed.store.changeRecord(items[0].associationId, () => ({
        state: 'FAILED',
        sideEffects: 'NONE',
        endReason: 'Refused',
        endMessage: canary,
      }));
      expect(await invoke('admit', look(id, 'admit'))).toEqual({ outcome: 'SUMMARISE', waitSeconds: 0 });
      expect(await invoke('admit', look(id, 'summarise'))).toEqual({ state: 'FAILED', reason: 'ItemsFailed' });
      expect(deployed.emitted().at(-1)).toMatchObject({ 'detail-type': 'Batch State Changed', detail: { id } });
      expect(deployed.alerts().at(-1)).toContain(id);
    });

    test('is followed by another run when its own died', async () => {
      const answer = await route('POST /batches', {
        body: JSON.stringify({ items: [{ kind: 'es-package', pair: { packageId: 'F2', domainName: 'logs' } }] }),
        headers: { 'idempotency-key': 'c' },
      });
      const { id } = JSON.parse(answer.body);
      await invoke('on-execution-ended', { ...ended, detail: { ...ended.detail, name: `${id}-1` } });
      expect(deployed.started()).toContain(`${id}-2`);
    });

    test('has no step that nobody wrote', async () => {
      expect(await invoke('admit', look('batch_x', 'erase'))).toMatchObject({ message: 'admit has no step erase.' });
    });
  });

  test('on-execution-ended goes on with the association in a run of its own', async () => {
    const record = await running({ intent: intent() });
    const detail = { ...ended.detail, name: `${record.id}-1`, input: canary, output: canary, error: canary, cause: canary };
    await invoke('on-execution-ended', { ...ended, resources: [canary], detail });
    expect(deployed.started()).toContain(`${record.id}-2`);
  });

  test('reconcile goes on with what is stuck, however it was lost, and measures what is there', async () => {
    const stuck = await running({ intent: intent() });
    const pending = await create({ pairKey: 'es-package#stuck' });
    const metrics = await logged(() => deployed.invoke('reconcile', { time: '2026-11-02T01:00:00Z', [canary]: canary }) as Promise<void>);
    lines.push(...metrics);
    // Nobody ever started the one, and the other never got as far as that.
    expect(deployed.started()).toEqual(expect.arrayContaining([`${stuck.id}-1`, `${pending.id}-1`]));
    const measures = metrics.map((line) => JSON.parse(line));
    expect(measures).toMatchObject([{ OldestApprovalSeconds: 0 }, { OldestUnfinishedSeconds: 3_600 }, { Drifted: 0 }]);
  });

  test.each(['on-request', 'on-event', 'lock', 'settle', 'admit', 'on-execution-ended', 'es-package'])(
    '%s takes no harm from an event that it was never meant for, and tells nobody what is in it',
    async (key) => {
      await invoke(key, { [canary]: canary, detail: canary, step: 'plan', requestContext: canary, ending: { state: canary } });
    },
  );

  test('write nothing of an event, a body or a record to the log, but what is named here', () => {
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(Object.keys(JSON.parse(line)).filter((name) => ![...allowed, ...measured].includes(name))).toEqual([]);
    expect(
      lines.map((line) => ({ ...JSON.parse(line), correlationId: null })).filter((entry) => JSON.stringify(entry).includes(canary)),
    ).toEqual([]);
  });
});
