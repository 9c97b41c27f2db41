import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerTable, ledgerTable } from '#functions/adapters/ledger-table.ts';
import type { Refusal } from '#functions/core/decision.ts';
import { type Counts, noCounts, within } from '#functions/core/guardrails/counts.ts';
import type { Guard } from '#functions/core/rules/rule.ts';
import { fakeLedger } from './fakes/ledger-table.ts';
import { aDynamo } from './stand-ins.ts';

const start = new Date('2026-11-21T12:00:00.000Z').getTime();
let clock = start;
const now = () => new Date(clock);
const pass = (seconds: number) => {
  clock += seconds * 1000;
};

const bodies: Record<string, () => Promise<{ ledger: LedgerTable; close(): Promise<void> }>> = {
  async memory() {
    return { ledger: fakeLedger(now), close: async () => {} };
  },
  async dynalite() {
    const dynamo = await aDynamo();
    const { ledger } = await dynamo.createTables();
    return { ledger: ledgerTable(dynamo.client, ledger, now), close: dynamo.close };
  },
};

describe.each(Object.entries(bodies))('the ledger table in %s', (_name, open) => {
  let ledger: LedgerTable;
  let close: () => Promise<void>;
  // Names of its own for each test, so that one table serves them all.
  let serial = 0;
  let n = '';
  beforeAll(async () => ({ ledger, close } = await open()));
  afterAll(() => close());
  beforeEach(() => {
    clock = start;
    serial += 1;
    n = String(serial);
  });
  const period = (startsAt = '2026-11-21T11:00:00.000Z') => ({
    identity: `i${n}`,
    episode: `i${n} ${startsAt}`,
    startsAt,
  });
  const question = () => ({ execution: `e${n}`, rule: `r${n}`, period: period(), target: `ec2:i-${n}` });

  /** Counts a run as the matcher does; the facts were read just before, unless others are given. */
  const count = async (
    execution: string,
    guard: Guard,
    { target }: { target?: string | undefined } = { target: question().target },
    from?: Counts,
    refuse: (counts: Counts) => Refusal | undefined = () => undefined,
  ) => {
    const place = { rule: question().rule, ...(target !== undefined && { target }) };
    const { counts } = await ledger.facts({ ...question(), ...place });
    const run = { execution, at: now().toISOString(), remediates: true, ...(target !== undefined && { target }) };
    return ledger.count(place, run, guard, from ?? counts, refuse);
  };

  describe('claims', () => {
    const options = (by: string) => ({ by, takeoverAfterSeconds: 300 });

    it('lets the first decision win and tells the second who did', async () => {
      expect(await ledger.claim(`e${n}`, options('d1'))).toEqual({ mine: true, started: false, by: 'd1' });
      expect(await ledger.claim(`e${n}`, options('d2'))).toEqual({ mine: false, started: false, by: 'd1' });
    });

    it('lets exactly one of many win', async () => {
      const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => ledger.claim(`e${n}`, options(`d${i}`))));
      expect(replies.filter(({ mine }) => mine)).toHaveLength(1);
    });

    it('lets the same decision go on where it was', async () => {
      await ledger.claim(`e${n}`, options('d1'));
      expect(await ledger.claim(`e${n}`, options('d1'))).toEqual({ mine: true, started: false, by: 'd1' });
      await ledger.started(`e${n}`, 'd1');
      expect(await ledger.claim(`e${n}`, options('d1'))).toEqual({ mine: true, started: true, by: 'd1' });
    });

    it('lets another take over what was never started, but not before its time', async () => {
      await ledger.claim(`e${n}`, options('d1'));
      pass(299);
      expect((await ledger.claim(`e${n}`, options('d2'))).mine).toBe(false);
      pass(1);
      expect((await ledger.claim(`e${n}`, options('d2'))).mine).toBe(true);
      expect(await ledger.claim(`e${n}`, options('d1'))).toEqual({ mine: false, started: false, by: 'd2' });
    });

    it('never lets another take over what was started', async () => {
      await ledger.claim(`e${n}`, options('d1'));
      await ledger.started(`e${n}`, 'd1');
      pass(86_400);
      expect(await ledger.claim(`e${n}`, options('d2'))).toEqual({ mine: false, started: true, by: 'd1' });
    });

    it('marks and gives back only for the decision that won', async () => {
      await ledger.claim(`e${n}`, options('d1'));
      await ledger.started(`e${n}`, 'd2');
      await ledger.unclaim(`e${n}`, 'd2');
      expect(await ledger.claim(`e${n}`, options('d1'))).toEqual({ mine: true, started: false, by: 'd1' });
    });

    it('is free again after it was given back, but not after it was started', async () => {
      await ledger.claim(`e${n}`, options('d1'));
      await ledger.unclaim(`e${n}`, 'd1');
      expect((await ledger.claim(`e${n}`, options('d2'))).mine).toBe(true);
      await ledger.started(`e${n}`, 'd2');
      await ledger.unclaim(`e${n}`, 'd2');
      expect((await ledger.claim(`e${n}`, options('d3'))).mine).toBe(false);
    });
  });

  describe('facts', () => {
    it('are empty of what nobody did', async () => {
      expect(await ledger.facts(question())).toMatchObject({ started: [], counts: noCounts });
    });

    it('hold claim, counts, lock and the episode at once', async () => {
      const { execution, rule, target } = question();
      await ledger.claim(execution, { by: 'd1', takeoverAfterSeconds: 300 });
      await count('other', { cooldownSeconds: 60 });
      await ledger.lock(target, 'other', 30);
      await ledger.onEpisode(period(), rule, { execution: 'other', remediates: true, target });
      await ledger.holdUntil(period(), rule, '2026-11-21T12:02:00.000Z');
      await ledger.noteEnd(period(), {
        episode: 'x',
        endedAt: '2026-11-21T11:00:00.000Z',
        at: '2026-11-21T11:01:00.000Z',
      });
      expect(await ledger.facts(question())).toMatchObject({
        claim: { by: 'd1', at: '2026-11-21T12:00:00.000Z', started: false },
        counts: { ...noCounts, onTarget: [{ execution: 'other', at: '2026-11-21T12:00:00.000Z', target }] },
        cleared: { episode: 'x', endedAt: '2026-11-21T11:00:00.000Z', at: '2026-11-21T11:01:00.000Z' },
        heldUntil: '2026-11-21T12:02:00.000Z',
        lock: { execution: 'other', until: '2026-11-21T12:00:30.000Z' },
        started: [{ execution: 'other', remediates: true, target }],
      });
    });

    it('do not hold what has run out', async () => {
      await count('other', { cooldownSeconds: 60 });
      await ledger.lock(question().target, 'other', 60);
      pass(60);
      const { counts, lock } = await ledger.facts(question());
      expect(lock).toBeUndefined();
      expect(within(counts.onTarget, 60, now(), 'me')).toEqual([]);
    });

    it('need no target', async () => {
      const { execution, rule } = question();
      await count('other', { cooldownSeconds: 60 }, { target: undefined });
      const nowhere = await ledger.facts({ execution, rule, period: period() });
      expect(nowhere.counts.onTarget).toMatchObject([{ execution: 'other' }]);
      expect((await ledger.facts(question())).counts.onTarget).toEqual([]);
    });

    it('hold the latest end of an alert', async () => {
      const end = (hour: number) => ({ episode: `e${hour}`, endedAt: `2026-11-21T${hour}:00:00.000Z`, at: 'then' });
      for (const hour of [11, 12, 10]) await ledger.noteEnd(period(), end(hour));
      expect((await ledger.facts(question())).cleared).toEqual(end(12));
    });

    it('know of another period neither what was started nor that it is held', async () => {
      const { rule } = question();
      await ledger.holdUntil(period(), rule, '2026-11-21T12:02:00.000Z');
      const later = { ...question(), period: { ...period(), episode: 'another' } };
      expect(await ledger.facts(later)).not.toHaveProperty('heldUntil');
    });
  });

  describe('counts', () => {
    const all: Guard = {
      cooldownSeconds: 60,
      rate: { max: 2, perSeconds: 600 },
      blastRadius: { max: 2, perSeconds: 600 },
      concurrency: 2,
    };
    const executions = (runs: { execution: string }[]) => runs.map(({ execution }) => execution).sort();

    it('have a run once, however often it is counted', async () => {
      await count('e1', all);
      pass(10);
      await count('e1', all);
      const { counts } = await ledger.facts(question());
      const run = { execution: 'e1', at: '2026-11-21T12:00:00.000Z' };
      for (const part of ['onTarget', 'ofRule', 'targets', 'running'] as const)
        expect([part, counts[part]]).toMatchObject([part, [run]]);
      expect(counts.running).toHaveLength(1);
    });

    it('are judged again when they have changed since they were read', async () => {
      const { counts: before } = await ledger.facts(question());
      await count('e1', all);
      const seen: string[][] = [];
      const refusal = await count('e2', all, question(), before, (counts) => {
        seen.push(executions(counts.ofRule));
        return { guardrail: 'rate', allowed: false, reason: 'full' };
      });
      expect([seen, refusal?.reason]).toEqual([[['e1']], 'full']);
      const { counts } = await ledger.facts(question());
      expect([executions(counts.ofRule), executions(counts.onTarget)]).toEqual([['e1'], ['e1']]);
    });

    it('never pass their limit, however many come at once', async () => {
      const { rule } = question();
      const guard: Guard = { rate: { max: 3, perSeconds: 600 }, concurrency: 5 };
      const tries = Array.from({ length: 12 }, async (_, i) => {
        const target = `t${n}-${i}`;
        const { counts } = await ledger.facts({ ...question(), target });
        return count(`e${i}`, guard, { target }, counts, ({ ofRule }) =>
          ofRule.length < 3 ? undefined : { guardrail: 'rate', allowed: false, reason: 'full' },
        );
      });
      expect((await Promise.all(tries)).filter((refusal) => refusal === undefined)).toHaveLength(3);
      const { counts } = await ledger.facts({ ...question(), rule });
      expect([counts.ofRule, counts.running].map((runs) => runs.length)).toEqual([3, 3]);
    });

    it('lose what has left its window when they change', async () => {
      await count('e1', all);
      pass(600);
      await count('e2', all);
      const { counts } = await ledger.facts(question());
      expect([counts.onTarget, counts.ofRule, counts.targets].map(executions)).toEqual([['e2'], ['e2'], ['e2']]);
    });

    it('have no run that was taken back, and none at once that has ended', async () => {
      await count('e1', all);
      await count('e2', all);
      await ledger.ended(question().rule, 'e1');
      await ledger.ended(question().rule, 'e1');
      const { counts: one } = await ledger.facts(question());
      expect([executions(one.ofRule), executions(one.running)]).toEqual([['e1', 'e2'], ['e2']]);
      await ledger.uncount(question(), 'e2', all);
      const { counts: none } = await ledger.facts(question());
      expect([executions(none.onTarget), executions(none.ofRule), none.running]).toEqual([['e1'], ['e1'], []]);
    });

    it('that nobody keeps are not missed', async () => {
      await ledger.ended('nobody', 'e1');
      await ledger.uncount({ rule: 'nobody' }, 'e1', all);
      await count('e1', {});
      expect((await ledger.facts(question())).counts).toMatchObject(noCounts);
    });
  });

  describe('episodes', () => {
    const started = (execution: string) => ({ execution, remediates: false });
    const [ten, eleven, noon] = ['10', '11', '12'].map((hour) => `2026-11-21T${hour}:00:00.000Z`);

    it('have what each rule started for them, once', async () => {
      for (const rule of ['b', 'a', 'b']) await ledger.onEpisode(period(), rule, started(`of ${rule}`));
      expect(await ledger.executionsOf(period())).toEqual(['of a', 'of b']);
      expect((await ledger.facts(question())).started).toEqual([started('of a'), started('of b')]);
      expect((await ledger.facts({ ...question(), period: period(noon) })).started).toEqual([]);
    });

    it('tell who notes something what the others start, and forget what was taken back', async () => {
      expect(await ledger.onEpisode(period(), 'a', started('of a'))).toEqual([started('of a')]);
      expect(await ledger.onEpisode(period(), 'b', started('of b'))).toEqual([started('of a'), started('of b')]);
      await ledger.offEpisode(period(), 'a', 'something else');
      await ledger.offEpisode(period(), 'b', 'of b');
      expect((await ledger.facts(question())).started).toEqual([started('of a')]);
    });

    it('end by their identity, whatever start the end tells', async () => {
      await ledger.onEpisode(period(ten), 'a', started('first'));
      await ledger.onEpisode(period(eleven), 'a', started('second'));
      expect(await ledger.executionsOf(period(noon))).toEqual(['second']);
      expect(await ledger.executionsOf(period(ten), noon)).toEqual(['second']);
    });

    it('are not ended by the late end of an earlier one, nor by that of another alert', async () => {
      await ledger.onEpisode(period(eleven), 'a', started('second'));
      expect(await ledger.executionsOf(period(ten), '2026-11-21T10:30:00.000Z')).toEqual([]);
      expect(await ledger.executionsOf({ ...period(noon), identity: 'none' })).toEqual([]);
    });

    it('keep the newest, also when an earlier one comes late', async () => {
      await ledger.onEpisode(period(eleven), 'a', started('second'));
      await ledger.onEpisode(period(ten), 'a', started('first'));
      await ledger.onEpisode(period(ten), 'b', started('of b'));
      expect(await ledger.executionsOf(period(noon))).toEqual(['second']);
      expect(await ledger.executionsOf(period(ten))).toEqual(['of b']);
    });
  });

  describe('locks', () => {
    it('have one holder, who keeps its token', async () => {
      expect(await ledger.lock(`t${n}`, 'a', 60)).toEqual({ held: true, fence: 1 });
      pass(30);
      expect(await ledger.lock(`t${n}`, 'a', 60)).toEqual({ held: true, fence: 1 });
      expect(await ledger.lock(`t${n}`, 'b', 60)).toEqual({
        held: false,
        by: 'a',
        until: '2026-11-21T12:01:30.000Z',
      });
    });

    it('have exactly one of many takers', async () => {
      const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => ledger.lock(`t${n}`, `e${i}`, 60)));
      expect(replies.filter(({ held }) => held)).toEqual([{ held: true, fence: 1 }]);
    });

    it('pass on with a greater token when the lease ends, and the old holder learns it', async () => {
      await ledger.lock(`t${n}`, 'a', 60);
      pass(60);
      expect(await ledger.lock(`t${n}`, 'b', 60)).toEqual({ held: true, fence: 2 });
      expect(await ledger.extend(`t${n}`, 'a', 1, 60)).toBe(false);
      await ledger.release(`t${n}`, 'a');
      expect(await ledger.lock(`t${n}`, 'c', 60)).toMatchObject({ held: false, by: 'b' });
    });

    it('stay with a holder whose lease ended as long as nobody else came, under the same token', async () => {
      await ledger.lock(`t${n}`, 'a', 60);
      pass(600);
      expect(await ledger.lock(`t${n}`, 'a', 60)).toEqual({ held: true, fence: 1 });
      pass(600);
      expect(await ledger.extend(`t${n}`, 'a', 1, 60)).toBe(true);
      expect(await ledger.lock(`t${n}`, 'b', 60)).toMatchObject({ held: false });
    });

    it('are free after release, and the token still grows', async () => {
      await ledger.lock(`t${n}`, 'a', 60);
      await ledger.release(`t${n}`, 'a');
      await ledger.release(`t${n}`, 'a');
      expect(await ledger.lock(`t${n}`, 'a', 60)).toEqual({ held: true, fence: 2 });
    });
  });

  describe('step marks', () => {
    const visit = () => [`e${n}`, 'prune', '2026-11-21T12:00:00Z'] as const;

    it('let a visit begin once, and say that its outcome is unknown until it ended', async () => {
      expect(await ledger.beginStep(...visit())).toBe('begun');
      expect(await ledger.beginStep(...visit())).toBe('unknown');
      expect(await ledger.beginStep(`e${n}`, 'prune', 'another visit')).toBe('begun');
    });

    it('give a repeat the first reply, whatever it holds', async () => {
      const reply = { value: JSON.parse('{"__proto__": "x", "": [null, 1.5, ""]}'), holds: true };
      await ledger.beginStep(...visit());
      await ledger.endStep(...visit(), reply);
      expect(JSON.stringify(await ledger.beginStep(...visit()))).toBe(JSON.stringify({ repeat: reply }));
    });

    it('let an abandoned visit begin again, but not one that ended', async () => {
      await ledger.beginStep(...visit());
      await ledger.abandonStep(...visit());
      expect(await ledger.beginStep(...visit())).toBe('begun');
      await ledger.endStep(...visit(), { value: 1 });
      await ledger.abandonStep(...visit());
      expect(await ledger.beginStep(...visit())).toEqual({ repeat: { value: 1 } });
    });
  });

  describe('sightings', () => {
    it('tell the second from the first, for as long as asked', async () => {
      expect(await ledger.has(`s${n}`)).toBe(false);
      expect(await ledger.seen(`s${n}`, 60)).toBe(false);
      expect(await ledger.has(`s${n}`)).toBe(true);
      expect(await ledger.seen(`s${n}`, 60)).toBe(true);
      pass(60);
      expect(await ledger.has(`s${n}`)).toBe(false);
      expect(await ledger.seen(`s${n}`, 60)).toBe(false);
    });
  });
});
