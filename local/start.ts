import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Before anything else is loaded: from the second start on, what is loaded has been compiled.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/liaison', import.meta.url)));
const { main } = await import('./main.ts');

process.exitCode = await main(process.argv.slice(2));
