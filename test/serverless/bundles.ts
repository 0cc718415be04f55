import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundled, handlersOf } from './bundled.ts';
import type { Value } from './checks/template.ts';
import { clientPackages } from './client-packages.ts';
import type { Packaged } from './packaged.ts';
import { copyOfProject } from './project.ts';
import { onlyFileOf } from './zip.ts';

const kilobyte = 1000;
const functions = {
  'on-event': 450 * kilobyte,
  'on-request': 450 * kilobyte,
  'es-package': 350 * kilobyte,
  'lattice-service': 350 * kilobyte,
  'dx-hosted-connection': 350 * kilobyte,
  lock: 350 * kilobyte,
  settle: 350 * kilobyte,
  admit: 450 * kilobyte,
  'ask-approval': 350 * kilobyte,
  'on-execution-ended': 350 * kilobyte,
  // Nobody waits for it to start, and it does something of everything.
  reconcile: 500 * kilobyte,
};
const names = Object.keys(functions);

/** What each zip must be. */
export function bundlesAreSmall(packaged: () => Promise<Packaged>): void {
  describe('the zips', () => {
    test('are one for each function', async () => {
      const { zips } = await packaged();
      expect([...zips.keys()].sort()).toEqual(names.map((name) => `liaison-dev-${name}`).sort());
    });

    test.each(Object.entries(functions))('%s is alone in its zip, and small', async (name, limit) => {
      const { zips } = await packaged();
      const { path, content } = onlyFileOf(zipOf(zips, name));
      expect(path).toBe(`functions/${name}.js`);
      expect(content.length).toBeLessThanOrEqual(limit);
    });

    test.each(names)('%s carries the AWS clients that its role lets it use, and no other', async (name) => {
      const { metafiles, template } = await packaged();
      const carried = Object.values(metafiles.get(`liaison-dev-${name}`)?.outputs ?? {}).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
          bytesInOutput > 0 ? (/@aws-sdk\/(client-[\w-]+)/.exec(path)?.[1] ?? []) : [],
        ),
      );
      const role = `${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Role`;
      const services = actionsOf(template.Resources[role]?.Properties.Policies ?? null).map((action) => action.split(':')[0] ?? '');
      // Lambda itself sends there what fails.
      const called = services.filter((service) => !(service === 'sqs' && ['on-execution-ended', 'reconcile'].includes(name)));
      // What has no client, a role grants for the sake of Lambda itself.
      expect([...new Set(carried)].sort()).toEqual([...new Set(called.flatMap((service) => clientPackages[service] ?? []))].sort());
    });

    test('are the same bytes when they are made again somewhere else', async () => {
      const { zips } = await packaged();
      const [again, some] = [await copyOfProject(), ['on-event', 'lock']];
      await bundled(again, some);
      for (const name of some) {
        const zip = await readFile(join(again, `.serverless/liaison-dev-${name}.zip`));
        expect([name, sha256(zip)]).toEqual([name, sha256(zipOf(zips, name))]);
      }
      await rm(again, { recursive: true });
    }, 30_000);

    test('load, and give a handler', async () => {
      const { zips } = await packaged();
      expect(await handlersOf(names.map((name) => zipOf(zips, name)))).toEqual(names.map(() => 'function'));
    }, 30_000);
  });
}

/** Every action that the policies allow. */
function actionsOf(policies: Value): string[] {
  if (Array.isArray(policies)) return policies.flatMap(actionsOf);
  if (policies === null || typeof policies !== 'object') return [];
  return Object.entries(policies).flatMap(([name, value]) => (name === 'Action' ? [value].flat().map(String) : actionsOf(value)));
}

const zipOf = (zips: Packaged['zips'], name: string) => zips.get(`liaison-dev-${name}`) ?? Buffer.alloc(22);

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
