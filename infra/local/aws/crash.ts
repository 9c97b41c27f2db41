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

/** The function that a request comes from: every worker's SDK names it in its user agent, where libraries may add words of their own. */
export const callerOf = (agent = ''): string | undefined => /\bapp\/wolfe_([a-z-]+)_/.exec(agent)?.[1];

/** What the SDK of a worker is told to say of itself. */
export const applicationOf = (name: string): string => `wolfe_${name}_`;

/** Counts a function's AWS calls as the stand-ins see them, and kills the process at the crash point; product code knows nothing of it. */
export const crashes = (first?: CrashPoint) => {
  let point = first;
  let calls = 0;
  const die = () => process.kill(process.pid, 'SIGKILL');
  return {
    /** Counts anew, towards another point. */
    arm(next: CrashPoint): void {
      point = next;
      calls = 0;
    },
    watch(server: Server): void {
      server.prependListener('request', (request, response) => {
        if (!point || callerOf(request.headers['user-agent']) !== point.function || ++calls !== point.call) return;
        if (point.moment === 'arrived') die();
        else response.once('finish', die);
      });
    },
  };
};
export type Crashes = ReturnType<typeof crashes>;
