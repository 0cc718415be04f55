import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from './bundling.js';
import { zip } from './zip.js';

/** Puts each function, with what it imports and nothing else, into a zip of its own. */
export default class Bundle {
  constructor(serverless) {
    const { service, serviceDir } = serverless;
    const bundleAll = () => Promise.all(Object.values(service.functions).map((definition) => bundle(serviceDir, definition)));
    this.hooks = {
      'before:package:createDeploymentArtifacts': bundleAll,
      'before:package:function:package': bundleAll,
    };
  }
}

/** Writes the zip, and what esbuild says of its contents, to .serverless/ and tells the framework where it is. */
async function bundle(root, definition) {
  const path = definition.handler.replace(/\.\w+$/, '');
  const { outputFiles, metafile } = await build({
    ...bundling,
    minify: true,
    // With the SDK, CommonJS starts faster than ES modules.
    format: 'cjs',
    logLevel: 'warning',
    absWorkingDir: root,
    entryPoints: [`${path}.ts`],
    outfile: `${path}.js`,
  });
  const folder = join(root, '.serverless');
  const artifact = join(folder, `${definition.name}.zip`);
  await mkdir(folder, { recursive: true });
  await writeFile(artifact, zip(`${path}.js`, outputFiles[0].contents));
  await writeFile(join(folder, `${definition.name}.meta.json`), JSON.stringify(metafile));
  definition.package = { ...definition.package, artifact };
}
