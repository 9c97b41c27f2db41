import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ended } from '#test/unit/functions/studio/world.ts';
import { aServedWorld, type ServedWorld, spawnWolfe } from './run-wolfe.ts';

// A busy machine takes its time to start a process.
vi.setConfig({ testTimeout: 60_000 });

describe('wolfe as a process', () => {
  let served: ServedWorld;
  const wolfe = (args: string[], input?: string) =>
    spawnWolfe(args, { env: { WOLFE_URL: served.url, WOLFE_TOKEN: 'ada-token' }, cwd: served.cwd, input });
  beforeAll(async () => {
    served = await aServedWorld();
  });
  afterAll(() => served.close());

  it('answers on stdout and ends with 0', async () => {
    const { code, out, err } = await wolfe(['executions', 'list', '--json', '--status', 'succeeded']);
    expect({ code, err, items: JSON.parse(out) }).toEqual({ code: 0, err: '', items: ended });
  });

  it('reads its standard input', async () => {
    const { code, out } = await wolfe(
      ['alerts', 'read', '-', '--source', 'plain'],
      '{"name": "DiskFull", "status": "firing"}',
    );
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ name: 'DiskFull' })]);
  });

  it.each([
    [1, ['executions', 'tail', 'nope']],
    [2, ['executions', 'list', '--galaxy']],
    [3, ['whoami', '--url', 'http://127.0.0.1:1']],
  ])('ends with %i, complaining on stderr only', async (code, args) => {
    const ran = await wolfe(args);
    expect([ran.code, ran.out, ran.err.trim() === '']).toEqual([code, '', false]);
  });
});
