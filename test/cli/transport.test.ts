import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTransport } from '../../cli/transport.ts';

const server = createServer((_, response) => void response.end('{}'));
let port: number;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

const credentials = async () => ({ accessKeyId: 'ana', secretAccessKey: 'local' });

test.each([
  [true, () => `Try http://127.0.0.1:${port}`],
  [false, () => 'It was found by --url. Check its port.'],
])('what speaks no TLS is said to speak none, and what to try (on this machine: %j)', async (isLocal, advice) => {
  const url = `https://127.0.0.1:${port}`;
  const send = createTransport({ url, region: 'eu-west-1', isLocal, as: 'ana', found: '--url' }, credentials, new AbortController().signal);
  await expect(send({ method: 'GET', path: '/associations' })).rejects.toMatchObject({
    exitCode: 5,
    message: `${url} cannot be reached: what answers there speaks no TLS.`,
    advice: advice(),
  });
});
