import { transformSync } from 'esbuild';

/** Jest transform: strips the types, as Node does when it runs the sources. */
export default {
  process: (source, filename) => {
    const { code, map } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node24', sourcemap: true, sourcefile: filename });
    return { code, map };
  },
};
