import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen } from '../../local/listen.ts';
import { openCommandLine } from './command-line.ts';
import { call } from './terminal.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());

test('the doctor looks at every step of the way', async () => {
  const { code, output } = await at.liaison('doctor');
  expect(output.match(/^\w+ +\w+/gm)).toEqual(
    ['node', 'address', 'credentials', 'reachable', 'clock', 'associations', 'batches', 'plans'].map((name) => `PASS  ${name}`),
  );
  expect(code).toBe(0);
});

test('what was found is one JSON document', async () => {
  const { json } = await at.liaison('doctor --json');
  expect(json<object[]>()).toContainEqual({ name: 'credentials', result: 'PASS', message: 'signing as ana' });
});

test('the doctor says what to do when nobody answers', async () => {
  const { url, close } = await listen(0);
  await close();
  const { code, output } = await call(['doctor', '--url', url, '--as', 'ana']);
  expect([code, output]).toEqual([5, expect.stringMatching(/^FAIL {2}reachable .*ECONNREFUSED.*\n +It was found by --url/m)]);
});

test('the doctor says what to do when nobody is let in', async () => {
  const { code, output } = await call(['doctor', '--url', at.api.url, '--as', 'stranger']);
  expect([code, output]).toEqual([5, expect.stringMatching(/^FAIL {2}plans .*403\n +These credentials need execute-api:Invoke/m)]);
});

test('the doctor says what to do when there is no local world', async () => {
  const { code, output } = await call(['doctor', '--state-dir', '/nowhere']);
  expect([code, output]).toEqual([5, expect.stringMatching(/^FAIL {2}address .*\n +Start one with npm start/m)]);
});

test('words that mean nothing end with 2, and help with 0', async () => {
  expect(await call(['lst'])).toMatchObject({ code: 2, messages: "error: unknown command 'lst'\n(Did you mean list?)\n" });
  expect(await call(['--version'])).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  expect(await call(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('Exit codes: 0 as desired') });
  expect(await call(['associate', 'es-package', '--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--domain-name') });
});

test('words that mean nothing are told to programs, too', async () => {
  const { code, json } = await call(['get', '--json']);
  expect([code, json()]).toEqual([2, { error: { message: "missing required argument 'id'", advice: null, exitCode: 2, problem: null } }]);
  expect((await call(['batch', '--json'])).json()).toMatchObject({ error: { message: 'No command is named.', exitCode: 2 } });
  expect((await call(['get', '--json', '--help'])).output).toContain('Usage: liaison get');
});
