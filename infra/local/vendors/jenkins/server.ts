import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { serve, type Vendor } from '../vendor.ts';
import { type Build, type Controller, controller, type Item } from './builds.ts';
import type { Job } from './jobs.ts';
import { prune } from './tree.ts';

export interface User {
  name: string;
  /** API token; needs no crumb. */
  token: string;
  password?: string;
  /** May look and not build. */
  readOnly?: boolean;
}

export interface JenkinsOptions {
  users: User[];
  jobs: Job[];
  /** Builds at the same time; 2 unless told, as in a new Jenkins. */
  executors?: number;
  /** Where queue, builds and logs are kept; in memory when absent. */
  folder?: string;
  port?: number;
}

export interface JenkinsStandIn extends Vendor, Pick<Controller, 'builds' | 'waiting' | 'idle' | 'reset'> {}

/**
 * A Jenkins as its remote access API shows it: authentication, crumbs, queue, builds, progressive console, `tree`.
 * Statuses and messages are those of Jenkins 2.4xx (its sources, ParametersDefinitionProperty and CrumbFilter foremost).
 */
export const jenkinsServer = async (options: JenkinsOptions): Promise<JenkinsStandIn> => {
  const control = controller(options.jobs, options.executors ?? 2, options.folder);
  const app = new Hono<{ Variables: { user: User } }>();
  const crumbs = new Map<string, string>();

  app.use(async (c, next) => {
    const [, given] = /^Basic (.+)$/.exec(c.req.header('authorization') ?? '') ?? [];
    if (given === undefined)
      return page(c, 403, 'Authentication required', { 'x-you-are-authenticated-as': 'anonymous' });
    const [name, ...rest] = Buffer.from(given, 'base64').toString().split(':');
    const user = options.users.find((each) => each.name === name);
    const secret = rest.join(':');
    if (!user || (secret !== user.token && secret !== user.password)) {
      return page(c, 401, `Invalid password/token for user: ${name}`);
    }
    if (c.req.method === 'POST' && secret !== user.token) {
      const session = /JSESSIONID=(\w+)/.exec(c.req.header('cookie') ?? '')?.[1] ?? '';
      const crumb = c.req.header('jenkins-crumb');
      if (!crumb || crumbs.get(session) !== crumb) return page(c, 403, 'No valid crumb was included in the request');
    }
    c.set('user', user);
    await next();
  });

  app.get('/crumbIssuer/api/json', (c) => {
    const session = randomBytes(16).toString('hex');
    const crumb = randomBytes(32).toString('hex');
    crumbs.set(session, crumb);
    c.header('set-cookie', `JSESSIONID=${session}; Path=/; HttpOnly`);
    return c.json({ _class: 'hudson.security.csrf.DefaultCrumbIssuer', crumb, crumbRequestField: 'Jenkins-Crumb' });
  });

  const origin = (c: Context) => new URL(c.req.url).origin;
  const api = (c: Context, document: object, shallow: object = document) => {
    const tree = c.req.query('tree');
    return c.json((tree ? prune(document, tree) : shallow) as object);
  };

  app.get('/queue/api/json', (c) => api(c, { items: control.waiting().map((item) => itemJson(origin(c), item)) }));
  app.get('/queue/item/:id/api/json', (c) => {
    const item = control.item(Number(c.req.param('id')));
    return item ? api(c, itemJson(origin(c), item)) : notFound(c);
  });
  app.post('/queue/cancelItem', (c) => (control.cancel(Number(c.req.query('id'))) ? c.body(null, 204) : notFound(c)));

  app.all('/job/*', async (c) => {
    const { job, rest } = found(control.jobs, c.req.url);
    if (!job) return notFound(c);
    if (rest === '/api/json') {
      const builds = control.builds(job.name);
      const deep = jobJson(origin(c), job, builds);
      return api(c, deep, { ...deep, builds: builds.map((build) => pick(buildJson(origin(c), build))) });
    }
    if (rest === '/build' || rest === '/buildWithParameters') {
      if (c.req.method !== 'POST') return page(c, 405, 'This URL requires POST');
      if (c.get('user').readOnly) return page(c, 403, `${c.get('user').name} is missing the Job/Build permission`);
      if (job.disabled) return page(c, 409, `${job.name} is not buildable`);
      if (rest === '/build' && job.parameters) return page(c, 400, 'Nothing is submitted');
      if (rest === '/buildWithParameters' && !job.parameters) return page(c, 500, 'This build is not parameterized!');
      const given = { ...c.req.query(), ...(await c.req.parseBody()) };
      const parameters: Record<string, string> = {};
      // What the job does not declare is left out without a word (SECURITY-170).
      for (const { name, choices, default: preset = choices?.[0] ?? '' } of job.parameters ?? []) {
        const value = String(given[name] ?? preset);
        if (choices && !choices.includes(value)) return page(c, 400, `Illegal choice for parameter ${name}: ${value}`);
        parameters[name] = value;
      }
      const { item, created } = control.schedule(job, parameters);
      return c.body(null, created ? 201 : 303, { location: `${origin(c)}/queue/item/${item.id}/` });
    }
    const [, number, inside] = /^\/(\d+)(\/.*)$/.exec(rest) ?? [];
    const build = control.builds(job.name).find((each) => each.number === Number(number));
    if (!build) return notFound(c);
    if (inside === '/api/json') return api(c, buildJson(origin(c), build));
    if (inside === '/consoleText') return c.text(build.log);
    if (inside === '/logText/progressiveText') return progressive(c, build, Number((await given(c, 'start')) ?? 0));
    return notFound(c);
  });

  const vendor = await serve(app.fetch, options.port);
  return {
    ...vendor,
    ...control,
    async close() {
      control.stop();
      await vendor.close();
    },
  };
};

const given = async (c: Context, name: string) => c.req.query(name) ?? (await c.req.parseBody())[name];

/** `/job/a/job/b/12/…` is job `a/b` and `/12/…`. */
const found = (jobs: ReadonlyMap<string, Job>, url: string) => {
  const [, path = '', rest = ''] = /^((?:\/job\/[^/]+)+)(.*)$/.exec(new URL(url).pathname) ?? [];
  const name = path.split('/job/').slice(1).map(decodeURIComponent).join('/');
  return { job: jobs.get(name), rest };
};

/** From the byte asked for; Jenkins starts over when there is no such byte. */
const progressive = (c: Context, { log, result }: Build, start: number) => {
  const bytes = Buffer.from(log);
  c.header('x-text-size', String(bytes.length));
  if (result === null) c.header('x-more-data', 'true');
  return c.text(bytes.subarray(start > bytes.length ? 0 : start).toString());
};

const pick = ({ _class, number, url }: ReturnType<typeof buildJson>) => ({ _class, number, url });

const urlOf = (origin: string, job: string) =>
  `${origin}${job
    .split('/')
    .map((part) => `/job/${encodeURIComponent(part)}`)
    .join('')}/`;

const parametersAction = (parameters: Record<string, string>) => ({
  _class: 'hudson.model.ParametersAction',
  parameters: Object.entries(parameters).map(([name, value]) => ({
    _class: 'hudson.model.StringParameterValue',
    name,
    value,
  })),
});

const itemJson = (origin: string, { id, job, parameters, since, why, cancelled, build }: Item) => ({
  _class: build === undefined && !cancelled ? 'hudson.model.Queue$WaitingItem' : 'hudson.model.Queue$LeftItem',
  actions: [parametersAction(parameters)],
  blocked: false,
  buildable: false,
  id,
  inQueueSince: since,
  stuck: false,
  task: { _class: 'hudson.model.FreeStyleProject', name: job.split('/').at(-1), url: urlOf(origin, job) },
  url: `queue/item/${id}/`,
  why,
  ...((build !== undefined || cancelled) && {
    cancelled,
    executable:
      build === undefined
        ? null
        : { _class: 'hudson.model.FreeStyleBuild', number: build, url: `${urlOf(origin, job)}${build}/` },
  }),
});

const buildJson = (origin: string, { number, queueId, job, parameters, result, timestamp, duration }: Build) => ({
  _class: 'hudson.model.FreeStyleBuild',
  actions: [parametersAction(parameters)],
  building: result === null,
  duration,
  fullDisplayName: `${job.replaceAll('/', ' » ')} #${number}`,
  id: String(number),
  number,
  queueId,
  result,
  timestamp,
  url: `${urlOf(origin, job)}${number}/`,
});

const jobJson = (origin: string, { name, parameters, disabled = false }: Job, builds: Build[]) => ({
  _class: 'hudson.model.FreeStyleProject',
  buildable: !disabled,
  builds: builds.map((build) => buildJson(origin, build)),
  fullName: name,
  lastBuild: builds[0] ? pick(buildJson(origin, builds[0])) : null,
  name: name.split('/').at(-1),
  nextBuildNumber: (builds[0]?.number ?? 0) + 1,
  property: parameters
    ? [
        {
          _class: 'hudson.model.ParametersDefinitionProperty',
          parameterDefinitions: parameters.map((each) => ({
            _class: `hudson.model.${each.choices ? 'Choice' : 'String'}ParameterDefinition`,
            defaultParameterValue: { name: each.name, value: each.default ?? each.choices?.[0] ?? '' },
            name: each.name,
            type: `${each.choices ? 'Choice' : 'String'}ParameterDefinition`,
            ...(each.choices && { choices: each.choices }),
          })),
        },
      ]
    : [],
  url: urlOf(origin, name),
});

const notFound = (c: Context) => page(c, 404, 'Not Found');

/** Jenkins' errors are pages for people. */
const page = (c: Context, status: 400 | 401 | 403 | 404 | 405 | 409 | 500, message: string, headers = {}) =>
  c.html(
    `<html><head><title>Error ${status}</title></head><body><h2>HTTP ERROR ${status} ${message}</h2></body></html>`,
    status,
    headers,
  );
