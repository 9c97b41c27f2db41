import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Args, Ended, Refusal, Running } from '../bolt/wire.ts';
import { RetryableError, TerminalError } from '../sdk/errors.ts';
import type { System, Wiring } from '../sdk/system.ts';
import type { Json } from '../sdk/wire.ts';
import { type Answer, type Call, json, refused, send } from './request.ts';

/** `url` may hold `{instance}`: `http://{instance}:4880`. */
const secret = z.object({ token: z.string().min(1), url: z.string().regex(/^https?:\/\/\S+$/) });
type Secret = z.infer<typeof secret>;

/** Runs the scripts that an instance's agent allows. What they answer is theirs to say: name the type, as in `measure<Usage>(…)`. */
export interface BoltClient {
  /** Runs a script that only reads. */
  measure<T extends Json = Json>(instance: string, script: string, args?: Args): Promise<T>;
  /**
   * Runs a script once: a repeat of the step gets the first answer again, so it may be retried without fear.
   * @throws TerminalError also when the script failed, when the agent does not know how it ended, and when another execution
   * has taken the target's lock since.
   */
  run<T extends Json = Json>(instance: string, script: string, args?: Args): Promise<T>;
}

/** The on-instance agent of runbooks/bolt. */
export const bolt: System<BoltClient, Secret, 'measure'> = {
  name: 'bolt',
  secret,
  permissions: [],
  reads: ['measure'],
  connect: (wiring) => {
    const { idempotencyKey, fence, target } = wiring;
    const seen = new Map<string, number>();
    /** The n-th equal run of a step is the n-th on its repeats too, and a run of its own. */
    const keyOf = (...what: Json[]): string => {
      const text = JSON.stringify([idempotencyKey, ...what]);
      const nth = seen.get(text) ?? 0;
      seen.set(text, nth + 1);
      return createHash('sha256').update(`${nth} ${text}`).digest('hex');
    };

    return {
      async measure<T>(instance: string, script: string, args: Args = {}) {
        const call = request(wiring, instance, `/v1/measure/${encodeURIComponent(script)}`, { args });
        return outcomeOf(call, instance, script, json<Ended>(call, accepted(call, await send(call)))) as T;
      },

      async run<T>(instance: string, script: string, args: Args = {}) {
        const call = request(wiring, instance, `/v1/run/${encodeURIComponent(script)}`, {
          args,
          key: keyOf(instance, script, args),
          ...(fence !== undefined && target !== undefined && { fence: { target, token: fence } }),
        });
        for (;;) {
          const ended = json<Ended | Running>(call, accepted(call, await send(call)));
          if (ended.state !== 'running') return outcomeOf(call, instance, script, ended) as T;
        }
      },
    };
  },
};

const request = ({ secret, signal }: Wiring<Secret>, instance: string, path: string, body: object): Call => {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})$/.test(instance)) {
    throw new TerminalError(
      `bolt: "${instance}" names no instance. It is a host name or an address: letters, digits, . and -`,
    );
  }
  return {
    system: 'bolt',
    method: 'POST',
    url: new URL(`${secret.url.replaceAll('{instance}', instance).replace(/\/+$/, '')}${path}`),
    headers: { authorization: `Bearer ${secret.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // A measure only reads, and a run is done once for its key.
    repeatable: true,
    signal,
    secrets: [secret.token],
    accept: [409],
    // An agent holds an answer back for 30 s at most; a measure's script may take as long.
    timeoutSeconds: 45,
    cures: {
      401: "Check the token in the secret of 'bolt' against the agent's token file.",
      403: 'Call it in a remediate step, with run.',
      404: "Put the script into the agent's folder of scripts and restart the agent.",
    },
  };
};

const accepted = (call: Call, answer: Answer): Answer => {
  if (answer.status !== 409) return answer;
  const { error } = json<Refusal>(call, answer);
  throw refused(call, { ...answer, text: `${error.code}: ${error.message}` });
};

const outcomeOf = (call: Call, instance: string, script: string, ended: Ended): Json => {
  if (ended.state === 'done') return ended.value;
  const said = ended.stderr.trim().split('\n').slice(-5).join('\n').slice(-1000);
  const message = `bolt: ${script} on ${instance} ${ended.reason}.${said ? ` It said: ${said}` : ''}`;
  const again = ended.later || (ended.timedOut && call.url.pathname.includes('/v1/measure/'));
  throw again ? new RetryableError(message) : new TerminalError(message);
};
