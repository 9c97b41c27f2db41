import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HistoryTable, historyTable } from '#functions/adapters/history-table.ts';
import type { Decision } from '#functions/core/decision.ts';
import type { ApprovalRecord, ExecutionRecord } from '#functions/core/execution.ts';
import { fakeHistory } from './fakes/history-table.ts';
import { aDynamo } from './stand-ins.ts';

const now = () => new Date('2026-11-20T12:00:00.000Z');

const dynamo = async () => {
  const stand = await aDynamo();
  const { history } = await stand.createTables();
  return { table: historyTable(stand.client, history, now), close: stand.close };
};
const memory = async () => ({ table: fakeHistory(), close: async () => {} });

const decision = (id: string, receivedAt: string, more: Partial<Decision> = {}): Decision => ({
  id,
  kind: 'unmatched',
  receivedAt,
  decidedAt: receivedAt,
  region: 'eu-west-1',
  reason: 'No rule matches.',
  rules: [],
  ruleSet: 1,
  message: { id, index: 0 },
  ...more,
});

const execution = (name: string, startedAt: string, more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
  execution: name,
  runbook: 'jenkins-job',
  digest: 'd'.repeat(64),
  region: 'eu-west-1',
  mode: 'auto',
  status: 'running',
  cause: { decision: 'd1' },
  startedAt,
  ...more,
});

const ask = (name: string, more: Partial<ApprovalRecord> = {}): ApprovalRecord => ({
  execution: name,
  step: 'prune',
  token: 'token-1',
  quorum: 2,
  askedAt: '2026-11-20T10:00:00.000Z',
  expiresAt: '2026-11-20T11:00:00.000Z',
  votes: [],
  ...more,
});

/** Follows the cursors to the end. */
const all = async <T>(page: (cursor?: string) => Promise<{ items: T[]; cursor?: string }>): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const next = await page(cursor);
    items.push(...next.items);
    cursor = next.cursor;
  } while (cursor);
  return items;
};

describe.each([
  ['in DynamoDB', dynamo],
  ['in memory', memory],
])('history %s', (_, make) => {
  let table: HistoryTable;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ table, close } = await make());
    return close;
  });

  describe('decisions', () => {
    it('keeps a decision whole', async () => {
      const whole = decision('a', '2026-11-20T10:00:00.000Z', {
        kind: 'refused',
        alert: {
          name: 'Disk',
          status: 'firing',
          labels: { '': 'empty name', __proto__x: '$(touch x)' },
          annotations: { text: 'x'.repeat(200_000) },
          source: 'plain',
          startsAt: '2026-11-20T10:00:00.000Z',
          fingerprint: 'f',
        },
        episode: 'e1',
      });
      await table.recordDecision(whole);
      expect(await table.decision('a')).toEqual(whole);
      expect(await table.decision('b')).toBeUndefined();
    });

    it('lets a repeat replace it, but not one that started something', async () => {
      const at = '2026-11-20T10:00:00.000Z';
      await table.recordDecision(decision('a', at, { reason: 'first' }));
      await table.recordDecision(decision('a', at, { kind: 'started', reason: 'second' }));
      await table.recordDecision(decision('a', at, { kind: 'duplicate', reason: 'third' }));
      expect(await table.decision('a')).toMatchObject({ kind: 'started', reason: 'second' });
    });

    it('lists them newest first across days, page by page', async () => {
      const times = [
        '2026-11-20T11:00',
        '2026-11-20T10:00',
        '2026-11-18T10:00',
        '2026-11-01T10:00',
        '2026-09-01T10:00',
      ];
      for (const [index, time] of times.entries()) await table.recordDecision(decision(`d${index}`, `${time}:00.000Z`));
      const read = await all((cursor) => table.decisions({ limit: 2, cursor }));
      expect(read.map(({ id }) => id)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
    });

    it('lists those of a time, a kind, a rule or an alert', async () => {
      const started = (rule: string) => [
        {
          rule,
          runbook: 'r',
          mode: 'auto' as const,
          verdicts: [],
          result: { kind: 'started' as const, execution: 'x', digest: 'd' },
        },
      ];
      await table.recordDecision(decision('old', '2026-11-10T10:00:00.000Z'));
      await table.recordDecision(
        decision('disk', '2026-11-20T10:00:00.000Z', { kind: 'started', rules: started('disk-full') }),
      );
      await table.recordDecision(
        decision('named', '2026-11-20T10:00:01.000Z', {
          alert: {
            name: 'CPU',
            status: 'firing',
            labels: {},
            annotations: {},
            source: 'plain',
            startsAt: '2026-11-20T10:00:01.000Z',
            fingerprint: 'f',
          },
        }),
      );
      const ids = async (filter: object) => (await table.decisions({ limit: 10, ...filter })).items.map(({ id }) => id);
      expect(await ids({ from: '2026-11-19T00:00:00.000Z' })).toEqual(['named', 'disk']);
      expect(await ids({ to: '2026-11-19T00:00:00.000Z' })).toEqual(['old']);
      expect(await ids({ kind: 'started' })).toEqual(['disk']);
      expect(await ids({ rule: 'disk-full' })).toEqual(['disk']);
      expect(await ids({ alert: 'CPU' })).toEqual(['named']);
    });
  });

  describe('executions', () => {
    it('opens, closes once, and stays closed', async () => {
      const record = execution('x', '2026-11-20T10:00:00.000Z', {
        params: { big: 1e200, label: '__proto__' },
        notify: { slack: '#ops' },
        target: 'ec2:i-1',
        fence: 3,
      });
      expect(await table.open(record)).toBe(true);
      expect(await table.execution('x')).toEqual(record);
      const end = {
        status: 'succeeded',
        outcome: { kind: 'effective', step: 'recovered' },
        endedAt: '2026-11-20T10:05:00.000Z',
      } as const;
      expect(await table.close('x', end)).toBe(true);
      expect(await table.close('x', { status: 'failed', endedAt: '2026-11-20T10:06:00.000Z' })).toBe(false);
      expect(await table.open(record)).toBe(false);
      expect(await table.execution('x')).toEqual({ ...record, ...end });
    });

    it('may be opened again while it runs', async () => {
      await table.open(execution('x', '2026-11-20T10:00:00.000Z', { fence: 1 }));
      expect(await table.open(execution('x', '2026-11-20T10:00:00.000Z', { fence: 2 }))).toBe(true);
      expect((await table.execution('x'))?.fence).toBe(2);
    });

    it('closes nothing that was never opened', async () => {
      expect(await table.close('x', { status: 'failed', endedAt: '2026-11-20T10:06:00.000Z' })).toBe(false);
      expect(await table.execution('x')).toBeUndefined();
    });

    it('notes the first time that the alert cleared', async () => {
      await table.open(execution('x', '2026-11-20T10:00:00.000Z'));
      await table.cleared('x', '2026-11-20T10:03:00.000Z');
      await table.cleared('x', '2026-11-20T10:04:00.000Z');
      await table.cleared('unknown', '2026-11-20T10:04:00.000Z');
      expect((await table.execution('x'))?.clearedAt).toBe('2026-11-20T10:03:00.000Z');
      expect(await table.execution('unknown')).toBeUndefined();
    });

    it('is in the list of those that run, then of those with something left to do, then in neither', async () => {
      const lists = async () => [
        (await table.running({ limit: 10 })).items.map((one) => one.execution),
        (await table.closing({ limit: 10 })).items.map((one) => one.execution),
      ];
      await table.open(execution('b', '2026-11-20T10:01:00.000Z'));
      await table.open(execution('a', '2026-11-20T10:00:00.000Z'));
      expect(await lists()).toEqual([['a', 'b'], []]);
      await table.settle('a');
      expect(await lists()).toEqual([['a', 'b'], []]);
      await table.close('a', { status: 'failed', endedAt: '2026-11-20T10:05:00.000Z' });
      expect(await lists()).toEqual([['b'], ['a']]);
      await table.settle('a');
      await table.settle('a');
      expect(await lists()).toEqual([['b'], []]);
    });

    it('lists those that run first and the others newest first, page by page', async () => {
      for (const [name, at] of [
        ['old', '2026-01-03T10:00:00.000Z'],
        ['new', '2026-11-19T10:00:00.000Z'],
        ['runs', '2026-10-01T10:00:00.000Z'],
      ] as const)
        await table.open(execution(name, at));
      for (const name of ['old', 'new']) {
        await table.close(name, { status: 'failed', endedAt: '2026-11-20T10:00:00.000Z' });
        await table.settle(name);
      }
      const read = await all((cursor) => table.executions({ limit: 1, cursor }));
      expect(read.map((one) => one.execution)).toEqual(['runs', 'new', 'old']);
    });

    it('lists those of a status, rule, runbook, target or time', async () => {
      await table.open(execution('a', '2026-11-20T10:00:00.000Z', { rule: 'r1', target: 't1' }));
      await table.open(execution('b', '2026-11-20T11:00:00.000Z', { rule: 'r2', runbook: 'other' }));
      await table.close('b', { status: 'aborted', endedAt: '2026-11-20T11:30:00.000Z' });
      const names = async (filter: object) =>
        (await table.executions({ limit: 10, ...filter })).items.map((one) => one.execution);
      expect(await names({ status: 'aborted' })).toEqual(['b']);
      expect(await names({ rule: 'r1' })).toEqual(['a']);
      expect(await names({ runbook: 'other' })).toEqual(['b']);
      expect(await names({ target: 't1' })).toEqual(['a']);
      expect(await names({ from: '2026-11-20T10:30:00.000Z' })).toEqual(['b']);
      expect(await names({ to: '2026-11-20T10:30:00.000Z' })).toEqual(['a']);
    });
  });

  describe('steps', () => {
    const begin = (step: string, at: string) => ({ execution: 'x', step, kind: 'diagnose', at });

    it('are told in the order in which they first began, with the last try of each', async () => {
      expect(await table.beginStep(begin('zeroth', '2026-11-20T10:00:00.000Z'))).toBe(1);
      expect(await table.beginStep(begin('first', '2026-11-20T10:00:01.000Z'))).toBe(1);
      await table.endStep({
        execution: 'x',
        step: 'zeroth',
        tries: 1,
        status: 'failed',
        endedAt: '2026-11-20T10:00:02.000Z',
        error: { name: 'RetryableError', cause: 'busy' },
      });
      expect(await table.beginStep(begin('zeroth', '2026-11-20T10:00:03.000Z'))).toBe(2);
      const [zeroth, first] = await table.steps('x');
      expect(zeroth).toMatchObject({ step: 'zeroth', status: 'running', tries: 2, at: '2026-11-20T10:00:00.000Z' });
      expect(zeroth?.endedAt).toBeUndefined();
      expect(first).toMatchObject({ step: 'first', status: 'running', tries: 1 });
      const end = {
        execution: 'x',
        step: 'zeroth',
        tries: 2,
        status: 'succeeded' as const,
        endedAt: '2026-11-20T10:00:04.000Z',
        value: { used: 91.5, deep: [null, { __proto__x: 1 }] },
        holds: true,
        console: 'measured',
      };
      await table.endStep(end);
      expect((await table.steps('x'))[0]).toEqual({ ...end, kind: 'diagnose', at: '2026-11-20T10:00:00.000Z' });
    });

    it('ignore the end of a try that a later one has replaced', async () => {
      await table.beginStep(begin('slow', '2026-11-20T10:00:00.000Z'));
      await table.beginStep(begin('slow', '2026-11-20T10:00:01.000Z'));
      await table.endStep({
        execution: 'x',
        step: 'slow',
        tries: 1,
        status: 'failed',
        endedAt: '2026-11-20T10:00:02.000Z',
      });
      expect((await table.steps('x'))[0]).toMatchObject({ status: 'running', tries: 2 });
    });

    it('remember who was told', async () => {
      expect(await table.told('x')).toEqual({});
      await table.markTold('x', 'jira', { at: '2026-11-20T10:00:00.000Z', ref: 'INFRA-1' });
      await table.markTold('x', 'approval#prune', { at: '2026-11-20T10:00:00.000Z' });
      expect(await table.told('x')).toEqual({
        jira: { at: '2026-11-20T10:00:00.000Z', ref: 'INFRA-1' },
        'approval#prune': { at: '2026-11-20T10:00:00.000Z' },
      });
    });
  });

  describe('approvals', () => {
    const ann = { by: 'ann', approved: true, at: '2026-11-20T10:01:00.000Z' };

    it('keep their votes when asked again with another token', async () => {
      const plan = { digest: 'p', steps: [] };
      expect(await table.ask(ask('x', { plan }))).toEqual(ask('x', { plan }));
      await table.vote('x', 'prune', ann);
      const again = ask('x', { plan, token: 'token-2', askedAt: '2026-11-20T10:02:00.000Z' });
      expect(await table.ask(again)).toEqual({ ...again, askedAt: '2026-11-20T10:00:00.000Z', votes: [ann] });
      expect(await table.approval('x', 'prune')).toMatchObject({ token: 'token-2', votes: [ann] });
      expect(await table.approvalsOf('x')).toHaveLength(1);
      expect(await table.approvalsOf('y')).toEqual([]);
    });

    it('count the same vote of one person once', async () => {
      await table.ask(ask('x'));
      await table.vote('x', 'prune', ann);
      await table.vote('x', 'prune', ann);
      const bob = { by: 'bob', approved: false, at: '2026-11-20T10:01:00.000Z', reason: 'not now' };
      expect((await table.vote('x', 'prune', bob))?.votes).toEqual([ann, bob]);
    });

    it('are decided once, and take no vote after that', async () => {
      await table.ask(ask('x'));
      const yes = { approved: true, by: ['ann', 'bob'] };
      expect(await table.reply('x', 'prune', yes)).toEqual(yes);
      expect(await table.reply('x', 'prune', { approved: false, by: ['eve'] })).toEqual(yes);
      expect(await table.vote('x', 'prune', ann)).toBeUndefined();
      expect(await table.vote('x', 'unknown', ann)).toBeUndefined();
      expect(await table.reply('x', 'unknown', yes)).toBeUndefined();
    });

    it('stay in the list, oldest first, until they are settled', async () => {
      await table.ask(ask('y', { askedAt: '2026-11-20T10:30:00.000Z' }));
      await table.ask(ask('x'));
      const open = async () => (await table.approvals({ limit: 10 })).items.map((one) => one.execution);
      expect(await open()).toEqual(['x', 'y']);
      await table.reply('x', 'prune', { approved: true, by: ['ann'] });
      expect(await open()).toEqual(['x', 'y']);
      await table.settleApproval('x', 'prune');
      await table.settleApproval('unknown', 'prune');
      expect(await open()).toEqual(['y']);
      expect((await table.approval('x', 'prune'))?.reply).toEqual({ approved: true, by: ['ann'] });
    });
  });

  describe('heartbeats', () => {
    const beat = (minute: string, more: object = {}) => ({
      identity: 'i1',
      region: 'eu-west-1',
      name: 'Watchdog',
      source: 'alertmanager',
      labels: { cluster: 'blue', 'a.b': '' },
      at: `2026-11-20T10:${minute}:00.000Z`,
      ...more,
    });
    const all = async (region?: string) => (await table.heartbeats({ limit: 10, region })).items;

    it('are known by their last beat, with the time between two', async () => {
      await table.beat(beat('00'));
      expect(await all()).toEqual([beat('00')]);
      for (const minute of ['05', '05', '03']) await table.beat(beat(minute));
      expect(await all()).toEqual([beat('05', { everySeconds: 300 })]);
    });

    it('are a region’s own, the longest silent first', async () => {
      await table.beat(beat('02'));
      await table.beat(beat('01', { region: 'us-east-1' }));
      await table.beat(beat('00', { identity: 'i2' }));
      expect((await all()).map(({ identity, region }) => [identity, region])).toEqual([
        ['i2', 'eu-west-1'],
        ['i1', 'us-east-1'],
        ['i1', 'eu-west-1'],
      ]);
      expect(await all('us-east-1')).toHaveLength(1);
    });

    it('stay marked as missing when they beat again, until that is taken back', async () => {
      await table.beat(beat('00'));
      await table.markHeartbeat(beat('00'), '2026-11-20T10:30:00.000Z');
      await table.beat(beat('40'));
      expect(await all()).toMatchObject([{ at: beat('40').at, missingSince: '2026-11-20T10:30:00.000Z' }]);
      await table.markHeartbeat(beat('40'), undefined);
      expect((await all())[0]).not.toHaveProperty('missingSince');
    });
  });

  it('keeps the audit, newest first, of one subject or of all', async () => {
    const entry = (subject: string, at: string) => ({ at, by: 'ann', what: 'set switch', subject });
    const off = entry('switch#everything', '2026-11-19T10:00:00.000Z');
    const on = entry('switch#everything', '2026-11-20T10:00:00.000Z');
    const rules = entry('rules', '2026-10-20T10:00:00.000Z');
    for (const one of [off, on, rules, on]) await table.audit(one);
    expect((await table.auditOf({ subject: 'switch#everything', limit: 10 })).items).toEqual([on, off]);
    expect((await table.auditOf({ limit: 10 })).items).toEqual([on, off, rules]);
  });
});

describe('history in DynamoDB', () => {
  let stand: Awaited<ReturnType<typeof dynamo>>;
  beforeAll(async () => {
    stand = await dynamo();
  });
  afterAll(() => stand.close());

  it('keeps the beginnings of an alert that no item can hold, and says so', async () => {
    // Random text, which no compression makes small.
    const noise = Array.from({ length: 90_000 }, () => crypto.randomUUID().slice(0, 8)).join('');
    const alert = {
      name: 'Huge',
      status: 'firing' as const,
      labels: { node: 'n1' },
      annotations: { noise },
      source: 'plain',
      startsAt: '2026-11-20T10:00:00.000Z',
      fingerprint: 'f',
    };
    await stand.table.recordDecision(decision('huge', '2026-11-20T10:00:00.000Z', { alert }));
    const kept = await stand.table.decision('huge');
    expect(kept?.alert).toMatchObject({ labels: { node: 'n1' }, flags: ['cut'] });
    expect(kept?.alert?.annotations.noise).toMatch(/^[0-9a-f]{512}…$/);
  });

  it('refuses a cursor that it did not give', async () => {
    await expect(stand.table.decisions({ limit: 1, cursor: 'bm9uc2Vuc2U' })).rejects.toThrow(
      'The cursor is not one that a list gave. Ask for the first page, without a cursor.',
    );
  });
});
