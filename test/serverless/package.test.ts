import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from '@jest/globals';
import { bundlesAreSmall } from './bundles.ts';
import { type Packaged, packaged } from './packaged.ts';
import { templateHolds } from './template.ts';

// Packaging takes seconds, so all that is said of its result is asked of one run.
let run: Promise<Packaged>;
beforeAll(async () => {
  run = packaged();
  await run;
}, 60_000);
afterAll(async () => rm((await run).folder, { recursive: true }));

bundlesAreSmall(() => run);
templateHolds(() => run);
