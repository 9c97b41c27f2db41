import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { CommandError } from './exit.ts';

/** Where a Wolfe answers, and what lets us in. */
export interface Endpoint {
  url: string;
  token: string;
}

/** What a local world leaves in its data folder while it is up. */
const written = z.object({ url: z.url(), token: z.string(), pid: z.number().int() });

/** How the caller says where: options, then the environment, then what lies in the folder. */
export interface Whereabouts {
  url?: string;
  token?: string;
  /** Data folder of a local world. */
  data?: string;
  env: Record<string, string | undefined>;
  cwd: string;
}

const isUp = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const cure = 'Run `npm start` for a local world, or set WOLFE_URL and WOLFE_TOKEN (or --url and --token).';

const local = (file: string): Endpoint => {
  const parsed = written.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CommandError(3, `${file} is not what a local world writes.`, cure);
  if (!isUp(parsed.data.pid)) throw new CommandError(3, `The local world that wrote ${file} is not up any more.`, cure);
  return parsed.data;
};

/** The nearest `.wolfe/endpoint.json`, from a folder upwards. */
const nearest = (folder: string): string | undefined => {
  const file = join(folder, '.wolfe', 'endpoint.json');
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearest(dirname(folder));
};

const checked = (url: string): string => {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new CommandError(
      2,
      `${JSON.stringify(url)} is not an http(s) address.`,
      'e.g. --url https://wolfe.example.com',
    );
  return url.replace(/\/+$/, '');
};

/**
 * Finds the Wolfe to talk to: what is said outright wins over what lies around.
 * @throws CommandError when there is none.
 */
export const endpoint = ({ url, token, data, env, cwd }: Whereabouts): Endpoint => {
  if (url) return { url: checked(url), token: token ?? env.WOLFE_TOKEN ?? '' };
  if (data) {
    const file = join(resolve(cwd, data), 'endpoint.json');
    if (!existsSync(file)) throw new CommandError(3, `There is no local world in ${data}.`, cure);
    return { ...local(file), ...(token && { token }) };
  }
  if (env.WOLFE_URL) return { url: checked(env.WOLFE_URL), token: token ?? env.WOLFE_TOKEN ?? '' };
  const file = nearest(cwd);
  if (!file) throw new CommandError(3, 'No Wolfe is known here.', cure);
  return { ...local(file), ...(token && { token }) };
};
