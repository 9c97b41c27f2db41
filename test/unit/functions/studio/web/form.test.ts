import { describe, expect, it } from 'vitest';
import { given } from '#functions/studio/web/pages/runbooks/given.ts';
import { parametersOf } from '#functions/studio/web/pages/runbooks/schema.ts';

const schema = {
  type: 'object',
  required: ['instance'],
  properties: {
    limit: { type: 'number', default: 80, minimum: 1, maximum: 100 },
    instance: { type: 'string', minLength: 1, description: 'Its id.' },
    size: { enum: ['small', 'large'] },
    deep: { type: 'boolean', default: false },
    tags: { type: 'object', default: {} },
    minutes: { type: 'integer', maximum: Number.MAX_SAFE_INTEGER },
  },
};

describe('the form of a runbook', () => {
  const parameters = parametersOf(schema);

  it('asks first for what must be given', () => {
    expect(parameters.map(({ name, kind, fallback, limits }) => [name, kind, fallback, limits])).toEqual([
      ['instance', 'text', undefined, ['not empty']],
      ['limit', 'number', '80', ['at least 1', 'at most 100']],
      ['size', 'choice', undefined, []],
      ['deep', 'boolean', 'false', []],
      ['tags', 'json', '{}', []],
      ['minutes', 'number', undefined, []],
    ]);
  });

  it('gives what was filled in, each as its kind, and leaves the rest to the runbook', () => {
    const fields = { instance: 'i-1', limit: '90.5', deep: 'true', tags: '{"a":[1]}', minutes: ' ' };
    expect(given(parameters, fields)).toEqual({
      params: { instance: 'i-1', limit: 90.5, deep: true, tags: { a: [1] } },
      faults: {},
    });
  });

  it('says of each field what is wrong with it', () => {
    const { faults } = given(parameters, { limit: 'many', minutes: '1.5', tags: '{' });
    expect(faults).toEqual({
      instance: 'It is needed.',
      limit: 'It is a number.',
      minutes: 'It is a whole number.',
      tags: expect.stringContaining('It is no JSON'),
    });
  });
});
