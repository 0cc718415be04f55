import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

describe('batch', () => {
  const requests = (...names: string[]) =>
    JSON.stringify({ items: names.map((domainName) => ({ kind: 'es-package', pair: { packageId: 'F1', domainName } })) });

  test('is planned, started and followed to its end', async () => {
    const { code, output, messages } = await at.liaison('batch create --file - --max-concurrency 2 --canary 1', {
      input: requests('a', 'b', 'c'),
    });
    expect(code).toBe(0);
    expect(output).toMatch(/^Plan: 3 to change/);
    expect(output).toMatch(/^ {2}Items +3: 3 SUCCEEDED$/m);
    expect(output).toMatch(/^ {2}At a time +2, the first 1 alone$/m);
    expect(messages).toContain('All of it is as desired.');
  });

  test('of a selector asks for what it selects', async () => {
    await at.liaison('batch create es-package --package-id F1 --no-wait');
    await at.liaison('batch create lattice-service --tag team --service-network-identifier sn-1 --no-wait');
    const sent = at.api.told.filter(({ method, path }) => method === 'POST' && path === '/batches').slice(-2);
    expect(sent.map(({ body }) => body.selector)).toEqual([
      { kind: 'es-package', packageId: 'F1' },
      { kind: 'lattice-service', tag: { key: 'team' }, serviceNetworkIdentifier: 'sn-1' },
    ]);
  });

  test('that fails in part ends with 1, says what next, and can be tried again', async () => {
    at.api.situations.failing.add('b');
    const { code, messages, json } = await at.liaison('batch create --file - --json', { input: requests('a', 'b') });
    expect([code, messages]).toEqual([1, expect.stringMatching(/Try the rest again: liaison batch retry-failed batch_0+\d\n$/)]);
    expect((await at.liaison(`batch retry-failed ${json().id}`)).code).toBe(0);
  });

  test('that interrupts the traffic of many wants to know of how many', async () => {
    const input = JSON.stringify(
      ['dxcon-a', 'dxcon-b'].map((connectionId) => ({
        kind: 'dx-hosted-connection',
        pair: { connectionId, parentConnectionId: 'dxlag-c' },
      })),
    );
    const { code, messages } = await at.liaison('batch create --file - --no-wait', { input });
    expect([code, messages]).toEqual([2, expect.stringContaining('add: --confirm 2')]);
    expect((await at.liaison('batch create --file - --no-wait --confirm 2', { input })).code).toBe(0);
  });

  test('is listed, shown with its items, and cancelled', async () => {
    const { json } = await at.liaison('batch create --file - --no-wait --json', { input: requests('a', 'b') });
    const { id } = json();
    expect((await at.liaison('batch list --limit 1')).output).toContain(String(id));
    expect((await at.liaison(`batch items ${id}`)).output.match(/domainName \w+/g)).toEqual(['domainName a', 'domainName b']);
    expect((await at.liaison(`batch cancel ${id}`)).output).toMatch(/^ {2}State +CANCELLED$/m);
    expect((await at.liaison(`batch get ${id}`)).code).toBe(0);
  });
});
