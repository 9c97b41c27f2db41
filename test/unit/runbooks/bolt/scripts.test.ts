import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScripts } from '#runbooks/bolt/scripts.ts';
import { aFolder, type Folder } from './scripts.ts';

let folder: Folder;
beforeEach(() => {
  folder = aFolder();
});
afterEach(() => folder.remove());

describe('the scripts of an agent', () => {
  it('are the files that say what they do', async () => {
    folder.script('disk-usage.sh', 'reads', 'df');
    folder.script('docker-prune', 'changes', 'docker image prune -f');
    expect([...(await readScripts([folder.scripts])).values()]).toEqual([
      { name: 'disk-usage', kind: 'reads', path: join(folder.scripts, 'disk-usage.sh') },
      { name: 'docker-prune', kind: 'changes', path: join(folder.scripts, 'docker-prune') },
    ]);
  });

  it('do not reach outside of their folder', async () => {
    symlinkSync('/bin/sh', join(folder.scripts, 'shell'));
    expect((await readScripts([folder.scripts])).size).toBe(0);
  });

  it('are refused with every fault at once', async () => {
    folder.script('silent.sh', '', 'true');
    folder.script('twin.sh', 'reads', 'true');
    folder.script('twin.py', 'reads', 'true');
    folder.script('Loud.sh', 'reads', 'true');
    folder.script('lame.sh', 'reads', 'true', 0o644);
    const faults = await readScripts([folder.scripts]).catch((error: Error) => error.message.split('\n').sort());
    expect(faults).toEqual([
      `${folder.scripts}/Loud.sh: a name holds small letters, digits and -`,
      `${folder.scripts}/lame.sh: make it executable (chmod +x)`,
      `${folder.scripts}/silent.sh: add a line "# bolt: reads" or "# bolt: changes"`,
      expect.stringMatching(/twin\.(sh|py): .*twin\.(sh|py) has the same name/),
    ]);
  });
});
