import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { codes, described, meanings, problem, statusOf } from '../../schemas/problem.ts';
import { Refusal } from '../../src/api/http.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8');

test('docs/api.md has a row for every code, with its status and meaning, and no other', () => {
  const rows = page.match(/^\| `[a-z-]+` \| \d{3} \| .*$/gm) ?? [];
  expect([...rows].sort()).toEqual(codes.map((code) => `| \`${code}\` | ${statusOf(code)} | ${meanings[code]} |`).sort());
});

test.each(codes)('%s is answered as the schema of problems has it', (code) => {
  const { body } = new Refusal(code, 'What went wrong.', { errors: [{ path: 'pair', message: 'is required' }], links: { existing: '/x' } })
    .answer;
  expect(problem.parse(body)).toEqual(body);
  expect(described(code)).toMatchObject({ type: `urn:liaison:problem:${code}`, title: expect.any(String) });
});
