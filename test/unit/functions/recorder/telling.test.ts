import { describe, expect, it } from 'vitest';
import type { StepRecord } from '#functions/core/execution.ts';
import { issueStory, slackStory } from '#functions/core/telling/messages.ts';
import { story } from '#functions/core/telling/story.ts';
import { endingOf } from '#functions/recorder/ending.ts';
import { changed, type StatusChange } from '#functions/recorder/event.ts';
import type { Json, Plan } from '#runbooks/sdk/wire.ts';
import { execution, helped } from './world.ts';

const step = (name: string, kind: string, more: Partial<StepRecord> = {}): StepRecord => ({
  execution: 'disk-1',
  step: name,
  kind,
  at: '2026-11-20T11:58:00.000Z',
  status: 'succeeded',
  tries: 1,
  ...more,
});

const steps = [
  step('measure', 'diagnose', { value: { usedPercent: 91 } }),
  step('false positive', 'endWhen', { value: null, holds: false }),
  step('build', 'remediate', { value: { build: 7 }, tries: 2 }),
  step('console', 'diagnose', { value: { $pointer: { key: 'k', bytes: 307_200, sha256: 's' } } }),
  step('recovered', 'verify', { value: { usedPercent: 55 }, holds: true }),
];

describe('the story of an execution', () => {
  it('says what was found, what was done and whether it helped', () => {
    expect(story(execution({ ...helped, clearedAt: '2026-11-20T12:00:00.500Z' }), steps)).toEqual({
      title: 'NodeDiskPressure: jenkins-job: it helped',
      needsPeople: false,
      source: 'node:n1',
      parts: [
        {
          name: 'Found',
          lines: [
            'measure: {"usedPercent":91}',
            'false positive (does not hold)',
            'console: 300 KB, too long to show here',
          ],
        },
        { name: 'Done', lines: ['build (2 tries): {"build":7}'] },
        { name: 'Checked', lines: ['recovered (holds): {"usedPercent":55}'] },
      ],
      facts: [
        'on node:n1',
        'rule disk',
        'mode auto',
        'digest dddddddddddd',
        'took 2 min 3 s',
        'alert cleared at 2026-11-20T12:00:00.500Z',
      ],
    });
  });

  it.each([
    [{ kind: 'ineffective', step: 'recovered' }, 'it did not help: “recovered” does not hold', true],
    [{ kind: 'unverified' }, 'done, and nothing was there to verify it', false],
    [{ kind: 'nothing to do', reason: 'false positive' }, 'nothing to do: false positive', false],
    [{ kind: 'planned' }, 'a plan is ready', false],
    [{ kind: 'denied', by: 'ann', reason: 'not now' }, 'denied by ann: not now', false],
    [{ kind: 'expired', step: 'prune' }, 'nobody approved “prune” in time, so it was not done', false],
  ] as const)('tells the outcome %o', (outcome, result, needsPeople) => {
    const told = story(execution({ status: 'succeeded', outcome }), []);
    expect(told.title).toBe(`NodeDiskPressure: jenkins-job: ${result}`);
    expect(told.needsPeople).toBe(needsPeople);
  });

  it('tells the plan where the run went no further', () => {
    const plan: Plan = {
      digest: 'p',
      steps: [
        { step: 'build', kind: 'remediate', calls: [{ system: 'jenkins', verb: 'start', args: ['Prune', { N: 1 }] }] },
        { step: 'recovered', kind: 'verify', calls: [], open: 'depends on “build”' },
      ],
    };
    const made = [step('build (plan)', 'plan', { value: plan as unknown as Json })];
    const lines = [
      'build (remediate)',
      'build: jenkins.start("Prune", {"N":1})',
      'recovered (verify): depends on “build”',
    ];
    expect(story(execution({ status: 'succeeded', outcome: { kind: 'planned' } }), made).parts).toEqual([
      { name: 'Would be done', lines },
    ]);
    expect(story(execution(helped), [...made, step('build', 'remediate')]).parts).toEqual([
      { name: 'Done', lines: ['build'] },
    ]);
  });

  it('tells who started a run by hand, and why it failed', () => {
    const error = { name: 'TerminalError', cause: 'no such job' };
    const by = execution({ alert: undefined, cause: { person: 'ann' }, target: undefined, status: 'failed', error });
    expect(story(by, [step('build', 'remediate', { status: 'failed', error })])).toMatchObject({
      title: 'By hand (ann): jenkins-job: failed: no such job',
      needsPeople: true,
      parts: [{ name: 'Done', lines: ['build: failed: no such job'] }],
    });
  });
});

describe('the message to Slack', () => {
  it('links to the execution and lets nothing in an alert address anybody', () => {
    const nasty = execution({ ...helped, alert: '<!channel> & co' });
    const { text, blocks } = slackStory(
      story(nasty, [step('measure', 'diagnose', { value: '<https://evil.example|click>' })]),
      'https://wolfe.example/executions/disk-1',
    );
    expect(text).toBe('&lt;!channel&gt; &amp; co: jenkins-job: it helped');
    expect(blocks[1]).toMatchObject({
      text: { text: '*Found*\n• measure: &lt;https://evil.example|click&gt;' },
    });
    expect(JSON.stringify(blocks.at(-1))).toContain('<https://wolfe.example/executions/disk-1|All of it>');
  });

  it('keeps within what Slack takes', () => {
    const long = execution({ ...helped, alert: 'x'.repeat(200) });
    const many = Array.from({ length: 60 }, (_, index) => step(`s${index}`, 'diagnose', { value: 'y'.repeat(400) }));
    const { blocks } = slackStory(story(long, many), 'https://wolfe.example');
    const texts = blocks.flatMap((block) => {
      const { type, text } = block as { type: string; text?: { text: string } };
      return text ? [[type, text.text.length] as const] : [];
    });
    expect(texts.find(([type]) => type === 'header')?.[1]).toBeLessThanOrEqual(150);
    for (const [, length] of texts) expect(length).toBeLessThanOrEqual(3_000);
  });
});

it('the issue is plain text in paragraphs', () => {
  expect(issueStory(story(execution(helped), steps.slice(0, 1)), 'https://wolfe.example/executions/disk-1')).toEqual({
    summary: 'NodeDiskPressure: jenkins-job: it helped',
    description: [
      'NodeDiskPressure: jenkins-job: it helped',
      'Found\n- measure: {"usedPercent":91}',
      'on node:n1, rule disk, mode auto, digest dddddddddddd, took 2 min 3 s',
      'https://wolfe.example/executions/disk-1',
    ].join('\n\n'),
  });
});

describe('how an execution ended', () => {
  const now = new Date('2026-11-20T12:00:01.000Z');

  it('is undefined while it runs', () => {
    expect(endingOf({ status: 'running' }, now)).toBeUndefined();
  });

  it('takes the outcome from the machine’s output', () => {
    const output = JSON.stringify({ execution: 'x', outcome: { kind: 'planned' } });
    expect(endingOf({ status: 'succeeded', output, endedAt: '2026-11-20T12:00:00.000Z' }, now)).toEqual({
      status: 'succeeded',
      outcome: { kind: 'planned' },
      endedAt: '2026-11-20T12:00:00.000Z',
    });
    expect(endingOf({ status: 'succeeded', output: '{}' }, now)?.outcome).toEqual({ kind: 'unverified' });
  });

  it('shows the message of a Lambda’s error, and the text of any other', () => {
    const cause = JSON.stringify({ errorType: 'TerminalError', errorMessage: 'no such job', trace: ['at …'] });
    expect(endingOf({ status: 'failed', error: 'TerminalError', cause }, now)).toEqual({
      status: 'failed',
      error: { name: 'TerminalError', cause: 'no such job' },
      endedAt: now.toISOString(),
    });
    expect(endingOf({ status: 'aborted', error: 'StoppedError', cause: 'cancelled by ann' }, now)?.error?.cause).toBe(
      'cancelled by ann',
    );
  });

  it.each([
    ['failed', 'States.Runtime'],
    ['timed out', 'States.Timeout'],
    ['aborted', 'StoppedError'],
  ] as const)('has a cause when Step Functions gives none: %s', (status, name) => {
    expect(endingOf({ status }, now)?.error).toMatchObject({ name, cause: expect.stringMatching(/\.$/) });
  });
});

describe('the event', () => {
  const detail = {
    executionArn: 'arn:aws:states:eu-west-1:1:execution:wolfe-test-jenkins-job:disk-1',
    name: 'disk-1',
    status: 'SUCCEEDED',
    stopDate: 1_795_176_000_000,
    output: '{"outcome":{"kind":"planned"}}',
    error: null,
    cause: null,
  };
  const event = (more: object) => changed({ detail: { ...detail, ...more } } as StatusChange);

  it('says which execution ended, when and how', () => {
    expect(event({})).toEqual({
      execution: 'disk-1',
      executionArn: detail.executionArn,
      run: { status: 'succeeded', output: detail.output, endedAt: '2026-11-20T12:00:00.000Z' },
      whole: true,
    });
  });

  it('is not whole when its output was too large for it, or a failure comes without its error', () => {
    expect(event({ output: null }).whole).toBe(false);
    expect(event({ status: 'FAILED', output: null }).whole).toBe(false);
    expect(event({ status: 'FAILED', output: null, error: 'TerminalError', cause: 'x' }).whole).toBe(true);
    expect(event({ status: 'ABORTED', output: null }).whole).toBe(true);
  });

  it('of a start is one that runs', () => {
    expect(event({ status: 'RUNNING', output: null, stopDate: null }).run).toEqual({ status: 'running' });
  });
});
