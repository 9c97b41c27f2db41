import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test, with a folder of scripts in it. */
export const aFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'bolt-'));
  const scripts = join(path, 'scripts');
  mkdirSync(scripts);
  return {
    path,
    scripts,
    state: join(path, 'state'),
    at: (name: string) => join(path, name),
    script(file: string, declares: 'reads' | 'changes' | '', body: string, mode = 0o755) {
      const header = declares ? `# bolt: ${declares}\n` : '';
      writeFileSync(join(scripts, file), `#!/bin/sh\n${header}${body}\n`);
      chmodSync(join(scripts, file), mode);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
};
export type Folder = ReturnType<typeof aFolder>;
