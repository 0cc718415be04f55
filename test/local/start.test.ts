import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListServiceNetworkServiceAssociationsCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createApiClient } from '../../local/api-client.ts';
import { seeded } from '../../local/seed.ts';
import { place } from '../../local/world.ts';
import { associationsOf, root, temporaryDirectory, until } from './world/harness.ts';

jest.setTimeout(180_000);

const directories = temporaryDirectory();
const directory = () => mkdtempSync(join(directories, 'state-'));
const settings = join(directories, 'config');
writeFileSync(settings, '[default]\nuse_dualstack_endpoint = true\n');
const children = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directories, { recursive: true, force: true });
});

interface Line {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** `npm start` with these options, as a process of its own. */
function start(...options: string[]) {
  // Settings that somebody may have for AWS, and that the SDK refuses beside an endpoint of one's own.
  const env = { ...process.env, TMPDIR: directories, AWS_USE_FIPS_ENDPOINT: 'true', AWS_CONFIG_FILE: settings };
  const child = spawn(process.execPath, ['local/start.ts', ...options], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const [lines, errors]: [string[], string[]] = [[], []];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    children.delete(child);
    return { code, signal, errors: errors.join('\n') };
  });
  return {
    pid: child.pid,
    ended,
    json: () => lines.map((line) => JSON.parse(line) as Line),
    /** Resolves with its first line, when it is there. */
    opened: () => until(() => (lines[0] === undefined ? undefined : (JSON.parse(lines[0]) as Line)), `it starts; ${errors.join('\n')}`),
    /** Reads its first line and no other. */
    async hangUp() {
      await until(() => lines[0], `it starts; ${errors.join('\n')}`);
      child.stdout.destroy();
    },
    stop: (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended;
    },
  };
}

const anyPorts = ['--port', '0', '--aws-port', '0', '--console-port', '0'];

test('npm start says every wrong option at once and exits 2', async () => {
  const { code, errors } = await start('--port', 'x', '--speed', '0', '--state-dir', '').ended;
  expect(code).toBe(2);
  for (const name of ['--port', '--speed', '--state-dir']) expect(errors).toContain(`${name} takes`);
});

test('npm start with --once ends 0, with AWS as it said, and leaves no directory behind', async () => {
  const { ended, json } = start('--once', '--json', '--speed', '5000', ...anyPorts);
  expect(await ended).toEqual({ code: 0, signal: null, errors: '' });
  expect(json()[0]).toMatchObject({ type: 'opened', console: null });
  expect(json().filter(({ type }) => type === 'ended')).toMatchObject([
    { state: 'SUCCEEDED', asExpected: true },
    { state: 'ROLLED_BACK', asExpected: true },
    { state: 'FAILED', asExpected: true },
    { state: 'SUCCEEDED', asExpected: true },
  ]);
  expect(readdirSync(directories).filter((name) => name.startsWith('liaison-'))).toEqual([]);
});

test('npm start that nobody listens to any more stops as for Ctrl-C, and leaves no directory behind', async () => {
  const { ended, hangUp } = start('--once', '--speed', '1', ...anyPorts);
  await hangUp();
  expect(await ended).toEqual({ code: 1, signal: null, errors: '' });
  expect(readdirSync(directories).filter((name) => name.startsWith('liaison-'))).toEqual([]);
});

test('npm start on a directory whose journal is none names the file and ends at once', async () => {
  const path = directory();
  writeFileSync(join(path, 'executions.db'), 'no database');
  const began = performance.now();
  const { code, errors } = await start('--state-dir', path, ...anyPorts).ended;
  expect(code).toBe(1);
  expect(errors).toMatch(/executions\.db cannot be used: .*Start with --reset/);
  // Threads of functions that nobody ended would keep it for half a minute.
  expect(performance.now() - began).toBeLessThan(20_000);
});

describe('a world on a state directory', () => {
  const path = directory();
  const announcement = join(path, 'world.json');
  const again = () => start('--state-dir', path, '--json', '--speed', '1000', ...anyPorts);
  const taken = createServer();
  let link: string;
  let world: ReturnType<typeof start>;
  let at: ReturnType<typeof connect>;

  function connect(announced: Line) {
    const api = createApiClient(String(announced.api), { accessKeyId: 'tester', region: place.region });
    const credentials = { accessKeyId: 'tester', secretAccessKey: 'local' };
    return { api, clients: { endpoint: String(announced.aws), region: place.region, credentials }, ...associationsOf(api) };
  }

  /** Kills it without warning; the next one goes on. */
  async function killAndGoOn(): Promise<void> {
    expect(await world.stop('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    expect(existsSync(announcement)).toBe(true);
    world = again();
    const opened = await world.opened();
    expect(opened).toMatchObject({ type: 'opened', goesOn: true, path });
    // A page that was open has the token, and goes on.
    const { origin, hash } = new URL(String(opened.console));
    expect(hash).toBe(new URL(link).hash);
    const authorization = `Bearer ${hash.slice('#token='.length)}`;
    expect(await (await fetch(`${origin}/console/context`, { headers: { authorization } })).json()).toMatchObject({ url: opened.api });
    at = connect(opened);
  }

  beforeAll(async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
  });
  afterAll(() => void taken.close());

  test('takes the next port when one is taken, and says where it is', async () => {
    const { port } = taken.address() as AddressInfo;
    world = start(
      '--state-dir',
      path,
      '--json',
      '--port',
      String(port),
      '--aws-port',
      '0',
      '--console-port',
      String(port),
      '--speed',
      '1000',
    );
    link = String((await world.opened()).console);
    expect(Number(new URL(link).port)).toBeGreaterThan(port);
    const announced = JSON.parse(readFileSync(announcement, 'utf8'));
    expect(announced).toEqual({ api: expect.any(String), aws: expect.any(String), pid: world.pid });
    expect(Number(new URL(announced.api).port)).toBeGreaterThan(port);
    at = connect(announced);
  });

  test('is the only one there', async () => {
    const { code, errors } = await again().ended;
    expect([code, errors]).toEqual([1, `Another world, process ${world.pid}, lives in ${path}. Stop it, or name another --state-dir.`]);
    expect(existsSync(announcement)).toBe(true);
  });

  test('killed sees every association through, goes on taking back, and repeats no call', async () => {
    const { packages, hostedConnections, interconnect, services, network } = seeded;
    const asked: string[] = [];
    for (const request of [
      { kind: 'es-package', pair: { packageId: packages.stopwords, domainName: 'logs-prod' } },
      { kind: 'lattice-service', pair: { serviceIdentifier: services.stock, serviceNetworkIdentifier: network } },
      {
        kind: 'dx-hosted-connection',
        pair: { connectionId: hostedConnections.shop, parentConnectionId: interconnect },
        approval: 'AUTO',
      },
    ]) {
      const { status, body } = await at.api('POST', '/associations', request);
      expect([status, body]).toEqual([202, expect.objectContaining({ kind: request.kind })]);
      asked.push(String(body.id));
    }
    const isTaking = ({ what }: Line) => String(what).startsWith('Taking back');
    const { association } = await until(() => world.json().find(isTaking), 'an association is taken back');
    await killAndGoOn();

    const states = new SFNClient(at.clients);
    for (const id of asked) {
      const ended = await at.ended(id);
      // A call sent twice would find what the first one made, and the association would not be its own any more.
      expect(ended).toMatchObject({ state: 'SUCCEEDED', sideEffects: 'NONE', changed: true });
      expect(ended.history.map(({ sequence }) => sequence)).toEqual(ended.history.map((_, index) => index + 1));
      const { events = [] } = await states.send(new GetExecutionHistoryCommand({ executionArn: ended.executionArn, maxResults: 1000 }));
      expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
    }
    states.destroy();
    expect(await at.ended(String(association))).toMatchObject({ state: 'ROLLED_BACK', sideEffects: 'REVERTED' });
    const lattice = new VPCLatticeClient(at.clients);
    const list = new ListServiceNetworkServiceAssociationsCommand({ serviceIdentifier: services.payments });
    expect((await lattice.send(list)).items).toEqual([]);
    lattice.destroy();
  });

  test('ends in order when it is interrupted', async () => {
    expect(await world.stop('SIGINT')).toEqual({ code: 0, signal: null, errors: '' });
    expect(existsSync(announcement)).toBe(false);
  });
});
