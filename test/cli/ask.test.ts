import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { logs, move, openCommandLine } from './command-line.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

describe('plan', () => {
  test('says what it comes to first, and what it rests on', async () => {
    const { code, output, messages } = await at.liaison(`plan ${logs}`);
    expect([code, messages]).toEqual([0, '']);
    expect(output.split('\n')[0]).toBe('Plan: 1 to change, 0 as desired already, no traffic is interrupted');
    expect(output).toContain('change: es-package packageId F1, domainName logs-prod, ASSOCIATED');
    expect(output).toContain('PASS    subject-exists');
    expect(output).toContain('usually 3 min');
  });

  test('shows the worst first', async () => {
    at.api.situations.associated.add('a-done');
    at.api.situations.blocked.add('c-blocked');
    const items = ['a-done', 'b-fresh', 'c-blocked'].map((domainName) => ({ kind: 'es-package', pair: { packageId: 'F1', domainName } }));
    const { code, output } = await at.liaison('plan --file -', { input: JSON.stringify(items) });
    expect(output.match(/(?<=domainName )[\w-]+(?=, ASS)/g)).toEqual(['c-blocked', 'b-fresh', 'a-done']);
    expect(code).toBe(1);
  });

  test.each([
    ['', 0],
    ['--detailed-exitcode', 2],
  ])('with changes and %s ends with %i', async (flag, expected) => {
    expect((await at.liaison(`plan ${logs} ${flag}`.trim())).code).toBe(expected);
  });

  test('without changes ends with 0, whatever the flag', async () => {
    at.api.situations.associated.add('logs-prod');
    expect((await at.liaison(`plan ${logs} --detailed-exitcode`)).code).toBe(0);
  });

  test('with --json is the document that the API sent', async () => {
    const { json } = await at.liaison(`plan ${logs} --json`);
    expect(json()).toMatchObject({ summary: { change: 1 }, items: [{ digest: expect.stringMatching(/^sha256:/) }] });
  });

  test('lets no control character through to the terminal', async () => {
    const { output } = await at.liaison(`plan ${logs}`);
    expect(output).toContain('It is [31mthere.');
    expect(output).not.toContain('\u001b');
  });

  test('names every flag that is missing', async () => {
    const { code, messages } = await at.liaison('plan lattice-service');
    expect([code, messages]).toEqual([
      2,
      'error: lattice-service needs --service-identifier <id> and --service-network-identifier <id>.\n',
    ]);
  });

  test('knows no other kinds', async () => {
    const { code, messages } = await at.liaison('plan ec2-volume');
    expect(code).toBe(2);
    expect(messages).toContain('There are es-package, lattice-service, dx-hosted-connection.');
  });
});

describe('associate', () => {
  test('shows the plan, starts it on that plan, follows it, and ends with 0', async () => {
    const { code, output, messages } = await at.liaison(`associate ${logs} --reason CHG-1 --label team=search --deadline 30m`);
    expect(code).toBe(0);
    expect(output).toMatch(/^Plan: 1 to change/);
    expect(output).toContain('Requested: PENDING');
    expect(output).toContain('Observe, ASSOCIATING, look 3, next in 12 s · 1 min 24 s (usually 3 min)');
    expect(output).toMatch(/assoc_0+1 SUCCEEDED after 1 min 24 s/);
    expect(messages).toMatch(/--idempotency-key [0-9a-f-]{36}\nAccepted as assoc_0+1\.\n$/);
    const sent = at.api.told.find(({ method, path }) => method === 'POST' && path === '/associations');
    expect(sent).toMatchObject({
      who: 'ana',
      body: {
        desired: 'ASSOCIATED',
        reason: 'CHG-1',
        labels: { team: 'search' },
        deadline: 'PT30M',
        planDigest: expect.stringMatching(/^sha256:/),
      },
    });
  });

  test('says where it goes before it sends anything, and with --dry-run does not', async () => {
    const { messages } = await at.liaison(`associate ${logs}`);
    expect(messages.split('\n')[0]).toBe(`At ${at.api.url} (--url), region eu-west-1.`);
    expect((await at.liaison(`associate ${logs} -n`)).messages).toBe('');
  });

  test('that fails shows the five lines, and ends with 1', async () => {
    at.api.situations.failing.add('logs-prod');
    const { code, output } = await at.liaison(`associate ${logs}`);
    expect(code).toBe(1);
    expect(output).toMatch(/ROLLED_BACK after/);
    expect(output.match(/^ {2}(What|Why|AWS now|Next|Evidence) +/gm)).toHaveLength(5);
    expect(output).toContain('AWS 2Jsaid so');
  });

  test('with --json writes one document, the association as it ended', async () => {
    const { code, json } = await at.liaison(`associate ${logs} --json`);
    expect([code, json()]).toEqual([0, expect.objectContaining({ state: 'SUCCEEDED', settledAt: expect.any(String) })]);
  });

  test('of what is so already starts nothing', async () => {
    at.api.situations.associated.add('logs-prod');
    const { code, messages } = await at.liaison(`associate ${logs}`);
    expect([code, at.api.associations.size]).toEqual([0, 0]);
    expect(messages).toMatch(/Everything is as desired already: nothing was started\.\n$/);
  });

  test('of what is blocked starts nothing, and ends with 1', async () => {
    at.api.situations.blocked.add('logs-prod');
    expect((await at.liaison(`associate ${logs}`)).code).toBe(1);
    expect(at.api.associations.size).toBe(0);
  });

  test('with --dry-run shows the plan only', async () => {
    const { code, output } = await at.liaison(`associate ${logs} -n`);
    expect([code, at.api.associations.size]).toEqual([0, 0]);
    expect(output).toMatch(/^Plan: /);
  });

  test('with --no-wait says where it is to be found', async () => {
    const { code, messages } = await at.liaison(`associate ${logs} --no-wait`);
    expect(code).toBe(0);
    expect(messages).toMatch(/liaison watch assoc_0+1\n$/);
  });

  test('of a busy pair leads to what keeps it busy', async () => {
    await at.liaison(`associate ${logs} --no-wait`);
    const { code, messages } = await at.liaison(`associate ${logs} --no-wait`);
    expect(code).toBe(1);
    expect(messages).toMatch(/error: Title of association-in-progress\n {2}Detail of .*\n {2}Follow that one: liaison watch assoc_0+1\n$/);
  });

  test('shows every problem of the request on a line, and not where it would be in JSON, and ends with 2', async () => {
    const { code, messages } = await at.liaison('associate es-package --package-id F1 --domain-name A');
    expect([code, messages]).toEqual([
      2,
      expect.stringMatching(/^error: Title of invalid-request\n {2}pair\.domainName: Expected the name of a domain\n$/m),
    ]);
  });

  test('with --json says what is wrong in JSON too', async () => {
    const { code, json } = await at.liaison('associate es-package --package-id F1 --domain-name A --json');
    expect([code, json()]).toMatchObject([2, { error: { exitCode: 2, problem: { code: 'invalid-request' } } }]);
  });
});

describe('what interrupts traffic', () => {
  test('is not started without its name, and says what to add', async () => {
    const { code, messages } = await at.liaison(`associate ${move}`);
    expect([code, at.api.associations.size]).toEqual([2, 0]);
    expect(messages).toContain('This interrupts the traffic of dxcon-a. Nothing was sent.\n  If that is wanted, add: --confirm dxcon-a');
  });

  test('is not started with another name', async () => {
    expect((await at.liaison(`associate ${move} --confirm dxlag-b`)).code).toBe(2);
    expect((await at.liaison(`associate ${move}`, { answers: ['yes'] })).code).toBe(2);
    expect(at.api.associations.size).toBe(0);
  });

  test.each([
    ['given', '--confirm dxcon-a', {}],
    ['typed', '--no-wait', { answers: ['dxcon-a'] }],
  ])('is started once its name is %s', async (_, flags, options) => {
    await at.liaison(`associate ${move} ${flags}`, options);
    expect(at.api.associations.size).toBe(1);
  });

  test('is not started when whoever is asked leaves: 130', async () => {
    const { code, messages } = await at.liaison(`associate ${move}`, { answers: [undefined], environment: { NO_COLOR: '1' } });
    expect([code, at.api.associations.size]).toEqual([130, 0]);
    expect(messages).toMatch(/^At http.*\n.*Type dxcon-a to go on: interrupted: Nothing was sent\.\n$/s);
  });

  test('asks nobody with --no-input', async () => {
    const { code, messages } = await at.liaison(`associate ${move} --no-input`, { answers: ['dxcon-a'] });
    expect(code).toBe(2);
    expect(messages).toContain('add: --confirm dxcon-a');
  });

  test('waits for somebody to decide: 3, and how to', async () => {
    const { code, messages } = await at.liaison(`associate ${move} --confirm dxcon-a`);
    expect(code).toBe(3);
    expect(messages).toMatch(/liaison approve assoc_0+1 or liaison reject assoc_0+1 --comment WHY\n$/);
  });
});
