import { setTimeout } from 'node:timers/promises';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type * as z from 'zod';
import { fingerprint, type Records } from './records.ts';
import type { Script } from './scripts.ts';
import { type Args, type Ended, measureRequest, type Refusal, type RunRequest, runRequest } from './wire.ts';

/** What the agent needs from its machine. */
export interface AgentWorld {
  token: string;
  scripts: ReadonlyMap<string, Script>;
  records: Records;
  /** Scripts at the same time. */
  concurrency: number;
  run(script: Script, args: Args, timeoutSeconds: number): Promise<Ended>;
  /** The agent is ending: how scripts end from here on is not an outcome. */
  stopping: AbortSignal;
}

/** The agent's HTTP side: what may be run, once or any number of times, and what is refused. */
export const agent = (world: AgentWorld) => {
  const running = new Map<string, Promise<Ended>>();
  let busy = 0;

  /** Runs a script in one of the free places. */
  const inPlace = async (script: Script, args: Args, timeoutSeconds: number): Promise<Ended> => {
    busy += 1;
    try {
      return await world.run(script, args, timeoutSeconds);
    } finally {
      busy -= 1;
    }
  };
  const checkPlace = () => {
    if (busy >= world.concurrency) throw refusal(429, 'busy', `${busy} scripts are running, as many as may.`);
  };

  const runOnce = (script: Script, { key, fence, ...request }: RunRequest): Promise<Ended> | Ended => {
    const print = fingerprint(script.name, { key, ...request });
    const known = world.records.find(key, print);
    if (known === 'other') {
      throw refusal(
        409,
        'key reused',
        `The key ${key} was given with another script or other arguments. Make a new one.`,
      );
    }
    if (known !== 'new' && known !== 'begun') return known;
    const attached = running.get(key);
    if (attached) return attached;
    if (known === 'begun') {
      throw refusal(
        409,
        'unknown outcome',
        `${script.name} was begun for this key and the agent ended before it did. Look at the instance, then use a new key.`,
      );
    }
    if (fence) {
      const seen = world.records.raise(fence.target, fence.token);
      if (seen > fence.token) {
        throw refusal(
          409,
          'fenced',
          `Lock ${seen} of ${fence.target} has been here; lock ${fence.token} is no longer valid.`,
        );
      }
    }
    checkPlace();
    world.records.begin(key, print);
    const ended = inPlace(script, request.args, request.timeoutSeconds)
      .then((outcome) => {
        if (outcome.state === 'failed' && outcome.later) world.records.forget(key);
        else if (!world.stopping.aborted) world.records.end(key, outcome);
        return outcome;
      })
      .finally(() => running.delete(key));
    running.set(key, ended);
    return ended;
  };

  const scriptNamed = (name: string): Script => {
    const script = world.scripts.get(name);
    if (script) return script;
    throw refusal(
      404,
      'no such script',
      `There is no script ${name}. There are: ${[...world.scripts.keys()].join(', ')}.`,
    );
  };

  return new Hono()
    .use(bearerAuth({ token: world.token }))
    .use(bodyLimit({ maxSize: 65_536 }))
    .get('/v1/scripts', (c) => c.json([...world.scripts.values()].map(({ name, kind }) => ({ name, kind }))))
    .post('/v1/measure/:script', async (c) => {
      const script = scriptNamed(c.req.param('script'));
      if (script.kind === 'changes') {
        throw refusal(
          403,
          'script changes things',
          `${script.name} is not for measuring: it declares that it changes things.`,
        );
      }
      const { args, timeoutSeconds } = read(measureRequest, await c.req.text());
      checkPlace();
      return c.json(await inPlace(script, args, timeoutSeconds));
    })
    .post('/v1/run/:script', async (c) => {
      const script = scriptNamed(c.req.param('script'));
      const request = read(runRequest, await c.req.text());
      const ended = await within(request.waitSeconds, runOnce(script, request));
      return ended ? c.json(ended) : c.json({ state: 'running' }, 202);
    })
    .onError((error, c) => {
      if (error instanceof HTTPException) return error.getResponse();
      console.error(error);
      return c.text('The agent failed; its log says how.', 500);
    });
};

const within = async (seconds: number, ended: Promise<Ended> | Ended): Promise<Ended | undefined> => {
  const over = new AbortController();
  try {
    return await Promise.race([ended, setTimeout(seconds * 1000, undefined, { signal: over.signal })]);
  } finally {
    over.abort();
  }
};

const read = <T>(shape: z.ZodType<T>, body: string): T => {
  let value: unknown;
  try {
    value = JSON.parse(body || '{}');
  } catch {
    throw refusal(400, 'bad request', 'The body is no JSON.');
  }
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => {
    // What is wrong with a key of a record is told inside.
    const message =
      issue.code === 'invalid_key' ? issue.issues.map((inner) => inner.message).join(', ') : issue.message;
    return `${issue.path.join('.') || 'body'}: ${message}`;
  });
  throw refusal(400, 'bad request', faults.join('; '));
};

const refusal = (status: 400 | 403 | 404 | 409 | 429, code: Refusal['error']['code'], message: string) =>
  new HTTPException(status, {
    message,
    res: Response.json({ error: { code, message } } satisfies Refusal, {
      status,
      headers: status === 429 ? { 'retry-after': '1' } : {},
    }),
  });
