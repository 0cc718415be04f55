import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Context, KindForm, Runs } from '../../../console/protocol.ts';
import { seed, seeded } from '../../../local/seed.ts';
import { kindOf, kinds } from '../../../src/kinds/index.ts';
import { until, type Viewed } from '../../local/world/harness.ts';
import { openTestWorld, type TestWorld } from '../../local/world/test-world.ts';
import { type Answered, type OpenConsole, openConsole } from './console.ts';

jest.setTimeout(180_000);

const { packages, lags, hostedConnections } = seeded;
let there: TestWorld;
let at: OpenConsole;
beforeAll(async () => {
  there = await openTestWorld();
  seed(there.world);
  const { apiUrl, awsUrl } = there.world;
  at = await openConsole({ url: apiUrl, aws: awsUrl, as: 'tester' });
});
afterAll(async () => {
  await at.close();
  await there.close();
});

const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Answered> =>
  at.ask(`/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
const create = async (body: object, as = 'ana'): Promise<string> => {
  const created = await post('/associations', body, {
    'idempotency-key': JSON.stringify(body).slice(0, 99).replaceAll(' ', ''),
    'x-liaison-as': as,
  });
  expect([created.status, created.headers.location]).toEqual([202, `/associations/${created.body.id}`]);
  return String(created.body.id);
};
const runsOf = async (id: string) => (await at.ask(`/console/associations/${id}/runs`)).body as unknown as Runs;
const view = async (id: string) => {
  const { headers, body } = await at.ask(`/api/associations/${id}`);
  return { etag: String(headers.etag), ...(body as unknown as Viewed & { plan: { digest: string } | null }) };
};
const inState = (id: string, state: string) =>
  until(async () => {
    const shown = await view(id);
    return shown.state === state ? shown : undefined;
  }, `${id} is ${state}`);

test('it says whom it speaks to, as whom, and what time it is there', async () => {
  const { clock } = there.world.surroundings;
  const before = clock.now();
  const context = (headers = {}) => at.ask('/console/context', { headers }).then(({ body }) => body as unknown as Context);
  const { now, ...rest } = await context();
  expect(rest).toEqual({
    isLocal: true,
    place: 'local world',
    url: there.world.apiUrl,
    account: '123456789012',
    region: 'eu-west-1',
    principal: 'arn:aws:iam::123456789012:user/tester',
    as: null,
  });
  // Whole seconds, as a header has them.
  expect(Date.parse(now)).toBeGreaterThan(before - 1_000);
  expect(Date.parse(now)).toBeLessThanOrEqual(clock.now());
  expect(await context({ 'x-liaison-as': 'bob' })).toMatchObject({ as: 'bob', principal: 'arn:aws:iam::123456789012:user/bob' });
});

test('it says what can be asked of each kind, whole and without references', async () => {
  const forms = (await at.ask('/console/kinds')).body as unknown as KindForm[];
  expect(forms.map(({ kind }) => kind)).toEqual(Object.keys(kinds));
  expect(JSON.stringify(forms)).not.toContain('$ref');
  for (const { kind, title, ways, desired } of forms) {
    const { selectors, defaults, desired: possible } = kindOf(kind);
    expect(title).toMatch(/^a /);
    expect(desired).toEqual(possible);
    const [one, several, ...bySelector] = ways;
    expect(one?.schema.required).toEqual(['kind', 'pair']);
    expect(one?.schema.properties).toMatchObject({
      kind: { const: kind },
      desired: { default: 'ASSOCIATED' },
      deadline: { default: defaults.deadline },
    });
    expect(Object.keys(one?.schema.properties?.pair?.properties ?? {}).length).toBeGreaterThanOrEqual(2);
    expect(several?.schema.required).toEqual(['items']);
    expect(several?.schema.properties?.items?.items?.properties?.kind).toMatchObject({ const: kind });
    expect(bySelector.map(({ title }) => title)).toEqual(Object.values(selectors).map(({ description }) => description));
    for (const { schema } of bySelector) expect(schema.properties?.selector?.properties?.kind).toMatchObject({ const: kind });
  }
});

test('what is asked for here is done, and the path it took is told', async () => {
  const body = { kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'logs-prod' }, deadline: 'P7D' };
  const plans = await post('/plans', body);
  expect(plans).toMatchObject({ status: 200, body: { items: [{ changed: true, impact: 'BACKGROUND' }] } });
  const id = await create({ ...body, planDigest: (plans.body.items as { digest: string }[])[0]?.digest });
  const ended = await inState(id, 'SUCCEEDED');
  expect(ended.requestedBy.id).toBe('arn:aws:iam::123456789012:user/ana');
  const { definition, drawing, runs, unavailable } = await until(async () => {
    const read = await runsOf(id);
    return read.runs[0]?.status === 'RUNNING' ? undefined : read;
  }, 'the run ends');
  expect([unavailable, runs.length]).toEqual([null, 1]);
  const path = runs[0]?.steps ?? [];
  expect(runs[0]).toMatchObject({ run: 1, status: 'SUCCEEDED', executionArn: ended.executionArn });
  expect(path.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['Lock', 'Plan', 'Request', 'WaitForSettled', 'Observe', 'Settle']),
  );
  expect(Object.keys((definition as { States: object }).States)).toEqual(expect.arrayContaining(path.map(({ state }) => state)));
  expect(drawing?.nodes.length).toBeGreaterThan(10);
  for (const { type, attempts, exitedAt, enteredAt } of path) {
    // More than one where the machine was too busy for a time-out.
    expect(attempts > 0).toBe(type === 'Task');
    expect(Date.parse(exitedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(enteredAt));
  }
});

test('what was decided on an old version is refused as the API does; another person decides', async () => {
  const pair = { connectionId: hostedConnections.shop, parentConnectionId: lags.west };
  const id = await create({ kind: 'dx-hosted-connection', pair, deadline: 'P7D' });
  const { plan } = await inState(id, 'AWAITING_APPROVAL');
  const decide = (as: string, tag: string) =>
    post(`/associations/${id}/approve`, { planDigest: plan?.digest }, { 'if-match': tag, 'x-liaison-as': as });
  /** On what it says now: just after it asks it may still change. */
  const decideNow = (as: string) =>
    until(async () => {
      const answer = await decide(as, (await view(id)).etag);
      return answer.status === 412 ? undefined : answer;
    }, `${as} decides`);
  expect(await decide('bob', '"1"')).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
  expect(await decideNow('ana')).toMatchObject({ status: 403, body: { code: 'self-approval' } });
  expect(await decideNow('bob')).toMatchObject({ status: 202 });
  await inState(id, 'SUCCEEDED');
});

test('of a run that was stopped and the one that goes on, both are told', async () => {
  // It waits for the domain, which takes one change at a time.
  there.world.elasticsearch.setDomainProcessing('logs-staging', 30 * 86_400);
  const id = await create({ kind: 'es-package', pair: { packageId: packages.synonyms, domainName: 'logs-staging' }, deadline: 'P7D' });
  const { executionArn } = await view(id);
  // Not in a task: one that had just failed would be told with its own error.
  const isWaiting = async () => ((await runsOf(id)).runs[0]?.steps.at(-1)?.state === 'WaitForConditions' ? true : undefined);
  await until(isWaiting, 'it waits');
  const states = new SFNClient(there.clientOptions);
  await states.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by a test' }));
  states.destroy();
  const { runs } = await until(async () => {
    const read = await runsOf(id);
    return read.runs.length > 1 ? read : undefined;
  }, 'the next run begins');
  expect(runs).toMatchObject([
    { run: 1, status: 'ABORTED', executionArn, endedAt: expect.any(String) },
    { run: 2, status: 'RUNNING', endedAt: null },
  ]);
  expect(runs[0]?.steps.at(-1)).toMatchObject({ exitedAt: runs[0]?.endedAt, error: 'Stopped', cause: 'by a test' });
});
