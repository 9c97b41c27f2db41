import { describe, expect, it } from 'vitest';
import { paramsOf } from '#infra/cli/params.ts';

const schema = {
  properties: {
    instance: { type: 'string' },
    limit: { type: 'number' },
    force: { type: 'boolean' },
    hosts: { type: 'array' },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  additionalProperties: false,
};

describe('parameters on the command line', () => {
  it('are typed by the schema', () => {
    const pairs = ['instance=007', 'limit=70.5', 'force=true', 'hosts=["a","b"]', 'either=7', 'instance=a=b'];
    expect(paramsOf(pairs, schema)).toEqual({
      instance: 'a=b',
      limit: 70.5,
      force: true,
      hosts: ['a', 'b'],
      either: 7,
    });
    expect(paramsOf(['either=i-7', 'instance='], schema)).toEqual({ either: 'i-7', instance: '' });
  });

  it.each([
    ['no value', 'instance', /name=value/],
    ['a text for a number', 'limit=much', /number/],
    ['an unknown name', 'instnce=x', /instance, limit/],
  ])('are refused with %s', (_what, pair, cure) => {
    const complaint = (): string => {
      try {
        paramsOf([pair], schema);
        return 'nothing';
      } catch (error) {
        const { message, cure: how } = error as Error & { cure: string };
        return `${message} ${how}`;
      }
    };
    expect(complaint()).toMatch(cure);
  });
});
