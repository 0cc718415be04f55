import { enableCompileCache } from 'node:module';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';

// What the reader has set up for AWS is for AWS: credentials above all, and settings that no local endpoint goes with, such as FIPS.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
Object.assign(process.env, { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull });

// Before anything else is loaded: from the second start on, what is loaded has been compiled.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/liaison', import.meta.url)));
const { main } = await import('./main.ts');

process.exitCode = await main(process.argv.slice(2));
