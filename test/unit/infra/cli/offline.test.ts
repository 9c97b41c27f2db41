import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFull } from '#test/unit/functions/studio/world.ts';
import { aServedWorld, runWolfe, type ServedWorld } from './run-wolfe.ts';

const lines = (text: string): string[] => text.trimEnd().split('\n');
const patterns = resolve(import.meta.dirname, '../../../../../shared/conformance/patterns.json');

const alertmanager = {
  version: '4',
  groupKey: '{}:{}',
  receiver: 'wolfe',
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'NodeDiskPressure', node: 'n1', env: 'dev' },
      annotations: {},
      startsAt: '2026-11-21T12:00:00Z',
      fingerprint: 'abc',
    },
  ],
};
const rule = {
  rule: 'pressure',
  owner: 'cloud-infra',
  when: { name: ['NodeDiskPressure'], labels: { env: ['dev'] } },
  run: 'jenkins-job',
  with: { job: 'DockerPruneNode', parameters: { NODE: '{% labels.node %}' } },
};

let cwd: string;
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'wolfe-offline-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));
/** With no Wolfe to talk to. */
const wolfe = (args: string[], input?: string) => runWolfe(args, { cwd, input });

describe('alerts read', () => {
  it('prints alerts as JSON lines, out of gzip and from the standard input too', async () => {
    const text = JSON.stringify(alertmanager);
    const named = await wolfe(['alerts', 'read', file('am.json.gz', gzipSync(text))]);
    const piped = await wolfe(['alerts', 'read', '-', '--source', 'alertmanager'], text);
    for (const { code, out, err } of [named, piped]) {
      expect([code, err, lines(out).length]).toEqual([0, '', 1]);
      expect(JSON.parse(out)).toMatchObject({
        name: 'NodeDiskPressure',
        source: 'alertmanager',
        labels: { node: 'n1' },
      });
    }
  });

  it('tells on stderr why something is no alert, and fails when it was malformed', async () => {
    const malformed = await wolfe(['alerts', 'read', '-'], '{"alerts": [');
    expect([malformed.code, malformed.out, malformed.err]).toEqual([1, '', expect.stringMatching(/^malformed: /)]);
    const control = await wolfe(
      ['alerts', 'read', '-'],
      JSON.stringify({ Type: 'SubscriptionConfirmation', TopicArn: 'arn:aws:sns:us-east-1:1:t', Token: 't' }),
    );
    expect([control.code, control.err]).toEqual([0, expect.stringMatching(/^control: /)]);
    const unknown = await wolfe(['alerts', 'read', '-', '--source', 'nobody'], JSON.stringify(alertmanager));
    expect([unknown.code, lines(unknown.out).length]).toEqual([0, 1]);
    expect(unknown.err).toContain('no reader is called nobody');
    expect((await wolfe(['alerts', 'sources', 'nobody'])).code).toBe(2);
  });

  it('reads one of several senders of a kind under its own name', async () => {
    const named = await wolfe(['alerts', 'read', '-', '--source', 'alertmanager-emea'], JSON.stringify(alertmanager));
    expect([named.code, named.err]).toEqual([0, '']);
    expect(JSON.parse(named.out)).toMatchObject({ source: 'alertmanager', instance: 'alertmanager-emea' });
  });

  it('reads a sender without a reader by a mapping, and tells what is wrong with one', async () => {
    const mapping = file('shop.yaml', 'source: shop\nname: what\nstatus: how\nwords: { burning: firing }\n');
    const body = JSON.stringify({ what: 'Checkout slow', how: 'burning' });
    const { code, out, err } = await wolfe(['alerts', 'read', '-', '--mapping', mapping], body);
    expect([code, err, JSON.parse(out)]).toMatchObject([
      0,
      '',
      { name: 'Checkout slow', status: 'firing', source: 'shop' },
    ]);
    const faulty = await wolfe(
      ['alerts', 'read', '-', '--mapping', file('bad.yaml', 'source: shop\nname: ((\n')],
      body,
    );
    expect([faulty.code, faulty.err]).toEqual([2, expect.stringMatching(/bad\.yaml:2:1 +name +is no JSONata/)]);
  });

  it('lists the readers, each with an example that it reads', async () => {
    const { out } = await wolfe(['alerts', 'sources', '--json']);
    const names = lines(out).map((line) => JSON.parse(line).name);
    expect(names).toEqual(expect.arrayContaining(['alertmanager', 'cloudwatch', 'plain']));
    expect((await wolfe(['alerts', 'sources', 'cloudwatch'])).out).toContain('aws.cloudwatch');
  });
});

describe('rules check', () => {
  it('finds no fault in what the library suggests, without a Wolfe', async () => {
    const { code, out } = await wolfe(['rules', 'check']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ rules, no fault, \d+ cases passed\n$/)]);
  });

  it('warns of what is allowed and hardly meant, without an exit code', async () => {
    const auto = { ...rule, mode: 'auto', guard: { blastRadius: { max: 1, per: '1h' }, hold: '2d' } };
    const endless = { ...rule, rule: 'endless', mode: 'auto', guard: { concurrency: 1 } };
    const tired = { ...rule, rule: 'tired', guard: { cooldown: '1h', attempts: { max: 9, per: '4h' } } };
    const { code, out } = await wolfe(['rules', 'check', file('odd.yaml', JSON.stringify([auto, endless, tired]))]);
    expect(code).toBe(0);
    expect(lines(out).map((line) => line.replace(/^(warning)? *odd\.yaml:\d+:\d+ */, ''))).toEqual([
      expect.stringMatching(/^pressure {2}guard\.hold {2}waits for more than a day/),
      expect.stringMatching(/^endless {2}mode {2}acts by itself, and nothing limits how often/),
      expect.stringMatching(/^tired {2}guard\.attempts {2}limits nothing: the cooldown allows fewer/),
      '3 rules, no fault, 3 warnings',
    ]);
  });

  it('runs the cases that lie beside the rules, and fails with them', async () => {
    mkdirSync(join(cwd, 'team/a'), { recursive: true });
    file('team/a/rule.yaml', JSON.stringify(rule));
    file(
      'team/a/cases.yaml',
      JSON.stringify([{ case: 'in prod', alert: { name: 'NodeDiskPressure' }, expect: ['pressure'] }]),
    );
    const { code, out } = await wolfe(['rules', 'check', 'team']);
    expect([code, lines(out)]).toEqual([
      1,
      ['failed  in prod: pressure does not match (see wolfe rules explain)', '1 rule, no fault, 1 of 1 case failed'],
    ]);
    const tested = await wolfe(['rules', 'test', 'team', '.']);
    expect(tested.code).toBe(1);
    expect(lines(tested.out).at(0)).toMatch(/^failed {2}team\/a\/cases\.yaml in prod: /);
    mkdirSync(join(cwd, 'none'));
    expect((await wolfe(['rules', 'test', 'none'])).err).toContain('No cases in none.');
  });

  it('tells all faults of a set, with file, line and cure', async () => {
    const { code, out } = await wolfe([
      'rules',
      'check',
      file(
        'faulty.yaml',
        'rule: a\nowner: x\nmode: fast\nwhen: {name: [A]}\nrun: jenkins-jib\nguard: {cooldown: soon}\n',
      ),
    ]);
    expect(code).toBe(2);
    expect(out).toMatch(/faulty\.yaml:3:1 {2}a {2}mode .*shadow, plan, approve, auto/);
    expect(out).toMatch(/run .*jenkins-job\?/);
    expect(out).toMatch(/guard\.cooldown .*10m/);
    expect(lines(out).at(-1)).toBe('3 faults');
  });
});

describe('what is meant to hurt', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;

  it('is a fault of a rule when it is nested 20,000 deep, wherever', async () => {
    const head = 'rule: a\nowner: b\nrun: jenkins-job\n';
    for (const text of [`${head}when: { name: [x] }\nwith: ${deep}`, `${head}when: ${deep}`]) {
      const { code, out } = await wolfe(['rules', 'check', file('deep.yaml', text)]);
      expect([code, out]).toEqual([
        2,
        expect.stringMatching(/^deep\.yaml:\d:\d+ {2}is nested too deep\. .*\n1 fault\n$/),
      ]);
    }
  });

  it('is refused in place of cases, or tested like any other', async () => {
    const yaml = await wolfe(['rules', 'test', file('deep-cases.yaml', `- { pattern: { a: [1] }, event: ${deep} }`)]);
    expect([yaml.code, yaml.err]).toEqual([2, expect.stringContaining('deep-cases.yaml holds no cases')]);
    const json = await wolfe([
      'rules',
      'test',
      file('deep.json', `[{"pattern":{"a":[1]},"event":${deep},"match":false}]`),
    ]);
    expect([json.code, json.out]).toEqual([0, '1 passed, 0 failed, 0 skipped\n']);
    const wildcard = {
      pattern: { a: [{ wildcard: `${'*a'.repeat(1000)}*b*` }] },
      event: { a: 'a'.repeat(300_000) },
      match: false,
    };
    expect((await wolfe(['rules', 'test', file('wild.json', JSON.stringify([wildcard]))])).code).toBe(0);
  });

  it('multiplies by aliases in vain', async () => {
    const lists = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
    const text = `rule: a\nowner: b\nrun: jenkins-job\nwhen: { name: [x] }\nwith:\n  l0: &l0 [x]\n${lists.map((line) => `  ${line}`).join('\n')}`;
    const { code, out } = await wolfe(['rules', 'check', file('aliases.yaml', text)]);
    expect([code, out]).toEqual([2, expect.stringContaining('Write the rule without aliases')]);
  });
});

describe('rules test', () => {
  it('runs the cases of the library', async () => {
    const { code, out } = await wolfe(['rules', 'test']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+ passed, 0 failed, 0 skipped\n$/)]);
  });

  it('takes the payload of a case from a file beside it', async () => {
    file('payload.json', JSON.stringify(alertmanager));
    file('rule.yaml', JSON.stringify(rule));
    const cases = [
      { case: 'found', file: 'payload.json', expect: ['pressure'] },
      { case: 'lost', file: 'nowhere.json', expect: [] },
    ];
    const { out } = await wolfe([
      'rules',
      'test',
      file('by-file.yaml', JSON.stringify({ rules: ['rule.yaml'], cases })),
    ]);
    expect(lines(out)).toEqual([expect.stringMatching(/^failed {2}lost: ENOENT/), '1 passed, 1 failed, 0 skipped']);
  });

  it('runs cases of alerts against rules: which match, and with which parameters', async () => {
    file('rule.yaml', JSON.stringify(rule));
    const params = { job: 'DockerPruneNode', parameters: { NODE: 'n1' } };
    const cases = [
      {
        case: 'prunes',
        alert: { name: 'NodeDiskPressure', labels: { env: 'dev', node: 'n1' } },
        expect: { pressure: params },
      },
      { case: 'by payload', payload: alertmanager, expect: ['pressure'] },
      { case: 'not in prod', alert: { name: 'NodeDiskPressure', labels: { env: 'prod' } }, expect: [] },
      { pattern: { a: [1] }, event: { a: 1 }, match: true },
    ];
    const good = await wolfe(['rules', 'test', file('good.json', JSON.stringify({ rules: ['rule.yaml'], cases }))]);
    expect([good.code, good.out]).toEqual([0, '4 passed, 0 failed, 0 skipped\n']);

    const wrong = [
      { ...cases[0], case: 'other node', expect: { pressure: { ...params, parameters: { NODE: 'n2' } } } },
      { ...cases[2], case: 'in prod', expect: ['pressure'] },
      { ...cases[0], case: 'nothing', expect: [] },
    ];
    const bad = await wolfe(['rules', 'test', file('bad.yaml', JSON.stringify(wrong)), '--rules', 'rule.yaml']);
    expect(bad.code).toBe(1);
    expect(lines(bad.out)).toEqual([
      expect.stringMatching(/^failed {2}other node: pressure: expected .*"n2".*made .*"n1"/),
      expect.stringMatching(/^failed {2}in prod: pressure does not match/),
      expect.stringMatching(/^failed {2}nothing: pressure matches, too$/),
      '0 passed, 3 failed, 0 skipped',
    ]);
  });

  it('gives each skip its reason', async () => {
    const { out } = await wolfe([
      'rules',
      'test',
      file('mute.json', JSON.stringify([{ id: 'P1', pattern: { a: [1] } }])),
    ]);
    expect(lines(out)).toEqual(['skipped  P1: the case states no verdict', '0 passed, 0 failed, 1 skipped']);
  });

  it('refuses what is no case', async () => {
    const { code, err } = await wolfe(['rules', 'test', file('no.yaml', '- { alert: { labels: {} } }\n')]);
    expect([code, err]).toEqual([2, expect.stringContaining('case 1: alert.name')]);
  });

  it.skipIf(!existsSync(patterns))(
    'passes every shared case of the pattern language (skipped without ../shared)',
    async () => {
      const { code, out } = await wolfe(['rules', 'test', patterns]);
      expect([code, lines(out).at(-1)]).toEqual([0, expect.stringMatching(/^\d{4} passed, 0 failed, \d+ skipped$/)]);
    },
  );
});

describe('rules against a live Wolfe', () => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await aServedWorld();
    writeFileSync(
      join(served.cwd, 'set.yaml'),
      JSON.stringify([
        { ...diskFull, mode: 'plan' },
        { ...diskFull, rule: 'new' },
      ]),
    );
    writeFileSync(join(served.cwd, 'alert.json'), JSON.stringify({ name: 'DiskFull', status: 'firing', labels: {} }));
  });
  afterAll(() => served.close());

  it('are explained, compared, applied and rolled back', async () => {
    const why = await served.wolfe(['rules', 'explain', '--alert', 'alert.json', '--rule', 'disk-full']);
    expect(why.code).toBe(1);
    expect(why.out).toMatch(
      /does not match {2}disk-full\n {2}✓ name is "DiskFull"\n {2}✗ labels\.instance is not there, wanted/,
    );

    const diff = await served.wolfe(['rules', 'diff', 'set.yaml']);
    expect([diff.code, lines(diff.out)]).toEqual([
      1,
      expect.arrayContaining(['changed: disk-full', '  ~ mode: auto → plan', 'added: new', '  + rule: new']),
    ]);

    expect((await served.wolfe(['rules', 'check', 'set.yaml', '--live'])).out).toMatch(/^2 rules, no fault/m);
    const applied = await served.wolfe(['rules', 'apply', 'set.yaml', '--expected', '1']);
    expect([applied.code, applied.out]).toEqual([0, 'live: version 2 with 2 rules\n']);
    expect((await served.wolfe(['rules', 'diff', 'set.yaml'])).code).toBe(0);
    expect((await served.wolfe(['rules', 'list'])).out).toMatch(/disk-full +plan +clear-disk +cloud-infra/);
    expect((await served.wolfe(['rules', 'show', 'new'])).out).toContain('run: clear-disk');

    const late = await served.wolfe(['rules', 'apply', 'set.yaml', '--expected', '1']);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('apply again')]);
    expect((await served.wolfe(['rules', 'rollback'])).out).toBe('live: version 3 with 1 rules, as version 1 was\n');
    expect(lines((await served.wolfe(['rules', 'versions'])).out)).toHaveLength(4);
  });

  it('are back-tested on what was decided, and the exit code says when an alert would be lost', async () => {
    const same = await served.wolfe(['rules', 'backtest', '--since', '2026-11-20T00:00:00Z']);
    expect(same.code).toBe(0);
    expect(lines(same.out)[0]).toMatch(/^1 alert since .*: 1 match a rule, 1 one of live version \d+; a run takes 5m$/);
    expect(same.out).toMatch(/disk-full +auto +1 +1 +ec2:i-1$/m);
    writeFileSync(
      join(served.cwd, 'narrow.yaml'),
      JSON.stringify([{ ...diskFull, rule: 'narrow', when: { name: ['DiskFull'], labels: { instance: ['i-2'] } } }]),
    );
    const narrow = await served.wolfe([
      'rules',
      'backtest',
      '--since',
      '2026-11-20T00:00:00Z',
      '--file',
      'narrow.yaml',
    ]);
    expect(narrow.code).toBe(1);
    expect(narrow.out).toMatch(
      /0 alerts newly matched, 1 no longer, 0 by other rules:\n {2}DiskFull: -disk-full {2}2026/,
    );
    const json = await served.wolfe(['--json', 'rules', 'backtest', '--since', '2026-11-20T00:00:00Z']);
    expect(JSON.parse(json.out)).toMatchObject({
      alerts: 1,
      truncated: false,
      rules: [{ rule: 'disk-full', runs: 1 }],
    });
    const faulty = await served.wolfe(['rules', 'backtest', '--file', 'nowhere.yaml']);
    expect([faulty.code, faulty.out]).toEqual([2, '']);
  });

  it('that match nothing are named by what is unmatched', async () => {
    expect((await served.wolfe(['rules', 'unmatched'])).err).toBe('Every alert since then matched a rule.\n');
    served.unmatched('Strange');
    expect((await served.wolfe(['rules', 'unmatched', '--since', '30d'])).out).toMatch(/^Strange +1 +1 +1 /m);
  });

  it('are refused with every fault when they are faulty', async () => {
    writeFileSync(
      join(served.cwd, 'bad.yaml'),
      JSON.stringify([
        { ...diskFull, run: 'a' },
        { ...diskFull, mode: 'b' },
      ]),
    );
    const { code, err } = await served.wolfe(['rules', 'apply', 'bad.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(/Nothing was applied/);
    expect(err.match(/bad\.yaml/g)!.length).toBeGreaterThanOrEqual(3);
  });
});
