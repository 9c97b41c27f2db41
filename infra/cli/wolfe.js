#!/usr/bin/env node
// Starts the CLI on the Node that Wolfe is made for, whichever Node the user has: plain JavaScript, so that any Node from 18 on
// can read it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const inModules = (path) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url));

if (Number(process.versions.node.split('.')[0]) === 24) {
  // Halves the start: types are stripped and code is compiled once.
  module.enableCompileCache(inModules('.cache/wolfe'));
  await import('./main.ts');
} else {
  const node = inModules('node/bin/node');
  if (!existsSync(node)) {
    console.error('wolfe needs Node 24, which comes with its packages: run `npm ci` in the checkout first.');
    process.exit(2);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
