import { constants } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';

/** A script that the agent may run, and whether it only reads. */
export interface Script {
  name: string;
  path: string;
  kind: 'reads' | 'changes';
}

/** Names each fault of the folders, one a line. */
export class ScriptsError extends Error {
  override name = 'ScriptsError';
}

const declaration = /^(?:#|\/\/) bolt: (reads|changes)$/;

/**
 * Finds what may be run: the executable files of the folders, each named for what it does (`disk-usage.sh` is `disk-usage`)
 * and declaring within its first ten lines `# bolt: reads` or `# bolt: changes`. Links and subfolders are left out, so
 * nothing outside of the folders can be named.
 * @throws ScriptsError for every file that breaks this, all at once.
 */
export const readScripts = async (folders: readonly string[]): Promise<Map<string, Script>> => {
  const scripts = new Map<string, Script>();
  const faults: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      const { name } = parse(entry.name);
      const kind = await kindOf(path);
      const twin = scripts.get(name);
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) faults.push(`${path}: a name holds small letters, digits and -`);
      else if (twin) faults.push(`${path}: ${twin.path} has the same name`);
      else if (kind === undefined) faults.push(`${path}: add a line "# bolt: reads" or "# bolt: changes"`);
      else if (!(await executable(path))) faults.push(`${path}: make it executable (chmod +x)`);
      else scripts.set(name, { name, path, kind });
    }
  }
  if (faults.length > 0) throw new ScriptsError(faults.join('\n'));
  return scripts;
};

const kindOf = async (path: string): Promise<Script['kind'] | undefined> => {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/, 10);
  return lines.map((line) => declaration.exec(line)?.[1] as Script['kind'] | undefined).find(Boolean);
};

const executable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
