import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

const root = join(import.meta.dirname, '../..');

/** A bundle as it is shipped. */
export interface Bundle {
  /** The unpacked file, which can be required. */
  readonly file: string;
  /** Bytes, unpacked and zipped. */
  readonly size: number;
  readonly zipped: number;
  /** Packages of AWS clients that it carries, such as `client-sfn`. */
  readonly clients: readonly string[];
}

/** The framework, as far as our plugin uses it. */
interface Framework {
  readonly serviceDir: string;
  readonly service: { readonly functions: Readonly<Record<string, { readonly handler: string; readonly name: string }>> };
}

/** Where bundles are made: from a place below node_modules, what is written for the comparison finds the same packages. */
const workshop = join(root, 'node_modules/.cache/liaison/cold-start');

/** An empty folder for bundles, with the project's functions in it. */
export function openWorkshop(): string {
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(join(workshop, 'beside'), { recursive: true });
  symlinkSync(join(root, 'functions'), join(workshop, 'functions'), 'junction');
  return workshop;
}

/** Bundles the project's functions of these names as `serverless package` does: by the same plugin. */
export const bundleFunctions = (names: readonly string[]) => bundle('functions', names);

/** Bundles sources that are written for the comparison in the same way. */
export function bundleSources(sources: ReadonlyMap<string, string>): Promise<Map<string, Bundle>> {
  for (const [name, source] of sources) writeFileSync(join(workshop, 'beside', `${name}.ts`), source);
  return bundle('beside', [...sources.keys()]);
}

async function bundle(folder: string, names: readonly string[]): Promise<Map<string, Bundle>> {
  const plugin = (await import(join(root, 'serverless/bundle.js'))) as {
    default: new (framework: Framework) => { readonly hooks: Readonly<Record<string, () => Promise<unknown>>> };
  };
  const functions = Object.fromEntries(names.map((name) => [name, { handler: `${folder}/${name}.handler`, name: `${folder}-${name}` }]));
  await new plugin.default({ serviceDir: workshop, service: { functions } }).hooks['before:package:createDeploymentArtifacts']?.();
  return new Map(names.map((name) => [name, unpacked(`${folder}-${name}`)]));
}

/** The zip holds one file, right after its header (serverless/zip.js). */
function unpacked(name: string): Bundle {
  const zip = readFileSync(join(workshop, '.serverless', `${name}.zip`));
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  const content = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(18)));
  const file = join(workshop, `${name}.cjs`);
  writeFileSync(file, content);
  return { file, size: content.length, zipped: zip.length, clients: clientsIn(name) };
}

function clientsIn(name: string): string[] {
  const metafile = JSON.parse(readFileSync(join(workshop, '.serverless', `${name}.meta.json`), 'utf8')) as {
    readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>;
  };
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const carried = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/@aws-sdk\/(client-[\w-]+)/.exec(path)?.[1] ?? []) : [],
  );
  return [...new Set(carried)].sort();
}
