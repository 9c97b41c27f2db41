import type { Server } from 'node:http';

/** A moment at which a test kills the world: when a function's n-th call of AWS arrives, or has been answered. */
export interface CrashPoint {
  function: string;
  call: number;
  moment: 'arrived' | 'answered';
}

/** Reads `matcher:3:arrived`. @throws RangeError */
export const readCrashPoint = (text: string): CrashPoint => {
  const [, name, call, moment] = /^([a-z-]+):(\d+):(arrived|answered)$/.exec(text) ?? [];
  if (!name) throw new RangeError(`no crash point: ${text}; write FUNCTION:CALL:arrived or FUNCTION:CALL:answered`);
  return { function: name, call: Number(call), moment: moment as CrashPoint['moment'] };
};

/** The function that a request comes from: every worker's SDK names it in its user agent. */
const callerOf = (agent = ''): string | undefined => /\bapp\/wolfe-([a-z-]+)/.exec(agent)?.[1];

/** What the SDK of a worker is told to say of itself. */
export const applicationOf = (name: string): string => `wolfe-${name}`;

/** Watches the stand-ins' servers for a crash point; product code knows nothing of it. Without one it watches nothing. */
export const crashAt = (point: CrashPoint | undefined) => {
  let calls = 0;
  const die = () => process.kill(process.pid, 'SIGKILL');
  return (server: Server): void => {
    if (!point) return;
    server.prependListener('request', (request, response) => {
      if (callerOf(request.headers['user-agent']) !== point.function || ++calls !== point.call) return;
      if (point.moment === 'arrived') die();
      else response.once('finish', die);
    });
  };
};
