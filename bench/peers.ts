import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What the local world is measured beside. Never dependencies of the project: they are installed into a folder of the bench's own. */
export const peers = {
  'serverless-offline': '14.8.2',
  'stepfunctions-local': '1.3.1',
  'aws-local-stepfunctions': '3.0.0',
} as const;

export type Peer = keyof typeof peers;

const folder = join(import.meta.dirname, '.peers');

/** Of each peer its folder, or the reason why it is not there. */
export type Installed = Readonly<Record<Peer, { readonly folder: string } | { readonly why: string }>>;

/** Installs the peers that are not there yet, each by itself, so that one that cannot be had does not keep the others away. */
export async function installPeers(): Promise<Installed> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  const entries: [string, { folder: string } | { why: string }][] = [];
  for (const [name, version] of Object.entries(peers)) entries.push([name, await install(name, version)]);
  return Object.fromEntries(entries) as unknown as Installed;
}

async function install(name: string, version: string): Promise<{ folder: string } | { why: string }> {
  const home = join(folder, name);
  const found = join(home, 'node_modules', name);
  if (versionIn(found) === version) return { folder: found };
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, dependencies: { [name]: version } }));
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', words, { cwd: home, timeout: 120_000 });
    return { folder: found };
  } catch (error) {
    return { why: `npm could not install ${name} ${version}: ${(error as Error).message.split('\n').slice(0, 2).join(' ')}` };
  }
}

function versionIn(found: string): string | undefined {
  const file = join(found, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
}
