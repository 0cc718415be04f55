import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { campaign } from '../../bench/crash/campaign.ts';

jest.setTimeout(120_000);

const directory = mkdtempSync(join(tmpdir(), 'liaison-test-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('killed three times under load and started again, a world loses nothing, repeats nothing and leaves nothing half-done', async () => {
  const { violations, endings, batches } = await campaign({
    directory,
    kills: 3,
    seed: 3,
    speed: 500,
    furniture: { packages: 1, domains: 1, services: 4, networks: 1, connections: 1 },
    longestOpen: 0.5,
    patience: 90_000,
  });
  expect([...violations].filter(([, found]) => found.length > 0)).toEqual([]);
  expect(violations.size).toBeGreaterThan(10);
  expect(batches).toBeGreaterThan(0);
  expect([...endings.keys()].join()).toMatch(/es-package.*lattice-service/);
});
