import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alert, aWorld, type Fault, release, rule } from './world.ts';

interface Scene {
  name: string;
  alerts: object[];
  world: Parameters<typeof aWorld>[0];
  /** Something that happened before. */
  before?: (world: Awaited<ReturnType<typeof aWorld>>) => Promise<unknown>;
  starts: number;
}

const large = { text: 'x'.repeat(40_000) };
const scenes: Scene[] = [
  { name: 'one rule', alerts: [alert()], world: {}, starts: 1 },
  { name: 'a run that ends at once', alerts: [alert()], world: { endsAtOnce: true }, starts: 1 },
  {
    name: 'two rules on two targets and a large alert',
    alerts: [alert({ annotations: large })],
    world: {
      rules: [rule(), rule({ rule: 'second', run: 'clear-more', mode: 'approve' })],
      releases: [release(), release({ runbook: 'clear-more', target: 'disk:{node}' })],
    },
    starts: 2,
  },
  {
    name: 'two rules of which only one may act',
    alerts: [alert()],
    world: { rules: [rule(), rule({ rule: 'second', priority: 1 })] },
    starts: 1,
  },
  {
    name: 'a batch of two on two targets',
    alerts: [alert(), alert({ fingerprint: 'f2', labels: { node: 'n2' } })],
    world: {},
    starts: 2,
  },
  {
    name: 'a locked target',
    alerts: [alert()],
    world: {},
    before: ({ ledger }) => ledger.lock('ec2:n1', 'other', 10_000),
    starts: 0,
  },
  {
    name: 'a resolved alert',
    alerts: [alert({ status: 'resolved', endsAt: '2026-11-21T11:59:00.000Z' })],
    world: {},
    before: (world) => world.alerts([alert()], { id: 'earlier' }),
    starts: 1,
  },
];

const faults: Omit<Fault, 'call'>[] = (['before', 'after'] as const).flatMap((when) =>
  (['throw', 'die'] as const).map((how) => ({ when, how })),
);

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

describe.each(scenes)('with $name', ({ alerts, world: options, before, starts }) => {
  const scene = async () => {
    const world = await aWorld(options);
    await before?.(world);
    return world;
  };
  const calls = async (): Promise<number> => {
    const world = await scene();
    world.breaks(undefined);
    await world.redeliver(alerts);
    return world.calls.length;
  };
  /** What must be true whatever happened. */
  const check = async (world: Awaited<ReturnType<typeof scene>>, where: string) => {
    expect(world.starts, `${where}: starts`).toHaveLength(starts);
    expect(new Set(world.starts.map(({ execution }) => execution)).size, `${where}: each once`).toBe(starts);
    const decided = (await world.decisions()).filter(({ message }) => message.id === 'm1');
    expect(decided.map(({ message }) => message.index).sort(), `${where}: decisions`).toEqual(alerts.map((_, i) => i));
    for (const { execution } of world.starts) {
      expect((await world.history.execution(execution))?.execution, `${where}: history`).toBe(execution);
      // One that ended by itself has released its lock; a later delivery must not have taken it again.
      if (!options?.endsAtOnce) await world.end(execution);
    }
    await world.ledger.release('ec2:n1', 'other');
    expect(world.ledger.locks(), `${where}: locks`).toEqual({});
    expect(world.dead, `${where}: dead`).toEqual([]);
  };

  it.each(faults)('$how $when any one call of the world is mended by the next delivery', async (fault) => {
    const count = await calls();
    expect(count).toBeGreaterThan(2);
    for (let call = 1; call <= count; call++) {
      const world = await scene();
      world.breaks({ call, ...fault });
      expect(await world.redeliver(alerts)).toBe(true);
      await check(world, `call ${call}, ${world.calls[call - 1]}`);
    }
  });

  it.each(faults)('$how $when any one call is mended, and a delivery after that changes nothing', async (fault) => {
    const count = await calls();
    for (let call = 1; call <= count; call++) {
      const world = await scene();
      world.breaks({ call, ...fault });
      await world.redeliver(alerts);
      // The message was acknowledged, yet SQS delivers it once more.
      world.breaks(undefined);
      expect(await world.redeliver(alerts)).toBe(true);
      await check(world, `call ${call}, twice`);
    }
  });
});

describe('a message that fails for good', () => {
  const verbs = [
    'live',
    'ruleSet',
    'facts',
    'claim',
    'lock',
    'open',
    'start',
    'count',
    'onEpisode',
    'started',
    'recordDecision',
  ];

  it.each(verbs)('because of %s goes into the dead queue with the reason, and is acknowledged', async (verb) => {
    const world = await aWorld();
    world.breaks({ call: verb, when: 'before', how: 'throw' });
    expect(await world.redeliver([alert()])).toBe(true);
    expect(world.dead).toEqual([
      {
        body: JSON.stringify({ alerts: [alert()] }),
        reason: `Error: ${verb} failed`,
        attributes: { source: 'alertmanager', messageId: 'm1' },
      },
    ]);
  });

  it.each(verbs)('because of %s blocks its episode no longer than SQS would have tried', async (verb) => {
    const world = await aWorld();
    world.breaks({ call: verb, when: 'before', how: 'throw' });
    await world.redeliver([alert()]);
    world.breaks(undefined);
    world.pass(120);
    await world.alerts([alert()], { id: 'm2' });
    expect(world.starts).toHaveLength(1);
    const { execution } = world.starts[0]!;
    await world.end(execution);
    expect(world.ledger.locks()).toEqual({});
  });

  it('stays with SQS when even the dead queue does not take it', async () => {
    const world = await aWorld();
    world.breaks({ call: 'live', when: 'before', how: 'die' });
    expect(await world.redeliver([alert()])).toBe(false);
    expect(world.dead).toEqual([]);
  });
});
