import { randomUUID } from 'node:crypto';
import type { Json } from '#runbooks/sdk/wire.ts';
import { ServiceError } from '../json-service.ts';
import { causeCharacters, errorCharacters, tooLarge } from './limits.ts';

/** A task that waits for somebody to send its result with its token. */
export interface Waiting {
  succeed(value: Json): void;
  fail(error: string, cause: string): void;
  beat(): void;
}

const prefix = 'AQ';
/** Opaque to all but us: which execution it belongs to is inside, so that an old one can be told from an invented one. */
export const newToken = (arn: string): string =>
  `${prefix}${Buffer.from(JSON.stringify([arn, randomUUID()])).toString('base64url')}`;

const isOurs = (token: unknown): boolean => {
  if (typeof token !== 'string' || !token.startsWith(prefix)) return false;
  try {
    return Array.isArray(JSON.parse(Buffer.from(token.slice(prefix.length), 'base64url').toString()));
  } catch {
    return false;
  }
};

/** Tasks that wait, by their token; and the three calls that reach them. */
export const taskTokens = () => {
  const waiting = new Map<string, Waiting>();
  const find = (token: string): Waiting => {
    const task = waiting.get(token);
    if (task) return task;
    if (!isOurs(token)) throw new ServiceError('InvalidToken', 'Invalid token.');
    throw new ServiceError('TaskTimedOut', 'Task Timed Out: the task is closed, or its time has passed.');
  };
  return {
    wait: (token: string, task: Waiting) => waiting.set(token, task),
    forget: (token: string) => waiting.delete(token),
    operations: {
      SendTaskSuccess({ taskToken, output }: { taskToken: string; output: string }) {
        const task = find(taskToken);
        let value: Json;
        try {
          value = JSON.parse(output);
        } catch {
          throw new ServiceError('InvalidOutput', 'Invalid JSON in output.');
        }
        if (tooLarge(output)) throw new ServiceError('InvalidOutput', 'The output is larger than 262144 bytes.');
        task.succeed(value);
        return {};
      },
      SendTaskFailure({ taskToken, error = '', cause = '' }: { taskToken: string; error?: string; cause?: string }) {
        find(taskToken).fail(error.slice(0, errorCharacters), cause.slice(0, causeCharacters));
        return {};
      },
      SendTaskHeartbeat({ taskToken }: { taskToken: string }) {
        find(taskToken).beat();
        return {};
      },
    },
  };
};
export type TaskTokens = ReturnType<typeof taskTokens>;
