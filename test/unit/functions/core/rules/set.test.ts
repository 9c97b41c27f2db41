import { describe, expect, it } from 'vitest';
import type { Alert } from '#functions/core/alert.ts';
import { checkFiles, ruleSet } from '#functions/core/rules/set.ts';

const runbooks = [
  {
    runbook: 'jenkins-job',
    params: {
      type: 'object',
      properties: {
        job: { type: 'string' },
        parameters: { type: 'object', additionalProperties: { type: 'string' }, default: {} },
        tries: { type: 'integer', default: 1 },
      },
      required: ['job'],
      additionalProperties: false,
    },
  },
];
const good = `
rule: node-disk-pressure
owner: cloud-infra
when: { name: [NodeDiskPressure] }
run: jenkins-job
with: { job: DockerPruneNode, parameters: { NODE: "{% labels.node %}" } }
`;
const check = (...texts: string[]) =>
  checkFiles(
    texts.map((text, i) => ({ file: `${i + 1}.yaml`, text })),
    runbooks,
  );
const shown = (...texts: string[]) =>
  (check(...texts).faults ?? []).map(
    ({ file, line, column, path, problem, cure }) => `${file}:${line}:${column} ${path} ${problem}. ${cure}`,
  );
const alert = (fields: Partial<Alert> = {}): Alert => ({
  name: 'NodeDiskPressure',
  status: 'firing',
  labels: {},
  annotations: {},
  source: 'alertmanager',
  startsAt: '2026-11-21T12:00:00.000Z',
  fingerprint: 'f',
  ...fields,
});

describe('a rule set', () => {
  it('is read with durations in seconds and shadow as the mode of a rule that names none', () => {
    const { rules } = check(
      `${good}guard: { cooldown: 30m, rate: { max: 10, per: 1h30m } }\nnotify: { slack: "#infra" }`,
    );
    expect(rules).toMatchObject([
      {
        name: 'node-disk-pressure',
        mode: 'shadow',
        guard: { cooldownSeconds: 1800, rate: { max: 10, perSeconds: 5400 } },
        notify: { slack: '#infra' },
        priority: 0,
        continue: false,
      },
    ]);
    expect(rules?.[0]?.source).toMatchObject({ guard: { cooldown: '30m' } });
  });

  it('may be spread over files, documents and lists, in YAML and JSON', () => {
    const json = (rule: string) => ({
      rule,
      owner: 'o',
      when: { name: ['N'] },
      run: 'jenkins-job',
      with: { job: 'j' },
    });
    const { rules } = check(
      `${good}---\n${good.replace('node-disk-pressure', 'second')}`,
      JSON.stringify([json('third'), json('fourth')]),
    );
    expect(rules?.map(({ name }) => name)).toEqual(['node-disk-pressure', 'second', 'third', 'fourth']);
  });

  it('puts rules of higher priority first and keeps the order of the others', () => {
    const rule = (name: string, priority: number) =>
      `${good.replace('node-disk-pressure', name)}priority: ${priority}\n`;
    const { rules } = check(rule('a', 0), rule('b', 10), rule('c', 0), rule('d', -1));
    expect(rules?.map(({ name }) => name)).toEqual(['b', 'a', 'c', 'd']);
  });

  it('shows five different faults of one rule at once, each with place and cure', () => {
    const text = [
      'rule: disk',
      'owner: cloud-infra',
      'mode: automatic',
      'when:',
      '  labels:',
      '    env: prod',
      'run: jenkins-jobs',
      'guard:',
      '  cooldwn: 1m',
      '  hold: 30x',
    ].join('\n');
    expect(shown(text)).toEqual([
      '1.yaml:3:1 mode "automatic" cannot stand here: Invalid option: expected one of "shadow"|"plan"|"approve"|"auto". Use one of shadow, plan, approve, auto.',
      '1.yaml:6:5 when.labels.env must be a list or an object, not "prod". Write a list of values: ["prod"].',
      '1.yaml:7:1 run there is no runbook jenkins-jobs. Did you mean jenkins-job?',
      '1.yaml:9:3 guard.cooldwn "cooldwn" is no field of a rule. Did you mean cooldown?',
      '1.yaml:10:3 guard.hold "30x" is no duration. Write whole numbers with d, h, m or s, such as 90s, 10m or 1h30m.',
    ]);
  });

  it('shows the faults of all rules and files, also beside one that is no YAML', () => {
    expect(shown('rule: [unclosed', `${good}---\n${good}`, 'just text', `rule: x\nrule: y`)).toEqual([
      expect.stringMatching(/^1\.yaml:1:16 {2}is not YAML: .* Mend the line/),
      expect.stringMatching(/^4\.yaml:2:1 {2}is not YAML: Map keys must be unique/),
      '2.yaml:9:1 rule node-disk-pressure is already a rule, in 2.yaml line 2. Give one of them another name.',
      '3.yaml:1:1  is no rule. Write fields: rule, owner, when, run and with at least.',
    ]);
  });

  it('names what a rule lacks', () => {
    expect(shown('description: nothing else')).toEqual([
      '1.yaml:1:1 rule is missing. Name it, unique in the set and at most 80 characters long: rule: disk-full.',
      '1.yaml:1:1 owner is missing. Name the team that answers for it: owner: cloud-infra.',
      '1.yaml:1:1 run is missing. Name a runbook: run: clear-full-disk.',
      '1.yaml:1:1 when is missing. Write an event pattern: when: { name: [NodeDiskPressure], status: [firing] }.',
    ]);
  });

  it('checks parameters against the runbook, as far as they are known without an alert', () => {
    const withs = (value: string) => shown(good.replace(/with: .*/, `with: ${value}`));
    expect(withs('{ parameters: { NODE: 1 }, tries: "{% $number(labels.n) %}" }')).toEqual([
      '1.yaml:6:1 with.job is missing. Add job; the runbook needs it.',
      '1.yaml:6:23 with.parameters.NODE must be of type string. Write a value of type string.',
    ]);
    expect(withs('{ job: a, trys: 3 }')).toEqual([
      '1.yaml:6:17 with.trys is not a parameter of the runbook. Did you mean tries?',
    ]);
    expect(withs('{ job: "{% labels.job %}", parameters: "{% labels %}" }')).toEqual([]);
  });

  it('checks the syntax of templates', () => {
    const withs = (value: string) => shown(good.replace(/with: .*/, `with: { job: '${value}' }`));
    expect(withs('{% labels. %}')[0]).toMatch(/^1\.yaml:6:9 with\.job is no JSONata: .*\(at character 7\)\. See https/);
    expect(withs('disk-{% labels.node %}')[0]).toContain(
      'has an expression inside of other text. Make the whole text one',
    );
    expect(withs('{% $eval(labels.x) %}')[0]).toContain('calls $eval, which rules cannot');
    expect(withs('{% ($f := $now; $f()) %}')[0]).toContain('calls $now, which rules cannot');
  });

  it.each([
    '{ name: [{ exists: true }] }',
    '{ status: [firing] }',
    '{ name: [{ prefix: "" }] }',
    '{ name: [{ wildcard: "*" }] }',
    '{ source: [{ anything-but: [plain] }] }',
    '{ labels: { node: [{ exists: false }] } }',
  ])('refuses a rule that matches everything, as %s does, unless it says so', (when) => {
    const text = good.replace(/when: .*/, `when: ${when}`);
    expect(shown(text)).toEqual([expect.stringContaining('when matches every firing alert. Name the alerts')]);
    expect(check(`${text}matchAll: true`).rules).toHaveLength(1);
  });

  it('lets a rule match everything without any pattern, if it says so', () => {
    const { rules } = check(`${good.replace(/when: .*\n/, '')}matchAll: true`);
    expect(ruleSet(1, [rules?.[0]?.source]).match(alert())).toHaveLength(1);
    expect(shown(`${good.replace(/when: .*/, 'when: {}')}matchAll: true`)).toEqual([
      expect.stringContaining('when is an empty object'),
    ]);
  });

  it('survives keys and names that are poison elsewhere', () => {
    const text = good.replace(
      /with: .*/,
      'with: { job: x, parameters: { __proto__: "{% labels.a %}", constructor: b } }',
    );
    expect(Object.keys((check(text).rules![0]!.with as { parameters: object }).parameters)).toEqual([
      '__proto__',
      'constructor',
    ]);
    expect(shown(good.replace('owner:', '__proto__: x\nowner:'))).toEqual([
      expect.stringContaining('"__proto__" is no field of a rule'),
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('does not multiply aliases without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'.split('').map((l, i) => `${l}: &${l} [${Array(9).fill(`*${'abcdef'[i]}`)}]`),
    ].join('\n');
    expect(shown(bomb)).toEqual([expect.stringContaining('cannot be read: Excessive alias count')]);
  });
});

describe('a stored rule set', () => {
  const sources = (...texts: string[]) => texts.flatMap((text) => check(text).rules?.map(({ source }) => source) ?? []);

  it('gives the rules that an alert meets, highest priority first', () => {
    const second = `${good.replace('node-disk-pressure', 'second')}priority: 1`;
    const third = good.replace('node-disk-pressure', 'third').replace('NodeDiskPressure', 'Other');
    const set = ruleSet(7, sources(good, second, third));
    expect(set.version).toBe(7);
    expect(set.match(alert()).map(({ name }) => name)).toEqual(['second', 'node-disk-pressure']);
    expect(set.match(alert({ name: 'nothing' }))).toEqual([]);
  });

  it('goes on without a rule that it cannot read any more, and names it', () => {
    const set = ruleSet(7, [{ rule: 'old', form: 'of last year' }, null, ...sources(good)]);
    expect(set.unreadable).toEqual(['old', 'one without a name']);
    expect(set.match(alert())).toHaveLength(1);
  });
});
