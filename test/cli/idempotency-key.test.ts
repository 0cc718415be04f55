import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logs, move, openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

describe('associate under a key that is named', () => {
  const keyed = `associate ${logs} --idempotency-key CHG-1`;
  const asked = () => at.api.told.filter(({ method, path }) => `${method} ${path}` === 'POST /associations');

  test('is the same association when it is sent again while it goes on', async () => {
    for (const _ of ['first', 'again']) {
      const { code, messages } = await at.liaison(`${keyed} --no-wait`);
      expect([code, messages]).toEqual([0, expect.stringMatching(/Accepted as assoc_0+1\.\nFollow it with: liaison watch assoc_0+1\n$/)]);
    }
    expect(at.api.associations.size).toBe(1);
  });

  test('is the same association when all is as desired by now, and ends as that did', async () => {
    await at.liaison(keyed);
    at.api.situations.associated.add('logs-prod');
    const { code, output, messages } = await at.liaison(keyed);
    expect(messages).toMatch(
      /\nEverything is as desired already\. It is sent all the same: its --idempotency-key may stand for an earlier request\.\n/,
    );
    expect(messages).toMatch(/\nIt was asked for before, as assoc_0+1\.\n$/);
    expect([code, output]).toEqual([0, expect.stringMatching(/assoc_0+1 SUCCEEDED after/)]);
    expect(
      new Set(
        asked()
          .slice(-2)
          .map(({ body }) => body.planDigest),
      ).size,
    ).toBe(2);
  });

  test('is the same association when its pair is blocked by now, and ends as that did, followed or not', async () => {
    at.api.situations.failing.add('logs-prod');
    await at.liaison(keyed);
    at.api.situations.blocked.add('logs-prod');
    for (const flag of ['--wait', '--no-wait', '--json']) expect((await at.liaison(`${keyed} ${flag}`)).code).toBe(1);
    expect(at.api.associations.size).toBe(1);
  });

  test('of what is blocked is sent when it is new, too: the API decides', async () => {
    at.api.situations.blocked.add('logs-prod');
    const { code, messages, output } = await at.liaison(keyed);
    expect(messages).toMatch(/It is blocked\. It is sent all the same: .*\nAccepted as assoc_0+1\.\n$/);
    expect([code, output]).toEqual([1, expect.stringMatching(/assoc_0+1 FAILED after/)]);
  });

  test('with --dry-run sends nothing', async () => {
    const before = asked().length;
    at.api.situations.associated.add('logs-prod');
    expect((await at.liaison(`${keyed} -n`)).messages).toBe('');
    expect(asked().length).toBe(before);
  });

  test('is refused for another request', async () => {
    await at.liaison(keyed);
    const { code, messages } = await at.liaison('associate es-package --package-id F2 --domain-name logs-prod --idempotency-key CHG-1');
    expect([code, messages]).toEqual([2, expect.stringMatching(/Take another --idempotency-key\.\n$/)]);
  });

  test('of what interrupts traffic wants its name, sent again or not, until nothing is interrupted any more', async () => {
    const moved = `associate ${move} --no-wait --idempotency-key CHG-1`;
    expect((await at.liaison(moved)).code).toBe(2);
    expect((await at.liaison(`${moved} --confirm dxcon-a`)).code).toBe(0);
    expect((await at.liaison(`${moved} --confirm dxcon-a`)).code).toBe(0);
    expect((await at.liaison(moved, { answers: ['dxcon-a'] })).messages).toContain('Type dxcon-a to go on: ');
    at.api.situations.associated.add('dxcon-a');
    expect((await at.liaison(moved, { answers: [] })).messages).not.toContain('Type');
    expect((await at.liaison(`${moved} --confirm dxcon-a`)).code).toBe(0);
    expect(at.api.associations.size).toBe(1);
  });
});

describe('batch create under a key that is named', () => {
  const selected = 'batch create es-package --package-id F1 --idempotency-key CHG-1';
  const sent = () => at.api.told.findLast(({ method, path }) => `${method} ${path}` === 'POST /batches');

  test('is the same batch when it is sent again, whatever its plan is by now', async () => {
    const first = await at.liaison(`${selected} --json`);
    for (const name of ['logs-a', 'logs-b']) at.api.situations.associated.add(name);
    const again = await at.liaison(selected);
    expect([first.code, again.code, first.json().id]).toEqual([0, 0, `batch_${'1'.padStart(26, '0')}`]);
    expect(again.messages).toMatch(/It is sent all the same: .*\nIt was asked for before, as batch_0+1\.\n/);
  });

  test('ends as the batch did, also when nobody follows it', async () => {
    at.api.situations.failing.add('logs-a');
    await at.liaison(selected);
    const { code, messages } = await at.liaison(`${selected} --no-wait`);
    expect([code, messages]).toEqual([1, expect.not.stringContaining('Follow it with')]);
  });

  test('is the same batch when its selector names nothing any more', async () => {
    await at.liaison(selected);
    at.api.situations.unused.add('F1');
    expect((await at.liaison(selected)).code).toBe(0);
    expect(sent()?.body.planDigest).toBeUndefined();
    expect((await at.liaison(selected.replace('CHG-1', 'CHG-2'))).code).toBe(2);
  });

  test('without a plan is not sent where traffic could be interrupted, nor to be looked at only', async () => {
    const before = at.api.told.length;
    at.api.situations.unused.add('sn-1');
    const dissociation = 'batch create lattice-service --tag team --service-network-identifier sn-1 --desired dissociated';
    expect((await at.liaison(`${dissociation} --idempotency-key CHG-1`)).code).toBe(2);
    at.api.situations.unused.add('F1');
    expect((await at.liaison(`${selected} -n`)).code).toBe(2);
    expect(at.api.told.slice(before).map(({ path }) => path)).toEqual(['/plans', '/plans']);
  });

  test('is confirmed for no fewer pairs than lose their traffic', async () => {
    const moves = [0, 1, 2].map((index) => ({
      kind: 'dx-hosted-connection',
      pair: { connectionId: `dxcon-${index}`, parentConnectionId: 'dxlag-c' },
    }));
    const input = JSON.stringify(moves);
    const withCount = (count: number) =>
      at.liaison(`batch create --file - --no-wait --idempotency-key CHG-1 --confirm ${count}`, { input });
    expect((await withCount(2)).code).toBe(2);
    expect((await withCount(3)).messages).toContain('Accepted as batch_');
    at.api.situations.associated.add('dxcon-0');
    expect((await withCount(3)).messages).toContain('Accepted as batch_');
    for (const name of ['dxcon-1', 'dxcon-2']) at.api.situations.associated.add(name);
    expect((await withCount(3)).messages).toContain('Accepted as batch_');
  });
});
