import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alert, aWorld, noon, rule } from './world.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

const now = new Date(noon).toISOString();
const fresh = (fields: object = {}) => alert({ startsAt: now, ...fields });
const resolved = (endsAt: string) => fresh({ status: 'resolved', endsAt });
const holding = (hold: string, fields: object = {}) => aWorld({ rules: [rule({ guard: { hold }, ...fields })] });
/** Every decision, in the order in which they were made. */
const story = async (world: Awaited<ReturnType<typeof aWorld>>): Promise<string[]> =>
  (await world.decisions())
    .sort((a, b) => a.decidedAt.localeCompare(b.decidedAt) || a.message.id.localeCompare(b.message.id))
    .map(({ decidedAt, reason }) => `${decidedAt.slice(11, 19)} ${reason.replace(/-[0-9a-f]{32}/g, '')}`);

describe('an alert that a rule holds', () => {
  it('is refused until then, comes back by itself, and runs if it still fires', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    expect(world.starts).toEqual([]);
    await world.comeBack(119);
    expect(world.starts).toEqual([]);
    await world.comeBack(1);
    expect(world.starts).toHaveLength(1);
    expect(await story(world)).toEqual([
      `12:00:00 disk was refused by hold: it fires since ${now} and must still do so at 2026-11-21T12:02:00.000Z`,
      '12:02:00 disk started clear as disk',
    ]);
  });

  it('tells in its second decision when it was received', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    await world.comeBack(120);
    const [again] = (await world.decisions()).filter(({ kind }) => kind === 'started');
    expect(again).toMatchObject({ receivedAt: '2026-11-21T12:02:00.000Z', seenAt: now });
    expect(again?.rules[0]?.verdicts).toContainEqual({
      guardrail: 'hold',
      allowed: true,
      note: 'still firing after 2m',
    });
  });

  it('is left alone when its sender says meanwhile that it has cleared', async () => {
    const world = await holding('5m');
    await world.alerts([fresh()]);
    await world.comeBack(60);
    await world.alerts([resolved('2026-11-21T12:00:50.000Z')], { id: 'm2', sentAt: noon + 60_000 });
    await world.comeBack(600);
    expect(world.starts).toEqual([]);
    expect((await story(world)).at(-1)).toBe(
      '12:05:00 disk was refused by hold: it cleared at 2026-11-21T12:00:50.000Z, and must fire for 5m',
    );
  });

  it('is not ended by the late end of an earlier period', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    await world.comeBack(30);
    const earlier = { status: 'resolved', startsAt: '2026-11-21T11:00:00.000Z', endsAt: '2026-11-21T11:10:00.000Z' };
    await world.alerts([alert(earlier)], { id: 'm2', sentAt: noon + 30_000 });
    await world.comeBack(120);
    expect(world.starts).toHaveLength(1);
  });

  it('that fires anew is held anew, and the end before it is forgotten', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    await world.comeBack(10);
    await world.alerts([resolved('2026-11-21T12:00:09.000Z')], { id: 'm2', sentAt: noon + 10_000 });
    await world.comeBack(10);
    const again = fresh({ startsAt: '2026-11-21T12:00:20.000Z' });
    await world.alerts([again], { id: 'm3', sentAt: noon + 20_000 });
    await world.comeBack(300);
    expect(world.starts).toHaveLength(1);
    expect((await story(world)).at(-1)).toBe('12:02:20 disk started clear as disk');
  });

  it('comes back once, however often it is repeated meanwhile', async () => {
    const world = await holding('5m');
    for (const id of ['m1', 'm2', 'm3']) {
      await world.alerts([fresh()], { id });
      await world.comeBack(60);
    }
    expect(world.holds).toHaveLength(1);
    await world.comeBack(600);
    expect(world.starts).toHaveLength(1);
    expect(await story(world)).toHaveLength(4);
  });

  it('is not held again by a repeat after its time', async () => {
    const world = await holding('5m');
    await world.alerts([fresh({ startsAt: '2026-11-21T11:55:00.000Z' })]);
    expect(world.starts).toHaveLength(1);
    expect(world.holds).toEqual([]);
  });

  it('waits as long as the queue can, and then again, for a hold of hours', async () => {
    const world = await holding('1h');
    await world.alerts([fresh()]);
    expect(world.holds[0]?.at).toBe(noon + 900_000);
    await world.comeBack(3599);
    expect(world.starts).toEqual([]);
    await world.comeBack(1);
    expect(world.starts).toHaveLength(1);
    expect(await story(world)).toHaveLength(2);
  });

  it('goes by the time of receipt where the clock of its sender is ahead', async () => {
    const world = await holding('2m');
    await world.alerts([fresh({ startsAt: '2099-01-01T00:00:00.000Z' })]);
    await world.comeBack(120);
    expect(world.starts).toHaveLength(1);
  });

  it('is refused for good when its rule is gone, or does not match any more', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    await world.rules.apply([rule({ when: { name: ['Other'] } })], 'ann');
    await world.comeBack(120);
    expect((await story(world)).at(-1)).toBe('12:02:00 disk held it, and does not match it any more');
  });

  it('is judged by all other guardrails when it comes back', async () => {
    const world = await holding('2m');
    await world.alerts([fresh()]);
    await world.rules.setSwitch({ scope: { kind: 'everything' }, off: true, by: 'ann', at: now });
    await world.comeBack(120);
    expect((await story(world)).at(-1)).toContain('refused by kill switch');
  });

  it('is asked about by the one rule that held it; the others acted at once', async () => {
    const world = await aWorld({
      rules: [rule({ guard: { hold: '2m' }, priority: 1 }), rule({ rule: 'eager', guard: {} })],
    });
    await world.alerts([fresh()]);
    expect(world.starts.map(({ execution }) => execution.slice(0, 5))).toEqual(['eager']);
    await world.end(world.starts[0]!.execution);
    await world.comeBack(120);
    expect(world.starts).toHaveLength(1);
    expect((await story(world)).at(-1)).toMatch(/^12:02:00 disk was refused by one remedy: eager already remedies/);
  });

  it('shows in shadow what it would have come to', async () => {
    const world = await holding('2m', { mode: 'shadow' });
    await world.alerts([fresh()]);
    await world.comeBack(120);
    expect((await world.decisions()).map(({ kind }) => kind)).toEqual(['shadow', 'refused']);
  });

  it('comes back although the Lambda dies at any call, and runs once', async () => {
    for (let call = 1; call <= 6; call++)
      for (const when of ['before', 'after'] as const) {
        const world = await holding('10m');
        world.breaks({ call, when, how: 'die' });
        await world.redeliver([fresh()]);
        world.breaks(undefined);
        await world.comeBack(1200);
        expect([call, when, world.starts.length]).toEqual([call, when, 1]);
      }
  });

  it('does not fail the matcher when somebody else writes such a message', async () => {
    const world = await holding('2m');
    world.holds.push({ held: { nonsense: true } as never, at: noon });
    await world.comeBack(1);
    expect(await world.decisions()).toEqual([]);
  });
});
