import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundling } from '../../serverless/bundling.js';
import type { FunctionConfiguration } from '../configuration.ts';

/** What was made last: where it is, and when each file it was made of was changed last, in milliseconds since 1970, by its path. */
interface Made {
  readonly folder: string;
  readonly ingredients: Readonly<Record<string, number>>;
}

/** Milliseconds that bundles are kept after others took their place: a world that runs goes on with those it began with. */
const keptFor = 86_400_000;

/**
 * The functions as bundles, made as those that are deployed, but for what they share being shared: so one loads in half the time that its
 * sources take. They are kept in the directory `cache`, and made again when something they were made of has changed.
 * Rejects with esbuild's errors, every one with its place.
 */
export async function bundled(
  functions: readonly FunctionConfiguration[],
  root: string,
  cache: string,
): Promise<readonly FunctionConfiguration[]> {
  // Copies of the project may share their packages, and with these the cache.
  const directory = join(cache, 'functions', createHash('sha256').update(root).digest('hex').slice(0, 16));
  const within = (folder: string) => functions.map((definition) => ({ ...definition, handlerFile: join(folder, `${definition.key}.mjs`) }));
  const last = lastMade(directory);
  const isFresh = last && isAsItWas(last, root) && within(last.folder).every(({ handlerFile }) => existsSync(handlerFile));
  return within(isFresh ? last.folder : await bundle(functions, root, directory));
}

const lastIn = (directory: string) => join(directory, 'last.json');

const lastMade = (directory: string): Made | undefined =>
  existsSync(lastIn(directory)) ? JSON.parse(readFileSync(lastIn(directory), 'utf8')) : undefined;

const isAsItWas = ({ ingredients }: Made, root: string) =>
  Object.entries(ingredients).every(([path, changedAt]) => changedAtOf(join(root, path)) === changedAt);

const changedAtOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** Makes them in a folder of their own, and gives that. */
async function bundle(functions: readonly FunctionConfiguration[], root: string, directory: string): Promise<string> {
  const began = Date.now();
  const folder = join(directory, randomUUID());
  const { outputFiles, metafile } = await build(functions, root, folder);
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(join(folder, basename(path)), contents);
  const ingredients = ingredientsOf(Object.keys(metafile.inputs), root);
  // What was changed meanwhile may have been read before: such bundles are used, and made again by the next start.
  if (Object.values(ingredients).every((changedAt) => changedAt < began)) {
    // From now on it is one of those whose place was taken.
    const previous = lastMade(directory)?.folder;
    if (previous && existsSync(previous)) utimesSync(previous, began / 1_000, began / 1_000);
    const draft = `${folder}.json`;
    writeFileSync(draft, JSON.stringify({ folder, ingredients } satisfies Made));
    renameSync(draft, lastIn(directory));
  }
  removeOld(directory, began - keptFor);
  return folder;
}

async function build(functions: readonly FunctionConfiguration[], root: string, outdir: string) {
  const esbuild = await import('esbuild');
  return esbuild.build({
    ...bundling,
    logLevel: 'silent',
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functions.map(({ key, handlerFile }) => [key, handlerFile])),
    outdir,
    // Only ES modules can share: it takes a third of the time to make them, and what one has compiled the next need not compile.
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
}

/** How they are made, and which packages are there: npm gives the files of all packages the same date. */
const makers = ['serverless/bundling.js', 'serverless/trims.js', 'node_modules/.package-lock.json'];

function ingredientsOf(inputs: readonly string[], root: string): Made['ingredients'] {
  // Some inputs are no files: our plugins write them.
  const dated = [...inputs, ...makers].map((path): [string, number | undefined] => [path, changedAtOf(join(root, path))]);
  return Object.fromEntries(dated.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function removeOld(directory: string, before: number): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (path !== lastIn(directory) && (changedAtOf(path) ?? Infinity) < before) rmSync(path, { recursive: true, force: true });
  }
}
