import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { performancePage } from './page.ts';
import { type Part, parts } from './parts.ts';
import { type Result, resultsDirectory } from './row.ts';

/**
 * Runs the parts of the bench that are named, or all, each in a process of its own, and writes docs/performance.md from what every part has
 * found last. With --missing only those run that have found nothing yet: so a bench that was cut off is gone on with.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { missing: { type: 'boolean', default: false } } });

const root = join(import.meta.dirname, '..');
const say = (line: string) => void process.stdout.write(`${line}\n`);
const fileOf = ({ name }: Part) => join(resultsDirectory, `${name}.json`);

const unknown = positionals.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: there are ${parts.map(({ name }) => name).join(', ')}.`);
const wanted = parts
  .filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  .filter((part) => !values.missing || !existsSync(fileOf(part)));

/** Why a part gave nothing; null when it did. */
async function run(part: Part): Promise<string | null> {
  const child = spawn(process.execPath, part.program, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGTERM');
  }, part.most * 60_000);
  const code = await new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject));
  clearTimeout(timer);
  if (late) return `it was ended after ${part.most} minutes`;
  if (code !== 0) return `it ended with code ${code}`;
  return existsSync(fileOf(part)) ? null : 'it published nothing';
}

const began = performance.now();
let failed = 0;
for (const part of wanted) {
  say(`\n${part.title}: node ${part.program.join(' ')}`);
  rmSync(fileOf(part), { force: true });
  const why = await run(part);
  if (why === null) continue;
  failed += 1;
  say(`${part.name} did not come to its end as it should: ${why}`);
}

const results = parts.filter((part) => existsSync(fileOf(part))).map((part) => JSON.parse(readFileSync(fileOf(part), 'utf8')) as Result);
writeFileSync(join(root, 'docs/performance.md'), performancePage(parts, results));
const missing = parts.filter((part) => !existsSync(fileOf(part))).map(({ name }) => name);
say(`\nWrote docs/performance.md after ${Math.round((performance.now() - began) / 1_000)} s.`);
if (missing.length > 0) say(`Not measured yet: ${missing.join(', ')}. npm run bench -- --missing goes on with them.`);
process.exitCode = failed > 0 ? 1 : 0;
