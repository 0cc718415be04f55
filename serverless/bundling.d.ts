import type { BuildOptions } from 'esbuild';

export const bundling: BuildOptions & { readonly metafile: true; readonly write: false };
