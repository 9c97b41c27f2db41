import { describe, expect, it } from 'vitest';
import { pageOf } from '#infra/constructs/site.ts';

// CloudFront gets it as text.
const handler = new Function('event', `${pageOf}; return handler(event);`) as (event: { request: { uri: string } }) => {
  uri: string;
};
const shown = (uri: string): string => handler({ request: { uri } }).uri;

describe('a path of the deployed site', () => {
  it('is a file where it is one of the site', () => {
    for (const uri of ['/assets/main-1a2b.js', '/config.json', '/icon.svg']) expect(shown(uri)).toBe(uri);
  });

  it('is the app otherwise, also where it ends like a file', () => {
    for (const uri of ['/', '/executions/x', '/rules/disk.full', '/other.json']) expect(shown(uri)).toBe('/index.html');
  });
});
