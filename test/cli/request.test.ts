import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { fromFile } from '../../cli/request.ts';
import type { Session } from '../../cli/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'liaison-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As much of a session as reading a file needs. */
const sessionWith = (input = '') => ({ surroundings: { directory: folder, input: { read: async () => input } } }) as unknown as Session;

test('a file is read whether or not it begins with a byte order mark', async () => {
  for (const mark of ['', '\uFEFF']) {
    writeFileSync(join(folder, 'request.json'), `${mark}{"kind": "es-package"}`);
    expect(await fromFile(sessionWith(), 'request.json')).toEqual({ kind: 'es-package' });
    expect(await fromFile(sessionWith(`${mark}[]`), '-')).toEqual({ items: [] });
  }
});

test.each([
  ['{', 'The input is not JSON: '],
  ['"es-package"', '- holds no JSON object.'],
])('%s is no request', async (input, message) => {
  await expect(fromFile(sessionWith(input), '-')).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});
