import { transformSync } from 'esbuild';

/** Jest transform: strips the types, as Node does when it runs the sources; of the console's page, also what is written as markup. */
export default {
  process: (source, filename) => {
    const { code, map } = transformSync(source, {
      loader: filename.endsWith('x') ? 'tsx' : 'ts',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      format: 'esm',
      target: 'node24',
      sourcemap: true,
      sourcefile: filename,
    });
    return { code, map };
  },
};
