/** What a call meets in a process that was killed. */
export class KilledError extends Error {
  override name = 'KilledError';
}

// biome-ignore lint/suspicious/noExplicitAny: it stands between a pipe and any world.
type Verb = (...args: any[]) => unknown;

/**
 * A world whose process is killed at its nth call: just before the call has its effect, or just after it, when the answer is
 * lost. Every later call meets a dead process, too, so that nothing cleans up.
 * @returns the world, and whether it came to its end.
 */
export const killedAt = <World extends object>(world: World, nth: number, when: 'before' | 'after') => {
  let calls = 0;
  let killed = false;
  const guard =
    (verb: Verb): Verb =>
    async (...args) => {
      calls += 1;
      if (killed || (calls === nth && when === 'before')) {
        killed = true;
        throw new KilledError('killed');
      }
      const answer = await verb(...args);
      if (calls === nth || killed) {
        killed = true;
        throw new KilledError('killed');
      }
      return answer;
    };
  const wrap = (value: object): object =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        // The clock is no call to anywhere.
        if (typeof member === 'function') return [name, name === 'now' || name === 'link' ? member : guard(member)];
        return [name, typeof member === 'object' && member !== null ? wrap(member) : member];
      }),
    );
  return { world: wrap(world) as World, wasKilled: () => killed };
};

/**
 * Every point at which a process can be killed: runs `story` for each until one comes to its end unharmed.
 * @returns how many points there were.
 */
export const everyKill = async (
  story: (kill: <World extends object>(world: World) => World, point: string) => Promise<void>,
): Promise<number> => {
  let points = 0;
  for (const when of ['before', 'after'] as const) {
    for (let nth = 1; ; nth += 1) {
      let wasKilled = () => false;
      await story((world) => {
        const dying = killedAt(world, nth, when);
        wasKilled = dying.wasKilled;
        return dying.world;
      }, `${when} call ${nth}`);
      if (!wasKilled()) break;
      points += 1;
    }
  }
  return points;
};
