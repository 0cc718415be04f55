import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { firstId, logs, move, openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

describe('what waits for a decision', () => {
  const id = firstId;
  const asBob: typeof at.liaison = (words, options) => at.liaison(words, options, 'bob');
  beforeEach(async () => {
    await at.liaison(`associate ${move} --confirm dxcon-a --no-wait`);
  });

  test('is shown and approved, by its name, and can be followed', async () => {
    const { code, output } = await asBob(`approve ${id} --confirm dxcon-a --comment agreed --wait`);
    expect(code).toBe(0);
    expect(output).toContain('interrupts traffic: dx-hosted-connection connectionId dxcon-a');
    const sent = at.api.told.findLast(({ path }) => path.endsWith('/approve'));
    expect(sent).toMatchObject({
      headers: { 'if-match': '"1"' },
      body: { comment: 'agreed', planDigest: expect.stringMatching(/^sha256:/) },
    });
  });

  test('is not approved without its name', async () => {
    expect((await asBob(`approve ${id}`)).code).toBe(2);
    expect(at.api.associations.get(id)?.state).toBe('AWAITING_APPROVAL');
  });

  test('is not approved by who asked for it', async () => {
    const { code, messages } = await at.liaison(`approve ${id} --confirm dxcon-a`);
    expect(code).toBe(5);
    expect(messages).toContain('--as NAME is somebody else');
  });

  test('is not approved on another plan', async () => {
    const { code, messages } = await asBob(`approve ${id} --confirm dxcon-a --plan-digest sha256:other`);
    expect([code, messages]).toEqual([1, expect.stringContaining('Title of plan-stale')]);
  });

  test('is rejected with a comment, and not without', async () => {
    expect((await asBob(`reject ${id}`)).code).toBe(2);
    expect((await asBob(`reject ${id} --comment no`)).code).toBe(0);
    expect((await at.liaison(`watch ${id}`)).code).toBe(4);
  });

  test('is decided on once, and then leads to how it ended, or to what it is doing', async () => {
    await asBob(`reject ${id} --comment no`);
    const { code, messages } = await asBob(`approve ${id} --confirm dxcon-a`);
    expect([code, messages]).toEqual([
      1,
      expect.stringContaining(`is REJECTED: nothing is to be decided.\n  See how it ended: liaison get ${id}`),
    ]);
    await at.liaison(`retry ${id} --confirm dxcon-a --no-wait`);
    expect((await asBob(`approve ${id}`)).messages).toContain(
      `is PENDING: nothing is to be decided.\n  See what it is doing: liaison get ${id}`,
    );
  });

  test('is cancelled, which is what was wanted: 0; and can be tried again', async () => {
    expect((await at.liaison(`retry ${id}`)).code).toBe(1);
    expect(await at.liaison(`cancel ${id} --wait`)).toMatchObject({
      code: 0,
      messages: expect.stringMatching(/It is to be cancelled\.\n$/),
    });
    // Nothing was typed for what it may have become since: it is for the version that was read.
    expect(at.api.told.findLast(({ path }) => path.endsWith('/cancel'))?.headers['if-match']).toBe('"1"');
    expect((await at.liaison(`retry ${id} --confirm dxcon-a`)).code).toBe(0);
  });

  test('is said to be cancelled already when it is cancelled again: 0', async () => {
    await at.liaison(`cancel ${id}`);
    for (const flag of ['--wait', '--no-wait']) {
      const { code, messages } = await at.liaison(`cancel ${id} ${flag}`);
      expect([code, messages]).toEqual([0, expect.stringMatching(/It is CANCELLED already\.\n$/)]);
    }
    expect((await at.liaison(`watch ${id}`)).code).toBe(4);
  });

  test.each([
    ['was taken back', false, 0],
    ['could not be taken back', true, 1],
  ])('that is cancelled after its call and %s ends with what the cancelling came to', async (_, fails, expected) => {
    await asBob(`approve ${id} --confirm dxcon-a`);
    if (fails) at.api.situations.failing.add('dxcon-a');
    expect((await at.liaison(`cancel ${id} --confirm dxcon-a --wait`)).code).toBe(expected);
    const { code, messages } = await at.liaison(`cancel ${id}`);
    expect([code, messages]).toEqual([
      1,
      expect.stringContaining(`Title of too-late\n  Detail of too-late.\n  See how it stands: liaison get ${id}`),
    ]);
  });

  test('is not cancelled without its name once it may have been called: taking it back interrupts traffic again', async () => {
    await asBob(`approve ${id} --confirm dxcon-a`);
    const { code, messages } = await at.liaison(`cancel ${id}`);
    expect([code, messages]).toEqual([2, expect.stringContaining('interrupts the traffic of dxcon-a a second time')]);
    expect(at.api.associations.get(id)?.state).toBe('RUNNING');
    expect((await at.liaison(`cancel ${id} --confirm dxcon-a`)).code).toBe(0);
    expect(at.api.told.findLast(({ path }) => path.endsWith('/cancel'))?.headers['if-match']).toBeUndefined();
    expect(at.api.associations.get(id)?.state).toBe('ROLLED_BACK');
  });

  test('is asked about once more when its plan has changed, and following ends with 3', async () => {
    at.api.situations.changing.add('dxcon-a');
    const { code, messages } = await asBob(`approve ${id} --confirm dxcon-a --wait`);
    expect([code, messages]).toEqual([3, expect.stringContaining(`Somebody has to decide: liaison get ${id}`)]);
  });

  test('is under way when the time is over: 3', async () => {
    const { code, messages } = await at.liaison(`watch ${id} --timeout 0s`);
    expect([code, messages]).toEqual([3, expect.stringContaining('Somebody has to decide')]);
  });

  test('goes on when nobody follows it any more: 130', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const { code, messages } = await at.liaison(`watch ${id}`, { interrupted: controller.signal });
    expect([code, messages]).toEqual([130, `interrupted: ${id} goes on. Follow it with: liaison watch ${id}\n`]);
  });
});

describe('what did not end as desired', () => {
  const id = firstId;
  const sent = () => at.api.told.findLast(({ path }) => path.endsWith('/retry'));

  test('is planned before it is tried again, and tried again on that plan', async () => {
    at.api.situations.failing.add('logs-prod');
    await at.liaison(`associate ${logs}`);
    at.api.situations.failing.clear();
    const { code, output } = await at.liaison(`retry ${id} --comment again`);
    expect([code, output]).toEqual([0, expect.stringMatching(/^Plan: 1 to change/)]);
    expect(sent()).toMatchObject({
      headers: { 'if-match': '"3"' },
      body: { comment: 'again', planDigest: expect.stringMatching(/^sha256:/) },
    });
  });

  test('is not tried again without the name of what loses its traffic', async () => {
    await at.liaison(`associate ${move} --confirm dxcon-a --no-wait`);
    await at.liaison(`cancel ${id}`);
    const { code, messages } = await at.liaison(`retry ${id}`);
    expect([code, messages]).toEqual([2, expect.stringContaining('add: --confirm dxcon-a')]);
    expect(at.api.associations.get(id)?.state).toBe('CANCELLED');
  });

  test('is not tried again while it is blocked', async () => {
    at.api.situations.failing.add('logs-prod');
    await at.liaison(`associate ${logs}`);
    at.api.situations.blocked.add('logs-prod');
    const { code, messages } = await at.liaison(`retry ${id}`);
    expect([code, messages]).toEqual([1, expect.stringContaining('It is blocked: nothing was started.')]);
  });

  test('is not held to a plan that what was left behind makes another', async () => {
    for (const situation of ['failing', 'leftBehind'] as const) at.api.situations[situation].add('logs-prod');
    await at.liaison(`associate ${logs}`);
    at.api.situations.failing.clear();
    const { code, messages } = await at.liaison(`retry ${id}`);
    expect([code, messages]).toEqual([0, expect.stringContaining('What the last attempt may have left is looked at first')]);
    expect(sent()?.body).toEqual({});
  });
});
