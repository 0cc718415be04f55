import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen } from '../../local/listen.ts';
import { openCommandLine } from './command-line.ts';
import { call } from './terminal.ts';

let at: Awaited<ReturnType<typeof openCommandLine>>;
beforeAll(async () => {
  at = await openCommandLine();
});
afterAll(() => at.api.close());

/** `liaison console` with these words, while `look` has its link. */
async function served(words: readonly string[], look: (link: URL) => Promise<void>, port = 0) {
  const controller = new AbortController();
  const [shown, ended] = callWatched(['--port', String(port), ...words], controller.signal);
  try {
    await look(new URL(await shown));
  } finally {
    controller.abort();
  }
  return ended;
}

function callWatched(words: readonly string[], interrupted: AbortSignal) {
  const shown = Promise.withResolvers<string>();
  const ended = call(['console', '--url', at.api.url, '--as', 'ana', ...words], {
    interrupted,
    onOutput: (text) => shown.resolve(text.startsWith('{') ? JSON.parse(text).link : text),
  });
  return [shown.promise, ended] as const;
}

const authorization = ({ hash }: URL) => `Bearer ${hash.slice('#token='.length)}`;

test('the console is served until it is interrupted, and the link is the output', async () => {
  const { code, output, messages } = await served([], async (link) => {
    const answer = await fetch(`${link.origin}/api/associations`, { headers: { authorization: authorization(link) } });
    expect([answer.status, await answer.json()]).toEqual([200, { items: [], nextPageToken: null }]);
    expect((await fetch(`${link.origin}/api/associations`)).status).toBe(401);
    expect(at.api.told.at(-1)?.who).toBe('ana');
  });
  expect([code, output]).toEqual([0, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/)]);
  expect(messages).toMatch(/^The console of the local API at http.* \(--url\), region eu-west-1\. Whoever has this link acts with your/);
  const { origin } = new URL(output);
  await expect(fetch(origin)).rejects.toThrow('fetch failed');
});

test('the link has another token every time, and is one JSON document for programs', async () => {
  const tokens = new Set<string>();
  for (const words of [['--json'], ['--json']]) {
    const { json } = await served(words, async ({ hash }) => void tokens.add(hash));
    expect(json()).toEqual({ url: expect.any(String), link: expect.any(String), place: 'local API', api: at.api.url, region: 'eu-west-1' });
  }
  expect(tokens.size).toBe(2);
});

test('a port that is taken is passed over for the next', async () => {
  const taken = await listen(0);
  await served([], async ({ port }) => expect(Number(port)).toBeGreaterThan(taken.port), taken.port);
  await taken.close();
});

test.each([
  [['--port', 'x'], 2, /whole number/],
  [['--port', '65536'], 2, /--port takes a number up to 65535, not 65536/],
  [['--state-dir', '/nowhere'], 5, /No local world lives in \/nowhere/],
  [['--stage', 'prod', '--url', 'http://127.0.0.1:1'], 2, /three different places/],
])('%j is refused', async (words, code, message) => {
  const ended = await call(['console', ...words]);
  expect(ended).toMatchObject({ code, output: '', messages: expect.stringMatching(message) });
});
