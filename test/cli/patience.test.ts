import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { firstId, logs, openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

test('a read is sent again where it may have been lost, twice at most', async () => {
  await at.liaison(`associate ${logs}`);
  at.api.troubles.push('lost', 503, 'lost', 503);
  expect((await at.liaison(`get ${firstId}`)).code).toBe(5);
  expect(at.api.troubles).toEqual([503]);
});

test('a plan is asked for again, and a request by its key, which makes it once', async () => {
  const before = at.api.told.length;
  const body = { kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs-prod' } };
  at.api.troubles.push('lost', undefined, 'lost');
  expect((await at.liaison('associate --file - --no-wait', { input: JSON.stringify(body) })).code).toBe(0);
  expect(at.api.associations.size).toBe(1);
  expect(at.api.told.slice(before).filter(({ method, path }) => `${method} ${path}` === 'POST /associations')).toHaveLength(2);
});

test('what has no key is sent once', async () => {
  at.api.troubles.push(503);
  expect((await at.liaison('batch cancel batch_1')).code).toBe(5);
  expect(at.api.troubles).toEqual([]);
});

test('who follows outlasts a connection that is gone for a while', async () => {
  await at.liaison(`associate ${logs} --no-wait`);
  let isSeen = false;
  const onOutput = () => {
    // Each look is sent three times.
    if (!isSeen) at.api.troubles.push('lost', 'lost', 'lost', 'lost');
    isSeen = true;
  };
  expect((await at.liaison(`watch ${firstId}`, { onOutput })).code).toBe(0);
  expect([isSeen, at.api.troubles]).toEqual([true, []]);
});
