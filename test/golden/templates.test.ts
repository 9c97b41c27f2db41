import { beforeAll, describe, expect, it } from 'vitest';
import { differences, golden, goldenStacks, synthesized } from './golden.ts';
import { built, filesOf, ownFiles, ownSettings, ownTemplates, type Template } from './synthesize.ts';

describe('the templates', () => {
  let now: Record<string, Template>;
  beforeAll(async () => {
    now = await synthesized();
  });

  it.each(goldenStacks)('of %s are those that were accepted', (stack) => {
    const changed = differences(golden(stack), now[stack]);
    expect(changed, `If this is meant: npm run accept\n${changed.join('\n')}`).toEqual([]);
  });
});

describe('the differences of two templates', () => {
  it('are told by place', () => {
    const queue = (seconds: number) => ({
      Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: seconds } },
    });
    expect(differences(queue(60), { ...queue(30), Topic: { Type: 'AWS::SNS::Topic' } })).toEqual([
      'Queue.Properties.VisibilityTimeout: 60 → 30',
      'Topic: (nothing) → {"Type":"AWS::SNS::Topic"}',
    ]);
  });
});

describe('two environments in two regions', () => {
  let files: Record<string, string>;
  let templates: Record<string, Template>;
  beforeAll(async () => {
    files = await ownFiles();
    templates = await ownTemplates();
  });

  it('are the same bytes each time, with all that names assets', async () => {
    const again = filesOf(ownSettings(), await built());
    expect(Object.keys(files).filter((file) => files[file] !== again[file])).toEqual([]);
    expect(Object.keys(again)).toEqual(Object.keys(files));
  });

  it('share nothing', () => {
    expect(Object.keys(templates)).toHaveLength(10);
    for (const [stack, template] of Object.entries(templates))
      expect(JSON.stringify(template)).not.toContain(stack.startsWith('wolfe-dev') ? 'wolfe-prod' : 'wolfe-dev');
  });

  it('have the same engine in each region', () => {
    const typesOf = (region: string) =>
      Object.values(templates[`wolfe-dev-engine-${region}`]!.Resources)
        .map(({ Type }) => Type)
        .sort();
    expect(typesOf('us-east-1')).toEqual(typesOf('eu-west-1'));
  });
});
