import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alert, aWorld, noon, record, release, rule } from './world.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** Kind and reason of every decision, oldest message first. */
const told = async (world: Awaited<ReturnType<typeof aWorld>>): Promise<string[]> =>
  (await world.decisions())
    .sort(
      (a, b) =>
        a.decidedAt.localeCompare(b.decidedAt) ||
        a.message.id.localeCompare(b.message.id) ||
        a.message.index - b.message.index,
    )
    .map(({ kind, reason }) => `${kind}: ${reason}`);

describe('an alert that matches', () => {
  it('starts one execution with translated parameters, target and fencing token', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    const { execution, input } = world.starts[0]!;
    expect(execution).toMatch(/^disk-[0-9a-f]{32}$/);
    const [decision] = await world.decisions();
    expect(input).toEqual({
      execution,
      runbook: 'clear',
      digest: 'd'.repeat(64),
      mode: 'auto',
      params: { node: 'n1', limit: 80 },
      rule: 'disk',
      cause: { decision: decision?.id },
      target: 'ec2:n1',
      fence: 1,
      alert: {
        name: 'NodeDiskPressure',
        status: 'firing',
        labels: { alertname: 'NodeDiskPressure', node: 'n1' },
        annotations: {},
        source: 'alertmanager',
        startsAt: '2026-11-21T11:50:00.000Z',
        fingerprint: 'f1',
      },
    });
  });

  it('leaves a decision that says why, rule by rule', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    const { execution } = world.starts[0]!;
    expect(await world.decisions()).toMatchObject([
      {
        id: expect.stringMatching(/^20261121T120000000Z-[0-9a-f]{16}$/),
        kind: 'started',
        reason: `disk started clear as ${execution}`,
        receivedAt: '2026-11-21T12:00:00.000Z',
        region: 'eu-west-1',
        ruleSet: 1,
        message: { id: 'm1', index: 0 },
        alert: { name: 'NodeDiskPressure' },
        rules: [
          {
            rule: 'disk',
            runbook: 'clear',
            mode: 'auto',
            target: 'ec2:n1',
            params: { node: 'n1', limit: 80 },
            result: { kind: 'started', execution },
            verdicts: expect.arrayContaining([{ guardrail: 'target lock', allowed: true }]),
          },
        ],
      },
    ]);
  });

  it('opens the history, holds the lock, and marks episode and cooldown', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    const { execution } = world.starts[0]!;
    expect(await world.history.execution(execution)).toMatchObject({
      status: 'running',
      rule: 'disk',
      alert: 'NodeDiskPressure',
      target: 'ec2:n1',
      fence: 1,
      startedAt: '2026-11-21T12:00:00.000Z',
    });
    expect(world.ledger.locks()).toEqual({ 'ec2:n1': execution });
  });

  it('costs these calls, and the first of them only once a second', async () => {
    const world = await aWorld();
    const cost = async (...args: Parameters<typeof world.alerts>) => {
      world.breaks(undefined);
      await world.alerts(...args);
      return [...world.calls];
    };
    const matched = ['facts', 'claim', 'lock', 'onEpisode', 'count', 'open', 'start', 'started', 'recordDecision'];
    expect(await cost([alert()])).toEqual(['live', 'ruleSet', ...matched]);
    expect(await cost([alert()], { id: 'm2' })).toEqual(['facts', 'recordDecision']);
    expect(await cost([alert({ labels: { alertname: 'Other' } })], { id: 'm3' })).toEqual(['recordDecision']);
    expect(await cost([alert({ status: 'resolved' })], { id: 'm4' })).toEqual([
      'executionsOf',
      'cleared',
      'recordDecision',
    ]);
    expect(await cost([alert()], { id: 'm1', receives: 2 })).toEqual(['facts', 'claim', 'recordDecision']);
    world.pass(1);
    expect(await cost([alert({ fingerprint: 'f2', labels: { node: 'n2' } })], { id: 'm5' })).toEqual([
      'live',
      ...matched,
    ]);
  });
});

describe('repeats', () => {
  it('of an episode start nothing more, from either half of an HA pair and from every later notification', async () => {
    const world = await aWorld();
    await Promise.all(['m1', 'm2'].map((id) => world.alerts([alert()], { id })));
    world.pass(14_400);
    await world.alerts([alert()], { id: 'm3' });
    expect(world.starts).toHaveLength(1);
    expect((await world.decisions()).map(({ kind }) => kind).sort()).toEqual(['duplicate', 'duplicate', 'started']);
  });

  it('of an alert that fires again are a new episode', async () => {
    const world = await aWorld({ endsAtOnce: true });
    await world.alerts([alert()]);
    world.pass(3600);
    await world.alerts([alert({ startsAt: '2026-11-21T12:30:00.000Z' })], { id: 'm2' });
    expect(world.starts).toHaveLength(2);
  });

  it('within the cooldown are refused, with the time from which they would not be', async () => {
    const world = await aWorld({ endsAtOnce: true });
    await world.alerts([alert()]);
    await world.alerts([alert({ fingerprint: 'f2' })], { id: 'm2' });
    const { execution } = world.starts[0]!;
    expect((await told(world))[1]).toBe(
      `refused: disk was refused by cooldown: cooldown of ec2:n1 until 2026-11-21T12:30:00.000Z, after ${execution}`,
    );
    world.pass(1800);
    await world.alerts([alert({ fingerprint: 'f2' })], { id: 'm3' });
    expect(world.starts).toHaveLength(2);
  });
});

describe('a target that another execution has', () => {
  it('is refused, and free for the next notification once that has ended', async () => {
    const world = await aWorld({ rules: [rule({ guard: {} })] });
    await world.ledger.lock('ec2:n1', 'other', 600);
    await world.alerts([alert()]);
    expect(await told(world)).toEqual([
      'refused: disk was refused by target lock: ec2:n1 is locked by other, until it ends or 2026-11-21T12:10:00.000Z',
    ]);
    await world.ledger.release('ec2:n1', 'other');
    await world.alerts([alert()], { id: 'm2' });
    expect(world.starts).toHaveLength(1);
  });

  it('is refused too when it was lost between judging and locking, and the claim is given back', async () => {
    const world = await aWorld({ rules: [rule({ guard: {} })] });
    const { claim } = world.ledger;
    const alerts = [alert(), alert({ fingerprint: 'f2' })];
    await world.alerts(alerts);
    expect(world.starts).toHaveLength(1);
    const [lost] = (await world.decisions()).filter(({ kind }) => kind === 'refused');
    expect(lost?.rules[0]?.verdicts.at(-1)).toMatchObject({ guardrail: 'target lock', allowed: false });
    await world.end(world.starts[0]!.execution);
    await world.alerts(alerts, { id: 'm2' });
    expect(world.starts).toHaveLength(2);
    expect((await claim(world.starts[1]!.execution, { by: 'x', takeoverAfterSeconds: 0 })).started).toBe(true);
  });
});

describe('several rules', () => {
  const two = [rule({ guard: {} }), rule({ rule: 'better', priority: 5, guard: {} })];

  it('act in order of priority, and only one of them on a target', async () => {
    const world = await aWorld({ rules: two });
    await world.alerts([alert()]);
    expect(world.starts.map(({ execution }) => execution.slice(0, 6))).toEqual(['better']);
    expect((await told(world))[0]).toMatch(
      /^started: better started clear .*; disk was refused by one remedy: better-.* already remedies ec2:n1/,
    );
    await world.alerts([alert()], { id: 'm2' });
    expect(world.starts).toHaveLength(1);
  });

  it('let the next act when the first is refused', async () => {
    const world = await aWorld({ rules: two });
    await world.rules.setSwitch({ scope: { kind: 'rule', name: 'better' }, off: true, by: 'ann', at: 'now' });
    await world.alerts([alert()]);
    expect(world.starts.map(({ execution }) => execution.slice(0, 4))).toEqual(['disk']);
  });

  it('both act when the second says so, or changes nothing', async () => {
    const free = {
      releases: [release({ target: null }), release({ runbook: 'look', remediates: false, target: null })],
    };
    const both = await aWorld({ rules: [two[1]!, rule({ continue: true })], ...free });
    await both.alerts([alert()]);
    expect(both.starts).toHaveLength(2);
    const look = await aWorld({ rules: [two[1]!, rule({ run: 'look' })], ...free });
    await look.alerts([alert()]);
    expect(look.starts).toHaveLength(2);
  });
});

describe('the mode', () => {
  it('shadow decides and records what would have been, and touches nothing', async () => {
    const world = await aWorld({ rules: [rule({ mode: 'shadow' })] });
    await world.alerts([alert()]);
    expect(world.calls).toEqual(['live', 'ruleSet', 'facts', 'recordDecision']);
    expect(await told(world)).toEqual([
      expect.stringMatching(/^shadow: disk would have started clear as disk-[0-9a-f]{32}, but is in shadow$/),
    ]);
  });

  it('plan takes no lock, for it changes nothing', async () => {
    const world = await aWorld({ rules: [rule({ mode: 'plan' })] });
    await world.ledger.lock('ec2:n1', 'other', 600);
    await world.alerts([alert()]);
    expect(world.starts[0]?.input).toMatchObject({ mode: 'plan', target: 'ec2:n1' });
    expect(world.starts[0]?.input).not.toHaveProperty('fence');
  });
});

describe('what cannot run', () => {
  it('is told with its reason: no release, no parameter, no fit', async () => {
    const world = await aWorld({
      rules: [
        rule({ rule: 'a', run: 'gone' }),
        rule({ rule: 'b', with: { node: '{% labels.missing %}' } }),
        rule({ rule: 'c', with: { node: '{% labels.node %}', limit: '{% labels.node %}' } }),
      ],
    });
    await world.alerts([alert()]);
    const [reason] = await told(world);
    expect(reason).toContain('invalid: a could not run: runbook gone is not released in this environment');
    expect(reason).toContain(
      'b could not run: the parameters of clear do not fit: node {% labels.missing %} gives nothing',
    );
    expect(reason).toContain('c could not run: the parameters of clear do not fit: limit must be of type number.');
    expect(world.starts).toEqual([]);
  });

  it('is unmatched when no rule wants it or none is there', async () => {
    const world = await aWorld({ rules: [rule(), { rule: 'old', form: 'of last year' }] });
    await world.alerts([alert({ labels: { alertname: 'Other' } })]);
    expect(await told(world)).toEqual(['unmatched: no rule of set 1 matches; not asked, because unreadable: old']);
    const empty = await aWorld({ rules: [] });
    await empty.alerts([alert()]);
    expect(await told(empty)).toEqual(['unmatched: no rule of set 1 matches']);
  });

  it.each(['unknown', 'suppressed', 'weird'])('is refused when its status is %s', async (status) => {
    const world = await aWorld();
    await world.alerts([alert({ status })]);
    expect(world.starts).toEqual([]);
    expect(await world.decisions()).toHaveLength(1);
  });

  it('is a heartbeat', async () => {
    const world = await aWorld({ rules: [rule({ when: { name: ['Watchdog'] } })] });
    await world.alerts([alert({ labels: { alertname: 'Watchdog' } })]);
    expect(await told(world)).toEqual([
      expect.stringContaining('refused: disk was refused by status: it is a heartbeat'),
    ]);
  });
});

describe('a resolved alert', () => {
  it('is noted with every execution of its episode, and starts nothing', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    const { execution } = world.starts[0]!;
    await world.alerts([alert({ status: 'resolved', endsAt: '2026-11-21T11:59:30.000Z' })], { id: 'm2' });
    expect((await world.history.execution(execution))?.clearedAt).toBe('2026-11-21T11:59:30.000Z');
    expect((await told(world))[1]).toBe(`resolved: the sender says that it has cleared; noted for ${execution}`);
  });

  it('is about what runs for it, also when its sender tells another start than before', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    const { execution } = world.starts[0]!;
    const ended = { status: 'resolved', startsAt: '2026-11-21T11:59:30.000Z' };
    await world.alerts([alert({ ...ended, fingerprint: 'f2' })], { id: 'm2' });
    expect((await world.history.execution(execution))?.clearedAt).toBeUndefined();
    await world.alerts([alert(ended)], { id: 'm3' });
    expect((await world.history.execution(execution))?.clearedAt).toBe('2026-11-21T12:00:00.000Z');
  });

  it('is a decision also when nothing ran for it', async () => {
    const world = await aWorld();
    await world.alerts([alert({ status: 'resolved' })]);
    expect(await told(world)).toEqual(['resolved: the sender says that it has cleared, and nothing ran for it']);
  });
});

describe('a body', () => {
  it('without alerts is set aside with the reason', async () => {
    const world = await aWorld();
    await world.deliver(
      record('nonsense', { id: 'm1' }),
      record('{"alerts": []}', { id: 'm2' }),
      record('{"x": 1}', { id: 'm3', source: 'nobody' }),
    );
    expect(await told(world)).toEqual([
      'set aside: malformed: not JSON',
      'set aside: not an alert: a batch without entries',
      expect.stringMatching(/^set aside: not an alert: no reader knows this body/),
    ]);
  });

  it('ends as one decision for each alert, bad entry and cut-off count in it', async () => {
    const world = await aWorld();
    const alerts = [alert(), 'nonsense', alert({ labels: { alertname: 'Other' } })];
    await world.deliver(record(JSON.stringify({ alerts, truncatedAlerts: 9 })));
    expect(await told(world)).toEqual([
      expect.stringMatching(/^started: /),
      'unmatched: no rule of set 1 matches',
      'set aside: malformed: an entry that is no object',
      'set aside: left out by the sender, who cut the batch short: 9 alerts',
    ]);
  });

  it('in base64 is read like the plain one', async () => {
    const world = await aWorld();
    const encoded = record(Buffer.from(JSON.stringify({ alerts: [alert()] })).toString('base64'));
    Object.assign(encoded.messageAttributes, {
      encoding: { stringValue: 'base64' },
      receivedAt: { stringValue: '2026-11-21T11:59:59.000Z' },
    });
    await world.deliver(encoded);
    expect(await world.decisions()).toMatchObject([{ kind: 'started', receivedAt: '2026-11-21T11:59:59.000Z' }]);
  });

  it('of another sender in the same batch does not suffer from a bad one', async () => {
    const world = await aWorld();
    world.breaks({ call: 1, when: 'before', how: 'throw' });
    const twins = [record(JSON.stringify({ alerts: [alert()] })), record('nonsense', { id: 'm2' })];
    expect(await world.deliver(...twins)).toEqual([false, false]);
    world.breaks({ call: 'claim', when: 'before', how: 'throw' });
    expect(await world.deliver(...twins)).toEqual([false, true]);
  });

  it('of two thousand alerts ends as two thousand decisions', async () => {
    const world = await aWorld();
    const alerts = Array.from({ length: 2000 }, (_, i) => alert({ fingerprint: `f${i}`, labels: { node: `n${i}` } }));
    expect(await world.alerts(alerts)).toEqual([true]);
    expect(world.starts).toHaveLength(2000);
    expect(new Set((await world.decisions()).map(({ message }) => message.index)).size).toBe(2000);
  });
});

describe('poison', () => {
  it('in labels is data from end to end', async () => {
    const labels = JSON.parse(
      '{"node": "$(touch x)", "__proto__": "p", "constructor": "c", "{% $eval(1) %}": "`reboot`"}',
    );
    const world = await aWorld();
    await world.alerts([alert({ labels })]);
    expect(world.starts[0]?.input).toMatchObject({ params: { node: '$(touch x)' }, target: 'ec2:$(touch x)' });
    expect(({} as { node?: unknown }).node).toBeUndefined();
  });

  it('nested 20,000 deep, as a body or in a label, is set aside as such', async () => {
    const world = await aWorld();
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const alerts = `{"alerts":[{"status":"firing","labels":{"alertname":"NodeDiskPressure","node":${deep}}}]}`;
    expect(await world.deliver(record(deep), record(alerts, { id: 'm2' }))).toEqual([true, true]);
    expect(await told(world)).toEqual([
      'set aside: malformed: nested more than 64 deep',
      'set aside: malformed: nested more than 64 deep',
    ]);
  });

  it('of 300 KB travels as a pointer', async () => {
    const text = 'x'.repeat(300_000);
    const world = await aWorld({ releases: [release({ target: null })] });
    await world.alerts([alert({ labels: { node: text } })]);
    const { input } = world.starts[0] as { input: { params: never; alert: never } };
    expect(JSON.stringify(input).length).toBeLessThan(2000);
    expect(await world.bucket.fetch(input.params)).toEqual({ node: text, limit: 80 });
    expect(await world.bucket.fetch(input.alert)).toMatchObject({ labels: { node: text } });
  });

  it('of 300 KB in a target is refused as one', async () => {
    const world = await aWorld();
    await world.alerts([alert({ labels: { node: 'x'.repeat(300_000) } })]);
    expect((await told(world))[0]).toContain('invalid: disk could not run');
    expect((await told(world))[0]).toContain('target is longer than 512 characters');
  });
});

describe('what is live', () => {
  it('takes effect within a second', async () => {
    const world = await aWorld();
    await world.alerts([alert()]);
    await world.rules.setSwitch({
      scope: { kind: 'everything' },
      off: true,
      by: 'ann',
      at: new Date(noon).toISOString(),
    });
    world.pass(1);
    await world.alerts([alert({ fingerprint: 'f2', labels: { node: 'n2' } })], { id: 'm2' });
    expect((await told(world))[1]).toContain('refused by kill switch: everything is switched off by ann');
  });

  it('is read once by all messages of a batch', async () => {
    const world = await aWorld();
    await world.deliver(...Array.from({ length: 10 }, (_, i) => record('{"alerts": []}', { id: `m${i}` })));
    expect(world.calls.filter((call) => call === 'live' || call === 'ruleSet')).toEqual(['live', 'ruleSet']);
  });

  it('brings new rules without a restart', async () => {
    const world = await aWorld({ rules: [] });
    await world.rules.apply([rule()], 'ann');
    world.pass(1);
    await world.alerts([alert()]);
    expect(world.starts).toHaveLength(1);
    expect(await world.decisions()).toMatchObject([{ ruleSet: 2 }]);
  });
});
