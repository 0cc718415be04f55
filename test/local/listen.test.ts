import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Listener, listen } from '../../local/listen.ts';

const open: Listener[] = [];
const opened = async (port: number) => {
  const listener = await listen(port);
  open.push(listener);
  return listener;
};
afterEach(async () => {
  for (const listener of open.splice(0)) await listener.close();
});

describe('a port', () => {
  test('that is taken gives way to the next free one', async () => {
    const first = await opened(0);
    const second = await opened(first.port);
    expect(second.port).toBeGreaterThan(first.port);
    expect(second.port - first.port).toBeLessThanOrEqual(20);
  });

  test('answers 503 until somebody serves, on 127.0.0.1 only', async () => {
    const { url, serve } = await opened(0);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const early = await fetch(url);
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
    serve((_, response) => void response.end('here'));
    expect(await (await fetch(url)).text()).toBe('here');
  });

  test('that has nothing but taken ones up to the last one there is says which, and what to do', async () => {
    const whoever = createServer().listen(65_535, '127.0.0.1');
    // It may have been taken before.
    await Promise.race([once(whoever, 'listening'), once(whoever, 'error')]);
    await expect(listen(65_535)).rejects.toThrow(
      'All ports from 65535 to 65535 are taken on 127.0.0.1. Name another, or 0 for any that is free.',
    );
    whoever.close();
  });

  test('that may not be opened is an error', async () => {
    await expect(listen(70_000)).rejects.toThrow(/port/);
  });
});
