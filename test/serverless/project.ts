import { execFile } from 'node:child_process';
import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of serverless.yml. */
export const root = join(import.meta.dirname, '../..');

/** A copy of all that is deployed, so that packaging leaves the folder alone where somebody works. */
export async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'liaison-package-'));
  const parts = ['serverless.yml', 'package.json', 'serverless', 'functions', 'src', 'statemachines'];
  await Promise.all(parts.map((part) => cp(join(root, part), join(folder, part), { recursive: true })));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** What the framework prints when it is called in `folder`, without credentials and without a network. */
export async function serverless(folder: string, ...words: string[]): Promise<string> {
  const cli = join(root, 'node_modules/serverless/bin/serverless.js');
  const nowhere = 'http://127.0.0.1:9';
  // The framework compiles its own schema once, which takes seconds, and keeps the result.
  const cache = join(root, 'node_modules/.cache');
  const environment = {
    PATH: process.env.PATH,
    HOME: tmpdir(),
    SLS_SCHEMA_CACHE_BASE_DIR: cache,
    NODE_COMPILE_CACHE: join(cache, 'serverless'),
    HTTPS_PROXY: nowhere,
    HTTP_PROXY: nowhere,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words], { cwd: folder, env: environment, maxBuffer: 2 ** 24 });
  return stdout;
}
