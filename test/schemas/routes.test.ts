import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { statusOf } from '../../schemas/problem.ts';
import { routes } from '../../schemas/routes.ts';

/** The rows of a page that begin with a route: its key, and the statuses that the row names. */
function rowsOf(page: string): [key: string, statuses: string[]][] {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${page}`, import.meta.url)), 'utf8');
  const rows = text.match(/^\| `(?:GET|POST) \/.*$/gm) ?? [];
  return rows.map((row) => [/`(.+?)`/.exec(row)?.[1] ?? '', [...new Set(row.match(/(?<!\d)[2-5]\d\d(?!\d)/g))].sort()]);
}

test.each([...rowsOf('api.md'), ...rowsOf('batches.md')])('the pages name every status of %s, and no other', (key, statuses) => {
  const { answers, problems } = routes[key] ?? { answers: {}, problems: [] };
  expect(statuses).toEqual([...new Set([...Object.keys(answers), ...problems.map(statusOf).map(String)])].sort());
});
