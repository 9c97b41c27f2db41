import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { personOfClaims, personOfToken, tokensSecret } from '#functions/studio/person.ts';

describe('the person of a token', () => {
  const secret = tokensSecret.parse({
    tokens: [
      { sha256: createHash('sha256').update('s3cret').digest('hex'), name: 'ann', roles: ['operator'], teams: ['a'] },
    ],
  });

  it('is found by the hash of the token', () => {
    expect(personOfToken('Bearer s3cret', secret)).toEqual({ name: 'ann', roles: ['operator'], teams: ['a'] });
  });

  it('is nobody for the hash itself', () => {
    expect(personOfToken(`Bearer ${secret.tokens[0]!.sha256}`, secret)).toBeUndefined();
    expect(personOfToken(undefined, secret)).toBeUndefined();
  });
});

describe('the person of claims', () => {
  it.each([
    ['a list as text', '[viewer team-a]'],
    ['a list with commas', 'viewer,team-a'],
    ['a list', ['viewer', 'team-a']],
  ])('takes groups from %s: roles by name, the others are teams', (_form, groups) => {
    expect(personOfClaims({ sub: 's', 'cognito:groups': groups })).toEqual({
      name: 's',
      roles: ['viewer'],
      teams: ['team-a'],
    });
  });

  it('is not named by an address that nobody has verified', () => {
    expect(personOfClaims({ email: 'boss@example.com', sub: 'mallory' })?.name).toBe('mallory');
  });

  it('is nobody without a name', () => {
    expect(personOfClaims({})).toBeUndefined();
    expect(personOfClaims(undefined)).toBeUndefined();
  });
});
