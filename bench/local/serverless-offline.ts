import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import { readConfiguration } from '../../local/configuration.ts';
import { environmentOf } from '../../local/lambda/environment.ts';
import { place } from '../../local/world.ts';

const root = join(import.meta.dirname, '../..');

/** The peer, with the function that answers the API. */
export interface OfflineProject {
  /** Starts it; resolves when its first request was accepted, with the milliseconds that took. */
  start(firstRequest: object): Promise<OfflineServer & { readonly took: number }>;
  remove(): void;
}

export interface OfflineServer {
  /** The status that a POST of an association is answered with. */
  post(body: object): Promise<number>;
  close(): Promise<void>;
}

/**
 * A project for serverless-offline: on-request and its routes. It has no DynamoDB and no Step Functions, resolves no Ref of the template and
 * knows no IAM authorizer on HTTP APIs: tables and machines are those of the world at `endpoint`, settings are resolved for it, and who
 * asks is said in a header. The function is bundled beforehand, which spares it that.
 */
export async function makeOfflineProject(peer: string, endpoint: string): Promise<OfflineProject> {
  const folder = mkdtempSync(join(tmpdir(), 'liaison-offline-'));
  const { functions, routes } = readConfiguration({ root, stage: 'dev', ...place, endpoint });
  const onRequest = functions.find(({ key }) => key === 'on-request');
  if (!onRequest) throw new Error('There is no function on-request.');
  await build({
    entryPoints: [onRequest.handlerFile],
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    outfile: join(folder, 'on-request.js'),
  });
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(peer, join(folder, 'node_modules/serverless-offline'), 'junction');
  const { AWS_EXECUTION_ENV: _, ...environment } = environmentOf(onRequest, { region: place.region, endpoint }, 'offline');
  const events = routes
    .filter(({ functionKey }) => functionKey === 'on-request')
    .map(({ method, path }) => ({ httpApi: { method, path } }));
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  writeFileSync(
    join(folder, 'serverless.yml'),
    stringify({
      service: 'liaison',
      provider: { name: 'aws', runtime: 'nodejs24.x', region: place.region },
      plugins: ['serverless-offline'],
      functions: { 'on-request': { handler: 'on-request.handler', timeout: onRequest.timeoutSeconds, environment, events } },
    }),
  );
  return { start: (firstRequest) => start(folder, firstRequest), remove: () => rmSync(folder, { recursive: true }) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function start(folder: string, firstRequest: object): Promise<OfflineServer & { readonly took: number }> {
  const [httpPort, lambdaPort] = [await freePort(), await freePort()];
  const words = ['offline', 'start', '--host', '127.0.0.1', '--httpPort', `${httpPort}`, '--lambdaPort', `${lambdaPort}`];
  const cli = join(root, 'node_modules/serverless/bin/serverless.js');
  const began = performance.now();
  const child = spawn(process.execPath, [cli, ...words, '--noPrependStageInUrl', '--noAuth'], {
    cwd: folder,
    // The framework compiles its own schema once, and keeps it: that is spared it from the second start on.
    env: { HOME: folder, SLS_SCHEMA_CACHE_BASE_DIR: join(root, 'node_modules/.cache'), AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-2_000);
    });
  const endToo = () => void child.kill('SIGKILL');
  process.once('exit', endToo);
  const close = async () => {
    process.off('exit', endToo);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const post = (body: object) => postTo(`http://127.0.0.1:${httpPort}/associations`, body);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`serverless-offline ended with ${child.exitCode}: ${said}`);
    const status = await post(firstRequest).catch(() => 0);
    if (status === 202) return { post, close, took: performance.now() - began };
    if (performance.now() - began > 60_000) {
      await close();
      throw new Error(`serverless-offline accepted nothing within a minute, but answered ${status}: ${said}`);
    }
    await sleep(20);
  }
}

const caller = JSON.stringify({ iam: { userArn: `arn:aws:iam::${place.account}:user/bench` } });

function postTo(url: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'sls-offline-authorizer-override': caller };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(body));
  });
}
