import { beforeEach, describe, expect, it } from 'vitest';
import { keeper } from '#functions/keeper/keeper.ts';
import { recorder } from '#functions/recorder/recorder.ts';
import { everyKill } from '#test/contract/fakes/crash.ts';
import { ask, aWorld, execution, helped, nothing } from '../recorder/world.ts';

const patience = { event: 60, start: 600 };
const output = JSON.stringify({ outcome: { kind: 'effective', step: 'recovered' } });

describe('the keeper', () => {
  let made: ReturnType<typeof aWorld>;
  beforeEach(() => {
    made = aWorld();
  });
  const round = () => keeper(made.world, patience)();

  it('closes an execution whose end nobody told', async () => {
    await made.running();
    made.machines.end('disk-1', { status: 'succeeded', output, endedAt: helped.endedAt });
    expect(await round()).toMatchObject({ closed: 1, failures: [] });
    expect(await made.history.execution('disk-1')).toMatchObject(helped);
    expect(await made.unfinished()).toEqual(nothing);
    expect(made.people.posts).toHaveLength(1);
  });

  it('leaves alone what runs, and what ended only just now', async () => {
    await made.running();
    await made.running(execution({ execution: 'young', target: 'node:n2', startedAt: '2026-11-20T11:59:30.000Z' }));
    made.machines.end('young', { status: 'succeeded', output });
    expect(await round()).toMatchObject({ closed: 0 });
    expect((await made.unfinished()).running).toEqual(['disk-1', 'young']);
  });

  it('closes one that was never started, once no redelivery can start it', async () => {
    const opened = execution({ startedAt: '2026-11-20T11:51:00.000Z' });
    await made.history.open(opened);
    await made.ledger.lock('node:n1', 'disk-1', 3600);
    expect(await round()).toMatchObject({ closed: 0 });
    made.clock.at = '2026-11-20T12:01:00.000Z';
    expect(await round()).toMatchObject({ closed: 1 });
    expect(await made.history.execution('disk-1')).toMatchObject({
      status: 'aborted',
      error: {
        name: 'NeverStartedError',
        cause: 'Its record was opened, and then it was never started. Nothing was done.',
      },
    });
    expect(await made.unfinished()).toEqual(nothing);
  });

  it('tells people whom the recorder could not reach', async () => {
    await made.running();
    made.people.down.add('jira');
    await expect(recorder(made.world)('disk-1', helped)).rejects.toThrow('jira.example');
    made.clock.at = '2026-11-20T12:02:00.000Z';
    expect(await round()).toMatchObject({ finished: 0, failures: [{ subject: 'disk-1' }] });
    made.people.down.clear();
    expect(await round()).toMatchObject({ finished: 1, failures: [] });
    expect([made.people.posts.length, made.people.issues.length]).toEqual([1, 1]);
    expect(await made.unfinished()).toEqual(nothing);
  });

  it('closes an ask that has expired', async () => {
    await made.running();
    await made.history.ask(ask({ expiresAt: '2026-11-20T12:00:00.000Z' }));
    expect(await round()).toMatchObject({ asks: 1 });
    expect((await made.unfinished()).asks).toEqual([]);
  });

  it('looks after many, page by page, and one that fails keeps none from their turn', async () => {
    for (let index = 0; index < 120; index += 1) {
      const name = `run-${String(index).padStart(3, '0')}`;
      await made.running(execution({ execution: name, target: `node:${index}`, notify: {} }));
      made.machines.end(name, { status: 'succeeded', output });
    }
    const { describe } = made.world;
    made.world.describe = async (runbook, name) => {
      if (name === 'run-000') throw new Error('throttled');
      return describe(runbook, name);
    };
    const { closed, failures } = await round();
    expect(failures).toMatchObject([{ subject: 'run-000', error: { message: 'throttled' } }]);
    expect(closed).toBe(119);
    expect((await made.unfinished()).running).toEqual(['run-000']);
  });

  it('finishes in its next round what it was killed at', async () => {
    const points = await everyKill(async (kill, point) => {
      made = aWorld();
      await made.running();
      await made.history.ask(ask());
      made.machines.end('disk-1', { status: 'succeeded', output, endedAt: helped.endedAt });
      await keeper(kill(made.world), patience)().catch(() => undefined);
      made.clock.at = '2026-11-20T12:05:00.000Z';
      await round();
      expect(await made.unfinished(), point).toEqual(nothing);
      expect(await made.history.execution('disk-1'), point).toMatchObject(helped);
      expect(made.people.issues, point).toHaveLength(1);
      expect([1, 2], point).toContain(made.people.posts.length);
    });
    expect(points).toBeGreaterThan(20);
  });
});
