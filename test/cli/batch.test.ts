import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

/** Moves of so many connections. */
const moves = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'dx-hosted-connection',
    pair: { connectionId: `dxcon-${index}`, parentConnectionId: 'dxlag-c' },
  }));

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

  test('that has not ended is not tried again, and leads to how it stands', async () => {
    const { json } = await at.liaison('batch create --file - --confirm dxcon-0 --no-wait --json', { input: JSON.stringify(moves(1)) });
    const { code, messages } = await at.liaison(`batch retry-failed ${json().id}`);
    expect([code, messages]).toEqual([1, expect.stringMatching(/See how it stands: liaison batch get batch_0+1\n$/)]);
  });

  test('that interrupts the traffic of many wants to know of how many', async () => {
    const input = JSON.stringify(moves(2));
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

  test('is cancelled, which is what was wanted: 0', async () => {
    const { json } = await at.liaison('batch create --file - --no-wait --json', { input: requests('a') });
    expect((await at.liaison(`batch cancel ${json().id} --wait`)).code).toBe(0);
    expect((await at.liaison(`batch watch ${json().id}`)).code).toBe(4);
  });

  test('wants to know only of how many that are not blocked', async () => {
    at.api.situations.blocked.add('dxcon-0');
    const input = JSON.stringify([...moves(1), { kind: 'es-package', pair: { packageId: 'F1', domainName: 'a' } }]);
    expect((await at.liaison('batch create --file - --no-wait', { input })).code).toBe(0);
    const { messages } = await at.liaison('batch create --file - --no-wait', { input: JSON.stringify(moves(2)) });
    expect(messages).toContain('add: --confirm dxcon-1');
  });

  test.each([
    ['associations of packages', '--desired associated', { kind: 'es-package', pair: { packageId: 'F1', domainName: 'a' } }, 0],
    [
      'services taken out of their network',
      '--desired dissociated',
      { kind: 'lattice-service', pair: { serviceIdentifier: 'svc-1', serviceNetworkIdentifier: 'sn-1' } },
      2,
    ],
  ])('with more than is planned at once, of %s, ends with what can become of traffic', async (_, flags, request, expected) => {
    const input = JSON.stringify(Array.from({ length: 201 }, () => request));
    const { code, messages } = await at.liaison(`batch create --file - --no-wait ${flags}`, { input });
    expect([code, /add: --confirm 201/.test(messages)]).toEqual([expected, expected === 2]);
  });

  test('with more than is planned at once, none of which can interrupt traffic, wants to know only of what is planned', async () => {
    const packages = Array.from({ length: 201 }, () => ({ kind: 'es-package', pair: { packageId: 'F1', domainName: 'a' } }));
    const { messages } = await at.liaison('batch create --file - --no-wait', { input: JSON.stringify([...moves(1), ...packages]) });
    expect(messages).toContain('add: --confirm dxcon-0');
  });

  test('with more than is planned at once is started once all of it is confirmed', async () => {
    const input = JSON.stringify(moves(201));
    expect((await at.liaison('batch create --file - --no-wait --confirm 200', { input })).code).toBe(2);
    expect((await at.liaison('batch create --file - --no-wait --confirm 201', { input })).code).toBe(0);
  });

  test('of a selector that names nothing cannot be used', async () => {
    at.api.situations.unused.add('F1');
    const { code, messages } = await at.liaison('batch create es-package --package-id F1');
    expect([code, messages]).toEqual([2, expect.stringContaining('  selector: names no pairs now')]);
    const input = JSON.stringify({ selector: { kind: 'es-package', packageId: 'F1' } });
    expect((await at.liaison('plan --file -', { input })).code).toBe(2);
  });

  test('that waits for somebody to decide says on how many, and ends with 3', async () => {
    const { code, messages, json } = await at.liaison('batch create --file - --confirm 2 --json', { input: JSON.stringify(moves(2)) });
    expect([code, json()]).toMatchObject([3, { counts: { AWAITING_APPROVAL: 2 } }]);
    expect(messages).toContain(`Somebody has to decide on 2: liaison list --batch ${json().id} --state AWAITING_APPROVAL`);
  });

  test('is not tried again where that can interrupt traffic before it is said of how many', async () => {
    const { json } = await at.liaison('batch create --file - --confirm 2 --no-wait --json', { input: JSON.stringify(moves(2)) });
    const { id } = json();
    await at.liaison(`batch cancel ${id}`);
    const { code, messages } = await at.liaison(`batch retry-failed ${id}`);
    expect([code, messages]).toEqual([2, expect.stringContaining('add: --confirm 2')]);
    expect((await at.liaison(`batch get ${id} --json`)).json().state).toBe('CANCELLED');
    expect((await at.liaison(`batch retry-failed ${id} --confirm 2`)).code).toBe(3);
  });
});
