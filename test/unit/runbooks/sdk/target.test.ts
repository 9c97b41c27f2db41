import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runbook } from '#runbooks/sdk/runbook.ts';
import { inTarget, renderTarget } from '#runbooks/sdk/target.ts';
import { targetTemplate } from '#runbooks/sdk/template.ts';

const params = z.object({
  instance: z.string(),
  disk: z.int().default(0),
  zone: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});
const templateOf = (target?: (given: z.output<typeof params>) => string) =>
  targetTemplate(runbook('r', { summary: 's', owner: 'o', params, target, systems: {} }));

describe('the template of a target', () => {
  it('is found from the function', () => {
    expect(templateOf(({ instance }) => `ec2:${instance}`)).toBe('ec2:{instance}');
    expect(templateOf(({ instance, disk }) => `ec2:${instance}/${disk}`)).toBe('ec2:{instance}/{disk}');
    expect(templateOf(({ instance, tags }) => `${instance}(${inTarget(tags)})`)).toBe('{instance}({tags})');
  });

  it('is null without a target', () => expect(templateOf()).toBeNull());

  it.each<[string, (given: z.output<typeof params>) => string, string]>([
    ['changes letters', ({ instance }) => instance.toLowerCase(), 'it does more than put parameters into a text'],
    ['calculates', ({ disk }) => `disk:${Number(disk) + 1}`, 'it does more than put parameters into a text'],
    ['decides', ({ instance }) => (instance.length < 12 ? 'a' : `ec2:${instance}`), 'it does more than put'],
    ['decides by a number', ({ disk, instance }) => (disk < 2 ? 'small' : instance), 'it does more than put'],
    ['uses nothing', () => 'everything', 'it uses no parameter, so that all runs would have the same target'],
    ['uses what may be missing', ({ zone }) => `zone:${zone}`, 'it uses a parameter that may be missing: zone'],
  ])('is refused when the function %s', (_what, target, why) => expect(() => templateOf(target)).toThrow(why));
});

describe('a rendered target', () => {
  it('holds the values of the parameters', () => {
    expect(renderTarget('ec2:{instance}/{disk}', { instance: 'i-1', disk: 0 })).toBe('ec2:i-1/0');
    expect(renderTarget('{a}({b})', { a: 'job', b: { Z: 1, A: 'x' } })).toBe('job(A=x,Z=1)');
  });

  it('takes values as they are', () => {
    expect(renderTarget('ec2:{instance}', { instance: '{instance} $& $1' })).toBe('ec2:{instance} $& $1');
  });

  it('is undefined when a parameter is missing', () => {
    expect(renderTarget('ec2:{instance}', { instance: null })).toBeUndefined();
    expect(renderTarget('ec2:{toString}', {})).toBeUndefined();
  });
});
