import { createHash } from 'node:crypto';
import * as z from 'zod';
import { TerminalError } from '../sdk/errors.ts';
import type { System, Wiring } from '../sdk/system.ts';
import { type Answer, basic, type Call, json, refused, send } from './request.ts';

/** Where Jenkins is and who asks. An API token is better than a password: it can be revoked alone and needs no crumb. */
const secret = z.object({ url: z.url(), user: z.string().min(1), token: z.string().min(1) });
type Secret = z.infer<typeof secret>;

export type Parameters = Record<string, string | number | boolean>;

/** Names a job as people do, folders included: `DockerPruneNode`, `infra/nodes/prune`. */
export interface JenkinsClient {
  /**
   * Queues one build. Jenkins takes no idempotency key, so a repeat would be a second build; a job that declares the string
   * parameter `WOLFE_KEY` gets a key there, by which a repeat finds the first build. Without it a start with an unknown
   * outcome is terminal.
   * @throws TerminalError also for parameters that the job does not declare, which Jenkins would drop without a word.
   */
  start(job: string, parameters: Parameters): Promise<{ queueId: number }>;
  /** What became of a queue item: `build` once it runs, `why` while it waits. Jenkins forgets items 5 minutes after they left. */
  queued(queueId: number): Promise<{ build?: number; cancelled?: boolean; why?: string }>;
  /** `result` is absent while it runs, then SUCCESS, UNSTABLE, FAILURE, NOT_BUILT or ABORTED. */
  build(job: string, number: number): Promise<{ building: boolean; result?: string; url: string; durationMs?: number }>;
  /** The end of the log, 64 KB of it. */
  console(job: string, number: number): Promise<{ text: string; truncated: boolean }>;
  job(name: string): Promise<{ buildable: boolean; parameters: string[]; lastBuild?: number; url: string }>;
}

const keyParameter = 'WOLFE_KEY';
const logBytes = 65_536;

/** Jenkins by its remote access API: start a job, follow it to its end. */
export const jenkins: System<JenkinsClient, Secret, 'queued' | 'build' | 'console' | 'job'> = {
  name: 'jenkins',
  secret,
  permissions: [],
  reads: ['queued', 'build', 'console', 'job'],
  connect: (wiring) => {
    const get = async <T>(path: string, cures?: Call['cures']): Promise<T> => {
      const call = request(wiring, 'GET', path, { cures: { ...refusals, ...cures } });
      return json(call, await send(call));
    };
    const declared = async (job: string, tree: string) => {
      const found = await get<JobJson>(`${pathOf(job)}/api/json?tree=${encodeURIComponent(tree)}`, noJob(job));
      const names = found.property.flatMap(({ parameterDefinitions = [] }) =>
        parameterDefinitions.map(({ name }) => name),
      );
      return { ...found, names };
    };

    return {
      async start(job, parameters) {
        const { names, builds } = await declared(job, `${definitions},builds[queueId,${values}]{0,100}`);
        const unknown = Object.keys(parameters).filter((name) => !names.includes(name));
        if (unknown.length > 0) {
          throw new TerminalError(
            `jenkins: job ${job} declares no parameter ${unknown.join(', ')} (it has: ${names.join(', ') || 'none'}). ` +
              'Correct the names in the rule or declare them in the job; Jenkins would drop them silently.',
          );
        }
        const given = new Map(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
        const repeatable = names.includes(keyParameter);
        if (repeatable) {
          const key = keyOf(wiring.idempotencyKey, job, parameters);
          given.set(keyParameter, key);
          const { items } = await get<{ items: ItemJson[] }>(
            `/queue/api/json?tree=${encodeURIComponent(`items[id,${values}]`)}`,
          );
          const first =
            builds?.find((build) => holds(build, key))?.queueId ?? items.find((item) => holds(item, key))?.id;
          if (first !== undefined) return { queueId: first };
        }
        const verb = names.length > 0 ? 'buildWithParameters' : 'build';
        // 303 names the queue item that already holds the same parameters.
        const call = request(wiring, 'POST', `${pathOf(job)}/${verb}`, {
          body: new URLSearchParams([...given]).toString(),
          repeatable,
          accept: [303],
          cures: { ...refusals, ...noJob(job), 409: `Enable job ${job} in Jenkins.` },
        });
        return { queueId: queueIdOf(call, await sendWithCrumb(wiring, call)) };
      },

      async queued(queueId) {
        const item = await get<ItemJson>(`/queue/item/${whole(queueId)}/api/json`, {
          404: 'Jenkins forgets a queue item some minutes after it left the queue; look at the builds of the job.',
        });
        return {
          ...(item.executable && { build: item.executable.number }),
          ...(item.cancelled && { cancelled: true }),
          ...(item.why && { why: item.why }),
        };
      },

      async build(job, number) {
        const tree = 'building,result,url,duration';
        const found = await get<BuildJson>(`${pathOf(job)}/${whole(number)}/api/json?tree=${tree}`, noJob(job));
        return {
          building: found.building,
          url: found.url,
          ...(found.result && { result: found.result }),
          ...(!found.building && { durationMs: found.duration }),
        };
      },

      async console(job, number) {
        const text = (start: number) =>
          send(
            request(wiring, 'GET', `${pathOf(job)}/${whole(number)}/logText/progressiveText?start=${start}`, {
              cures: { ...refusals, ...noJob(job) },
              limitBytes: logBytes,
            }),
          );
        const first = await text(0);
        if (first.whole) return { text: first.text, truncated: false };
        return { text: (await text(Number(first.headers.get('x-text-size')) - logBytes)).text, truncated: true };
      },

      async job(name) {
        const found = await declared(name, `buildable,url,lastBuild[number],${definitions}`);
        return {
          buildable: found.buildable,
          parameters: found.names,
          url: found.url,
          ...(found.lastBuild && { lastBuild: found.lastBuild.number }),
        };
      },
    };
  },
};

const definitions = 'property[parameterDefinitions[name]]';
const values = 'actions[parameters[name,value]]';

interface Parametered {
  actions: { parameters?: { name: string; value: unknown }[] }[];
}
interface JobJson {
  buildable: boolean;
  url: string;
  property: { parameterDefinitions?: { name: string }[] }[];
  lastBuild?: { number: number } | null;
  builds?: (Parametered & { queueId: number })[];
}
interface ItemJson extends Parametered {
  id: number;
  why?: string | null;
  cancelled?: boolean;
  executable?: { number: number } | null;
}
interface BuildJson {
  building: boolean;
  result: string | null;
  url: string;
  duration: number;
}

const refusals = {
  401: "Check user and token in the secret of 'jenkins'.",
  403: "Check the token in the secret of 'jenkins' and that its user may read and build the job.",
};
const noJob = (job: string) => ({ 404: `Check that ${job} exists and that the user of the secret may see it.` });

/** `/job/a/job/b`; each part is escaped, and the two that a URL would swallow are refused. */
const pathOf = (job: string): string => {
  const parts = job.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new TerminalError(`jenkins: "${job}" names no job. Write it as folder/job.`);
  }
  return parts.map((part) => `/job/${encodeURIComponent(part)}`).join('');
};

const whole = (number: number): number => {
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new TerminalError(`jenkins: "${number}" is no build or queue item. It is a number that start or queued gave.`);
};

const request = (
  { secret, signal }: Wiring<Secret>,
  method: Call['method'],
  path: string,
  more: Partial<Call> = {},
): Call => ({
  system: 'jenkins',
  method,
  url: new URL(`${secret.url.replace(/\/+$/, '')}${path}`),
  headers: {
    authorization: basic(secret.user, secret.token),
    ...(more.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
  },
  repeatable: method === 'GET',
  signal,
  secrets: [secret.token, basic(secret.user, secret.token)],
  ...more,
});

/** A password needs a crumb, an API token none: so it is fetched when Jenkins asks for it, which it does before doing anything. */
const sendWithCrumb = async (wiring: Wiring<Secret>, call: Call): Promise<Answer> => {
  const answer = await send({ ...call, accept: [...(call.accept ?? []), 403] });
  if (answer.status !== 403) return answer;
  if (!answer.text.includes('No valid crumb')) throw refused(call, answer);
  const ask = request(wiring, 'GET', '/crumbIssuer/api/json', { cures: refusals });
  const issued = await send(ask);
  const { crumb, crumbRequestField } = json<{ crumb: string; crumbRequestField: string }>(ask, issued);
  // A crumb holds only within the session that it was issued in.
  const cookie = issued.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return send({ ...call, headers: { ...call.headers, [crumbRequestField]: crumb, cookie } });
};

const queueIdOf = (call: Call, { headers, status }: Answer): number => {
  const id = /\/queue\/item\/(\d+)/.exec(headers.get('location') ?? '')?.[1];
  if (id !== undefined) return Number(id);
  throw new TerminalError(
    `jenkins: ${call.method} ${call.url.pathname} answered ${status} without a queue item. Look at the job's builds before starting it again.`,
  );
};

/** One key for each distinct start of a step, so that a step may start several jobs. */
const keyOf = (idempotencyKey: string, job: string, parameters: Parameters): string =>
  createHash('sha256')
    .update(JSON.stringify([idempotencyKey, job, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]))
    .digest('hex')
    .slice(0, 32);

const holds = ({ actions }: Parametered, key: string): boolean =>
  actions.some(({ parameters = [] }) => parameters.some(({ name, value }) => name === keyParameter && value === key));
