import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from './checks/template.ts';
import { copyOfProject, serverless } from './project.ts';

/** What esbuild says of one bundle, as far as the tests ask. */
export interface Metafile {
  readonly outputs: {
    readonly [path: string]: { readonly bytes: number; readonly inputs: { readonly [path: string]: { readonly bytesInOutput: number } } };
  };
}

/** What `serverless package` leaves behind. */
export interface Packaged {
  /** The project it was packaged from, a copy. */
  readonly folder: string;
  readonly template: Template;
  /** By the function's deployed name. */
  readonly zips: ReadonlyMap<string, Buffer>;
  readonly metafiles: ReadonlyMap<string, Metafile>;
}

/** Packages the project with the region eu-west-1 and the stage dev. */
export async function packaged(): Promise<Packaged> {
  const folder = await copyOfProject();
  await serverless(folder, 'package', '--region', 'eu-west-1');
  const output = join(folder, '.serverless');
  const names = await readdir(output);
  const filesThat = async (ending: string) =>
    new Map(
      await Promise.all(
        names
          .filter((name) => name.endsWith(ending))
          .map(async (name): Promise<[string, Buffer]> => [name.slice(0, -ending.length), await readFile(join(output, name))]),
      ),
    );
  const metafiles = await filesThat('.meta.json');
  return {
    folder,
    template: JSON.parse(await readFile(join(output, 'cloudformation-template-update-stack.json'), 'utf8')),
    zips: await filesThat('.zip'),
    metafiles: new Map(Array.from(metafiles, ([name, content]) => [name, JSON.parse(content.toString())])),
  };
}
