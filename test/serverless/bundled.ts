import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './project.ts';
import { onlyFileOf } from './zip.ts';

/** The framework, as far as our plugin uses it. */
interface Framework {
  readonly serviceDir: string;
  readonly service: { readonly functions: { readonly [key: string]: { readonly handler: string; readonly name: string } } };
}

/** Bundles functions of a project by our plugin alone: the zips are in its .serverless/ then. */
export async function bundled(folder: string, names: readonly string[]): Promise<void> {
  const plugin: { default: new (framework: Framework) => { hooks: { [event: string]: () => Promise<void> } } } = await import(
    join(root, 'serverless/bundle.js')
  );
  const functions = Object.fromEntries(names.map((name) => [name, { handler: `functions/${name}.handler`, name: `liaison-dev-${name}` }]));
  const { hooks } = new plugin.default({ serviceDir: folder, service: { functions } });
  await hooks['before:package:createDeploymentArtifacts']?.();
}

/** What kind of value each zip's file exports as `handler`. */
export async function handlersOf(zips: readonly Buffer[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'liaison-bundle-'));
  const files = await Promise.all(zips.map((zip, index) => unpack(zip, join(folder, `${index}.js`))));
  const kinds = await evaluated('files.map((file) => typeof require(file).handler)', files, { AWS_REGION: 'eu-west-1' });
  await rm(folder, { recursive: true });
  return kinds as string[];
}

/** Writes a zip's file to a place from where nothing of this project can be seen. */
export async function unpack(zip: Buffer, file: string): Promise<string> {
  await writeFile(file, onlyFileOf(zip).content);
  return file;
}

/** What an expression on `files` gives in a process of its own, where this environment is all there is. */
export async function evaluated(expression: string, files: readonly string[], environment: Record<string, string>): Promise<unknown> {
  const script = `const files = ${JSON.stringify(files)}; Promise.resolve(${expression}).then((value) => console.log(JSON.stringify(value)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: tmpdir(), env: environment });
  return JSON.parse(stdout);
}
