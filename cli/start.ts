import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Before anything else is loaded: from the second start on, what is loaded has been compiled.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/liaison', import.meta.url)));
const [{ run }, { ofThisProcess }] = await Promise.all([import('./run.ts'), import('./process.ts')]);

process.exitCode = await run(process.argv.slice(2), ofThisProcess());
