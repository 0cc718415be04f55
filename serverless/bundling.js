import { trims } from './trims.js';

/** How esbuild makes bundles of the functions: those that are deployed, and those that the local world runs. */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  // Without `module` before `main` half of the SDK comes in twice.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  write: false,
  metafile: true,
  plugins: trims,
};
