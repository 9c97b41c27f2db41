import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run synth`: what the CDK CLI makes of cdk.json, without an account or a network, in seconds and resources per stack.
const top = join(import.meta.dirname, '..');
const began = performance.now();
execFileSync(join(top, 'node_modules/.bin/cdk'), ['synth', '--quiet', '--no-lookups'], { cwd: top, stdio: 'inherit' });
const seconds = (performance.now() - began) / 1000;

interface Assembly {
  artifacts: Record<string, { type: string; properties?: { templateFile?: string } }>;
}
const read = (file: string) => JSON.parse(readFileSync(join(top, 'cdk.out', file), 'utf8'));
const stacks = Object.entries((read('manifest.json') as Assembly).artifacts)
  .filter(([, { type }]) => type === 'aws:cloudformation:stack')
  .map(([stack, { properties }]) => ({
    stack,
    resources: Object.keys(read(properties!.templateFile!).Resources).length,
  }));
console.table(Object.fromEntries(stacks.map(({ stack, resources }) => [stack, { resources }])));
console.log(`${stacks.length} stacks in ${seconds.toFixed(1)} s`);
