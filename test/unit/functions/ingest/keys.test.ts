import { describe, expect, it } from 'vitest';
import { readKeys } from '#functions/ingest/keys.ts';

describe('the ingest secret', () => {
  it('takes a text alone for a bearer token', () => {
    expect(readKeys({ alertmanager: 'a-long-token' })('alertmanager')).toEqual([
      { type: 'bearer', token: 'a-long-token' },
    ]);
  });

  it('has under * the key of every source without one of its own', () => {
    const keys = readKeys({ '*': 'the-first-token', grafana: { type: 'basic', user: 'g', password: 'pass-word' } });
    expect(keys('alertmanager')).toEqual([{ type: 'bearer', token: 'the-first-token' }]);
    expect(keys('grafana')).toEqual([{ type: 'basic', user: 'g', password: 'pass-word' }]);
  });

  it('knows no source without a key', () => {
    expect(readKeys({ grafana: 'a-long-token' })('alertmanager')).toBeUndefined();
  });

  it('refuses a token that can be guessed', () => {
    expect(() => readKeys({ '*': 'short' })).toThrow(/at “\*”\. Write a token/);
  });
});
