import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { firstId, openCommandLine } from './command-line.ts';
import { call } from './terminal.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());
beforeEach(() => at.api.forget());

describe('reading', () => {
  const id = firstId;
  beforeEach(async () => {
    for (const name of ['a', 'b', 'c']) await at.liaison(`associate es-package --package-id F1 --domain-name logs-${name} --no-wait`);
  });

  test('lists as many as are wanted, and says that there are more', async () => {
    const { output, messages } = await at.liaison('list --limit 2');
    expect(output.match(/domainName \S+/g)).toEqual(['domainName logs-c', 'domainName logs-b']);
    expect(messages).toContain('There may be more');
  });

  test('lists as one JSON object a line', async () => {
    const { output } = await at.liaison('list --json');
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).state),
    ).toEqual(['PENDING', 'PENDING', 'PENDING']);
  });

  test('passes every filter on', async () => {
    await at.liaison('list --state failed,rolled_back --label team=search --problem --drifted --requested-by ana');
    const { query } = at.api.told.at(-1) ?? {};
    expect(Object.fromEntries(query ?? [])).toEqual({
      state: 'FAILED,ROLLED_BACK',
      'label.team': 'search',
      problem: 'true',
      drifted: 'true',
      requestedBy: 'ana',
      pageSize: '50',
    });
  });

  test('shows one', async () => {
    const { code, output } = await at.liaison(`get ${id}`);
    expect(code).toBe(0);
    expect(output).toMatch(/^ {2}State +PENDING$/m);
    expect(output).toMatch(/^ {2}By +arn:aws:iam::123456789012:user\/ana, 2030-01-02 03:04:05$/m);
  });

  test('shows what happened to it', async () => {
    await at.liaison(`watch ${id}`);
    const { output } = await at.liaison(`history ${id}`);
    expect(output.match(/(?<= {2})\w+: [A-Z]+/g)).toEqual(['Settled: RUNNING', 'Started: PENDING', 'Requested: PENDING']);
  });

  test('follows one with a JSON object for every version', async () => {
    const { code, output } = await at.liaison(`watch ${id} --json`);
    expect([
      code,
      output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).state),
    ]).toEqual([0, ['PENDING', 'RUNNING', 'SUCCEEDED']]);
  });

  test('keeps one live line where a person looks, and colours nothing with NO_COLOR', async () => {
    const { output, messages } = await at.liaison(`watch ${id}`, { isTerminal: true, environment: { NO_COLOR: '1' } });
    expect(messages).toContain('… RUNNING Observe, ASSOCIATING, look 3, next in 12 s · 1 min 24 s (usually 3 min)');
    expect(messages).toMatch(/\r +\r[^…]*$/);
    expect(`${output}${messages}`).not.toContain('\u001b');
    expect(output).not.toContain('look 3');
  });

  test('says that there is no such association', async () => {
    const { code, messages } = await at.liaison('get assoc_x');
    expect([code, messages]).toEqual([1, expect.stringContaining('show what there is.')]);
  });

  test('without being let in ends with 5', async () => {
    const { code, messages } = await call(['list', '--url', at.api.url, '--as', 'stranger']);
    expect([code, messages]).toEqual([5, expect.stringContaining('these credentials are not let in')]);
  });
});
