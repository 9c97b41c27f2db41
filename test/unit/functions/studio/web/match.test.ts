import { describe, expect, it } from 'vitest';
import { linkTo } from '#functions/studio/web/router/link-to.ts';
import { match } from '#functions/studio/web/router/match.ts';

describe('the address of a page', () => {
  it.each([
    ['/rules', '/rules', {}],
    ['/rules', '/rules/', {}],
    ['/', '/', {}],
    ['/runbooks/:runbook/run', '/runbooks/clear-disk/run', { runbook: 'clear-disk' }],
    ['/rules/:rule', '/rules', undefined],
    ['/rules', '/rules/x', undefined],
    ['/rules/:rule', '/rules/%E0%A4', undefined],
  ])('%s is at %s: %j', (pattern, path, params) => expect(match(pattern, path)).toEqual(params));

  it('brings any name there and back', () => {
    const name = 'a/b ?#%\u202e ü';
    expect(match('/rules/:rule', linkTo.rule(name))).toEqual({ rule: name });
  });
});
