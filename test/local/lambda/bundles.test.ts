import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { bundled } from '../../../local/lambda/bundles.ts';
import { functionOf } from './world.ts';

const made: string[] = [];
let project: string;
let cache: string;
let time = Date.now() / 1_000 - 3_600;

/** A file of the project as it was written at some moment before this, each a second after the one before. */
function write(path: string, content: string) {
  writeFileSync(join(project, path), content);
  time += 1;
  utimesSync(join(project, path), time, time);
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'liaison-bundles-'));
  made.push(project);
  cache = join(project, 'cache');
  for (const folder of ['node_modules', 'serverless', 'functions']) mkdirSync(join(project, folder));
  for (const name of ['bundling.js', 'trims.js']) write(`serverless/${name}`, '');
  write('node_modules/.package-lock.json', '{}');
  write('functions/word.ts', "export const word: string = 'first';");
  for (const name of ['say', 'shout']) {
    write(`functions/${name}.ts`, `import { word } from './word.ts';\nexport const handler = () => '${name} ' + word;`);
  }
});
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

const functions = (...keys: string[]) => keys.map((key) => functionOf(key, { handlerFile: join(project, `functions/${key}.ts`) }));
const make = (...keys: string[]) => bundled(functions(...keys), project, cache);
const answers = (all: Awaited<ReturnType<typeof bundled>>) =>
  Promise.all(all.map(async ({ handlerFile }) => ((await import(pathToFileURL(handlerFile).href)) as { handler: () => string }).handler()));

test('a bundle has the handler, with what it imports', async () => {
  expect(await answers(await make('say', 'shout'))).toEqual(['say first', 'shout first']);
});

test('what has not changed is not made again', async () => {
  const [first] = await make('say');
  expect((await make('say'))[0]).toEqual(first);
});

test.each([
  ['a source', () => write('functions/word.ts', "export const word: string = 'second';"), 'say second'],
  ['the way they are made', () => write('serverless/trims.js', '// other trims'), 'say first'],
  ['a package', () => write('node_modules/.package-lock.json', '{ }'), 'say first'],
])('they are made again when %s has changed', async (_, change, answer) => {
  const [before] = await make('say');
  change();
  const after = await make('say');
  expect(after[0]?.handlerFile).not.toBe(before?.handlerFile);
  expect(await answers(after)).toEqual([answer]);
});

test('they are made again for a function that was not there', async () => {
  await make('say');
  expect(await answers(await make('say', 'shout'))).toEqual(['say first', 'shout first']);
});

test('what was written while they were made is read again by the next start', async () => {
  const before = await make('say');
  const soon = Date.now() / 1_000 + 60;
  utimesSync(join(project, 'functions/word.ts'), soon, soon);
  const [during] = await make('say');
  expect(during?.handlerFile).not.toBe(before[0]?.handlerFile);
  expect((await make('say'))[0]?.handlerFile).not.toBe(during?.handlerFile);
});

test('bundles stay for a day after others took their place, however old they are', async () => {
  await make('say');
  const [directory = ''] = readdirSync(join(cache, 'functions')).map((name) => join(cache, 'functions', name));
  const [old = ''] = readdirSync(directory).filter((name) => name !== 'last.json');
  const yesterday = Date.now() / 1_000 - 90_000;
  utimesSync(join(directory, old), yesterday, yesterday);
  write('functions/word.ts', "export const word: string = 'second';");
  await make('say');
  expect(readdirSync(directory)).toContain(old);
  utimesSync(join(directory, old), yesterday, yesterday);
  write('functions/word.ts', "export const word: string = 'third';");
  expect(await answers(await make('say'))).toEqual(['say third']);
  expect(readdirSync(directory)).not.toContain(old);
});

test('a source that is none is refused with its place', async () => {
  write('functions/say.ts', 'export const handler = ;');
  await expect(make('say')).rejects.toThrow(/functions\/say\.ts:1:23: ERROR/);
});
