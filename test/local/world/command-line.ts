import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ElasticsearchServiceClient, ListPackagesForDomainCommand } from '@aws-sdk/client-elasticsearch-service';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seeded } from '../../../local/seed.ts';
import { place } from '../../../local/world.ts';
import { root, temporaryDirectory } from './harness.ts';
import type { TestWorld } from './test-world.ts';

const entry = join(root, 'cli/liaison.js');
const environment = { ...process.env, AWS_ACCESS_KEY_ID: 'ana', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: place.region };

/** The command line as a process of its own, in a folder where the whole world is announced. The domain logs-staging is busy afterwards. */
export function commandLineInTheWorld(world: () => TestWorld): void {
  describe('the command line', () => {
    const folder = temporaryDirectory();
    let at: TestWorld;
    let id: string;

    // Deadlines are as late as can be: the world's clock runs 5,000 times as fast, and this machine may be busy.

    beforeAll(async () => {
      at = world();
      const { apiUrl, awsUrl } = at.world;
      mkdirSync(join(folder, '.liaison'));
      writeFileSync(join(folder, '.liaison/world.json'), JSON.stringify({ api: apiUrl, aws: awsUrl, pid: process.pid }));
      const pair = { packageId: seeded.packages.synonyms, domainName: 'shop-search' };
      const { body } = await at.api('POST', '/associations', { kind: 'es-package', pair, deadline: 'P7D' });
      id = String(body.id);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    /** `liaison` as a process of its own, in the folder of the world. */
    function liaison(words: readonly string[], { node = [], env = {} }: { node?: readonly string[]; env?: Record<string, string> } = {}) {
      return new Promise<{ code: number; output: string; messages: string }>((resolve) => {
        const options = { cwd: folder, env: { ...environment, ...env } };
        execFile(process.execPath, [...node, entry, ...words], options, (error, output, messages) =>
          resolve({ code: Number(error?.code ?? 0), output, messages }),
        );
      });
    }

    test('an association is followed to its end in the world that was found', async () => {
      const ended = await liaison(['watch', id]);
      expect(ended).toEqual({ code: 0, messages: '', output: expect.stringMatching(new RegExp(`\n${id} SUCCEEDED after .*\n$`)) });
      expect(ended.output).toMatch(/Requested: PENDING {2}by arn:aws:iam::123456789012:user\/tester\n/);
    });

    test('a pair is planned, associated and followed, and is in AWS then', async () => {
      const { code, output } = await liaison(
        'associate es-package --package-id F222222222 --domain-name logs-prod --deadline 7d --json'.split(' '),
      );
      expect([code, JSON.parse(output)]).toMatchObject([
        0,
        { state: 'SUCCEEDED', requestedBy: { id: expect.stringMatching(/:user\/\w+$/) } },
      ]);
      const client = new ElasticsearchServiceClient(at.clientOptions);
      const { DomainPackageDetailsList } = await client.send(new ListPackagesForDomainCommand({ DomainName: 'logs-prod' }));
      client.destroy();
      expect(DomainPackageDetailsList?.find(({ PackageID }) => PackageID === seeded.packages.stopwords)?.DomainPackageStatus).toBe(
        'ACTIVE',
      );
    });

    test('a Node that reads no TypeScript hands over to the one of the project', async () => {
      const { code, output } = await liaison(['get', id, '--json'], { node: ['--no-experimental-strip-types'] });
      expect([code, JSON.parse(output).id]).toEqual([0, id]);
    });

    test('a stage is found through CloudFormation, and spoken to with credentials of its own', async () => {
      const { code, output } = await liaison(['list', '--stage', 'dev', '--json', '--limit', '100'], {
        env: { AWS_ENDPOINT_URL: at.world.awsUrl },
      });
      expect([code, output]).toEqual([0, expect.stringContaining(id)]);
    });

    test('interrupted, it says that the association goes on', async () => {
      // It waits for the domain, which takes one change at a time.
      at.world.elasticsearch.setDomainProcessing('logs-staging', 30 * 86_400);
      const pair = { packageId: seeded.packages.synonyms, domainName: 'logs-staging' };
      const { body } = await at.api('POST', '/associations', { kind: 'es-package', pair, deadline: 'P7D' });
      const child = spawn(process.execPath, [entry, 'watch', String(body.id)], { cwd: folder, env: environment });
      const messages: Buffer[] = [];
      child.stderr.on('data', (chunk) => messages.push(chunk));
      await once(child.stdout, 'data');
      child.kill('SIGINT');
      const [code] = await once(child, 'close');
      expect([code, Buffer.concat(messages).toString()]).toEqual([
        130,
        `interrupted: ${body.id} goes on. Follow it with: liaison watch ${body.id}\n`,
      ]);
    });
  });
}
