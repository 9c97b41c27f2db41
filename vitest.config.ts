import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], more: object = {}) => ({ test: { name, include, ...more } });

// One worker process a core; the suites with a whole world run one file at a time, so that they do not starve each other.
const world = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/unit/**/*.test.ts', 'runbooks/library/**/*.test.ts'], {
        exclude: ['**/*.fuzz.test.ts'],
        // No module of ours keeps state, so files may share what they import: half the time.
        isolate: false,
      }),
      project('fuzz', ['test/unit/**/*.fuzz.test.ts'], world),
      project('contract', ['test/contract/**/*.contract.ts'], world),
      // All of these read the same templates: they are synthesized once for them.
      project('golden', ['test/golden/**/*.test.ts'], { ...world, isolate: false }),
      project('e2e', ['test/e2e/**/*.e2e.test.ts'], world),
      project('browser', ['test/browser/**/*.browser.test.ts'], world),
    ],
  },
});
