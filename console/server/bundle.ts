import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the page runs and how it looks. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
  /** Bytes of the script as gzip makes it. */
  readonly scriptGzipped: number;
}

/** Bytes that the script is to be at most, as gzip makes it. */
export const mostGzipped = 40 * 1_000;

/** Builds the page of that folder in memory: its main.tsx with everything it imports, and its app.css. Throws esbuild's errors. */
export async function bundle(folder: string): Promise<Bundle> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: ['main.tsx', 'app.css'].map((name) => join(folder, name)).filter(existsSync),
    outdir: folder,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text;
  const script = textOf('main.js') ?? '';
  return { script, style: textOf('app.css') ?? textOf('main.css') ?? '', scriptGzipped: gzipSync(script).length };
}
