import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { seed } from '../../local/seed.ts';
import { apiInTheWorld } from './world/api.ts';
import { batchesInTheWorld } from './world/batches.ts';
import { commandLineInTheWorld } from './world/command-line.ts';
import { decisionsInTheWorld } from './world/decisions.ts';
import { grantsInTheWorld } from './world/grants.ts';
import { hostedConnectionsInTheWorld } from './world/hosted-connections.ts';
import { latticeServicesInTheWorld } from './world/lattice-services.ts';
import { packagesInTheWorld } from './world/packages.ts';
import { tagsInTheWorld } from './world/tags.ts';
import { openTestWorld, type TestWorld } from './world/test-world.ts';

jest.setTimeout(180_000);

let there: TestWorld;
beforeAll(async () => {
  there = await openTestWorld();
  seed(there.world);
});
afterAll(() => there.close());

packagesInTheWorld(() => there);

latticeServicesInTheWorld(() => there);

hostedConnectionsInTheWorld(() => there);

apiInTheWorld(() => there);

test('an event that cannot be used is parked with every reason', async () => {
  await there.putEvent({ kind: 'es-package', pair: { packageId: 'F1' }, speed: 9 });
  expect((await there.parkedWith('detail.speed')).attributes.REASON?.StringValue).toContain('detail.pair.domainName');
});

decisionsInTheWorld(() => there);

batchesInTheWorld(() => there);

commandLineInTheWorld(() => there);

tagsInTheWorld(() => there);

grantsInTheWorld(() => there);

test('nothing was complained about but what was refused on purpose', () => {
  expect(there.complaints.filter((line) => !/^(GET|POST) /.test(line))).toEqual([]);
});
