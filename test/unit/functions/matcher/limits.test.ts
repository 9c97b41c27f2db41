import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alert, aWorld, noon, release, rule } from './world.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

type World = Awaited<ReturnType<typeof aWorld>>;
const limited = (guard: object, more: object = {}) => aWorld({ rules: [rule({ guard })], endsAtOnce: true, ...more });
const on = (node: string, n = 0) =>
  alert({ fingerprint: `f-${node}-${n}`, startsAt: new Date(noon + n * 1000).toISOString(), labels: { node } });
const refusals = async (world: World): Promise<string[]> =>
  (await world.decisions()).flatMap(({ rules }) =>
    rules.flatMap(({ result }) => (result.kind === 'refused' ? [`${result.guardrail}: ${result.reason}`] : [])),
  );

describe('the limits of a rule', () => {
  it('stop it after so many runs, until the first is old enough', async () => {
    const world = await limited({ rate: { max: 2, per: '1h' } });
    for (const node of ['n1', 'n2', 'n3']) await world.alerts([on(node)], { id: node });
    expect(world.starts).toHaveLength(2);
    expect(await refusals(world)).toEqual(['rate: disk had 2 runs within 1h, at most 2']);
    world.pass(3600);
    await world.alerts([on('n3')], { id: 'again' });
    expect(world.starts).toHaveLength(3);
  });

  it('stop it on one target after so many tries, and let it go on with others', async () => {
    const world = await limited({ attempts: { max: 2, per: '1d' } });
    for (const n of [1, 2, 3]) await world.alerts([on('n1', n)], { id: `m${n}` });
    await world.alerts([on('n2')], { id: 'other' });
    expect(world.starts).toHaveLength(3);
    expect(await refusals(world)).toEqual([
      'attempts: disk had 2 runs on ec2:n1 within 1d, at most 2; somebody must look at it',
    ]);
  });

  it('stop it at so many targets', async () => {
    const world = await limited({ blastRadius: { max: 2, per: '1h' } });
    for (const node of ['n1', 'n2', 'n3', 'n1'])
      await world.alerts([on(node, world.starts.length)], { id: `${node}-${world.calls.length}` });
    expect(world.starts).toHaveLength(3);
    expect(await refusals(world)).toEqual(['blast radius: disk was to change 2 other targets within 1h, at most 2']);
  });

  it('let it run again as soon as one of its runs has ended', async () => {
    const world = await limited({ concurrency: 1 }, { endsAtOnce: false });
    await world.alerts([on('n1')], { id: 'm1' });
    await world.alerts([on('n2')], { id: 'm2' });
    expect(world.starts).toHaveLength(1);
    expect(await refusals(world)).toEqual([
      `concurrency: at most 1 run of disk at once; not ended: ${world.starts[0]!.execution}`,
    ]);
    await world.end(world.starts[0]!.execution);
    await world.alerts([on('n2')], { id: 'm3' });
    expect(world.starts).toHaveLength(2);
  });

  it.each([
    ['rate', { rate: { max: 3, per: '1h' } }],
    ['concurrency', { concurrency: 3 }],
    ['blast radius', { blastRadius: { max: 3, per: '1h' } }],
  ])('hold in a storm, when a hundred alerts are judged at once: %s', async (guardrail, guard) => {
    const world = await limited(guard, { endsAtOnce: false });
    const storm = Array.from({ length: 100 }, (_, i) => on(`n${i}`));
    await Promise.all([0, 1, 2, 3].map((i) => world.alerts(storm.slice(i * 25, i * 25 + 25), { id: `m${i}` })));
    expect(world.starts).toHaveLength(3);
    const told = await refusals(world);
    expect([told.length, new Set(told.map((text) => text.split(':')[0]))]).toEqual([97, new Set([guardrail])]);
    // Whoever was refused after it had taken something has given it back.
    expect(Object.keys(world.ledger.locks())).toHaveLength(3);
  });

  it('give back, after a crash, what was taken for a run that is refused now', async () => {
    const world = await limited({ concurrency: 1 }, { endsAtOnce: false });
    world.breaks({ call: 'open', when: 'before', how: 'die' });
    await world.alerts([on('n1')], { id: 'm1' });
    world.breaks(undefined);
    await world.rules.setSwitch({ scope: { kind: 'rule', name: 'disk' }, off: true, by: 'ann', at: 'now' });
    world.pass(60);
    await world.alerts([on('n1')], { id: 'm1', receives: 2 });
    expect(world.ledger.locks()).toEqual({});
    await world.rules.setSwitch({ scope: { kind: 'rule', name: 'disk' }, off: false, by: 'ann', at: 'now' });
    world.pass(1);
    await world.alerts([on('n2')], { id: 'm2' });
    expect(world.starts).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('count a run once, %s whichever call the Lambda dies', async (when) => {
    const guard = { attempts: { max: 2, per: '1d' }, rate: { max: 2, per: '1d' }, concurrency: 2 };
    for (let call = 1; call <= 12; call++) {
      const world = await limited(guard);
      world.breaks({ call, when, how: 'die' });
      await world.redeliver([on('n1')]);
      world.breaks(undefined);
      // The second of two, however the first came about.
      await world.alerts([on('n1', 5)], { id: 'm2' });
      expect([call, world.starts.length, await refusals(world)]).toEqual([call, 2, []]);
      await world.alerts([on('n1', 9)], { id: 'm3' });
      expect([call, world.starts.length]).toEqual([call, 2]);
    }
  });
});

describe('two rules on one alert and one target', () => {
  const two = { rules: [rule({ guard: {}, priority: 1 }), rule({ rule: 'second', guard: {} })] };
  const executionsOf = (world: World) => world.starts.map(({ execution }) => execution.split('-')[0]);

  it.each([true, false])(
    'never both remedy it, whoever delivers it at once (a run that ends at once: %s)',
    async (endsAtOnce) => {
      const world = await aWorld({ ...two, endsAtOnce });
      const ids = Array.from({ length: 8 }, (_, i) => `m${i}`);
      await Promise.all(ids.map((id) => world.alerts([alert()], { id })));
      expect(executionsOf(world)).toHaveLength(1);
      await world.alerts([alert()], { id: 'later' });
      expect(executionsOf(world)).toHaveLength(1);
    },
  );

  it('never both remedy it, when one has begun and ended between what the other has read and what it does', async () => {
    const world = await aWorld({ ...two, endsAtOnce: true });
    const [firstHasClaimed, secondHasRead] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let first: Promise<unknown> | undefined;
    world.gates(async (call, nth) => {
      if (call === 'lock' && nth === 1) {
        firstHasClaimed.resolve();
        await secondHasRead.promise;
      }
      // The second delivery found nothing but the claim of the first, and is about to claim for the second rule.
      if (call !== 'claim' || nth !== 2) return;
      secondHasRead.resolve();
      await first;
    });
    first = world.alerts([alert()], { id: 'm1' });
    await firstHasClaimed.promise;
    await world.alerts([alert()], { id: 'm2' });
    expect(executionsOf(world)).toEqual(['disk']);
    const reasons = (await world.decisions()).map(({ reason }) => reason.replace(/-[0-9a-f]{32}/g, ''));
    expect(reasons).toContain(
      'disk has disk for this episode already; second was refused by one remedy: disk already remedies ec2:n1 in this episode; continue: true would let this rule act as well',
    );
    expect(world.ledger.locks()).toEqual({});
  });

  it.each(['before', 'after'] as const)('never both remedy it, %s whichever call one Lambda dies', async (when) => {
    for (const releases of [[release()], [release({ target: null })]])
      for (let call = 1; call <= 22; call++) {
        const world = await aWorld({ ...two, releases, endsAtOnce: true });
        world.breaks({ call, when, how: 'die' });
        await Promise.all([world.alerts([alert()], { id: 'm1' }), world.alerts([alert()], { id: 'm2' })]);
        world.breaks(undefined);
        for (let receives = 2; receives <= 5; receives++) {
          world.pass(60);
          await world.alerts([alert()], { id: 'm1', receives });
          await world.alerts([alert()], { id: 'm2', receives });
        }
        expect([call, executionsOf(world).length]).toEqual([call, 1]);
      }
  });

  it('go on in order where the first is refused after all, once something else has taken its target', async () => {
    const world = await aWorld(two);
    await world.ledger.lock('ec2:n1', 'by hand', 600);
    await world.alerts([alert()]);
    expect(world.starts).toEqual([]);
    await world.ledger.release('ec2:n1', 'by hand');
    await world.alerts([alert()], { id: 'm2' });
    expect(executionsOf(world)).toEqual(['disk']);
  });

  it('leave a catch-all of lowest priority to what nobody else remedies', async () => {
    const all = { rule: 'rest', matchAll: true, when: undefined, priority: -100, guard: {} };
    const world = await aWorld({ rules: [rule({ guard: {} }), rule(all)] });
    await world.alerts([alert(), alert({ fingerprint: 'f2', labels: { alertname: 'Other', node: 'n2' } })]);
    expect(executionsOf(world).sort()).toEqual(['disk', 'rest']);
  });
});
