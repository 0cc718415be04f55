import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { bundle, mostGzipped } from '../../../console/server/bundle.ts';
import { root } from '../../local/world/harness.ts';

const folder = mkdtempSync(join(root, 'node_modules/.cache/console-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

test('the page is one script, one style, and small', async () => {
  const { script, style, scriptGzipped } = await bundle(join(root, 'console/app'));
  expect(script.length).toBeGreaterThan(1_000);
  expect(scriptGzipped).toBeLessThanOrEqual(mostGzipped);
  expect(style).toContain('{');
  // The policy of its content would stop them.
  expect(script).not.toMatch(/\beval\(|new Function\(|sourceMappingURL|\bimport\(/);
  expect(script).not.toMatch(/https?:\/\/(?!www\.w3\.org\/|127\.0\.0\.1:)/);
  expect(style).not.toMatch(/url\((?!["']?data:)|@import/);
});

test('what is marked up becomes the script, and what it imports comes along', async () => {
  write('main.tsx', "import './look.css'; export const page = <p class={'quiet'}>there</p>;");
  write('look.css', '.quiet { color: light-dark(black, white) }');
  const { script, style } = await bundle(folder);
  expect(script).toMatch(/class:"quiet"/);
  expect(style).toContain('light-dark(');
});

test('what cannot be built says why', async () => {
  write('main.tsx', 'const = 1;');
  await expect(bundle(folder)).rejects.toThrow(/Expected identifier/);
});
