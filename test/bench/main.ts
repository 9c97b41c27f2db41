import { readdirSync } from 'node:fs';

// Runs one benchmark by name: npm run bench -- matcher [its options]. The result goes to stdout as JSON, remarks to stderr.
const suffix = '.bench.ts';
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));

const [name = '', ...args] = process.argv.slice(2);
if (names.includes(name)) {
  const { default: bench }: { default: (args: string[]) => Promise<object> } = await import(`./${name}${suffix}`);
  console.log(JSON.stringify(await bench(args), undefined, 2));
} else {
  console.error(`Usage: npm run bench -- NAME [options]\nBenchmarks: ${names.join(', ')}`);
  process.exitCode = 1;
}
