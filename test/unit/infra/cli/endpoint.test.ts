import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoint } from '#infra/cli/endpoint.ts';

describe('the Wolfe to talk to', () => {
  let cwd: string;
  const local = (folder: string, over: object = {}): void => {
    mkdirSync(folder, { recursive: true });
    const world = { url: 'http://127.0.0.1:4000', token: 't', pid: process.pid, ...over };
    writeFileSync(join(folder, 'endpoint.json'), JSON.stringify(world));
  };
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'wolfe-endpoint-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  it('is the local world here or above', () => {
    local(join(cwd, '.wolfe'));
    mkdirSync(join(cwd, 'deep/er'), { recursive: true });
    expect(endpoint({ env: {}, cwd: join(cwd, 'deep/er') })).toMatchObject({
      url: 'http://127.0.0.1:4000',
      token: 't',
    });
  });

  it('is what was said outright: option, data folder, environment, in this order', () => {
    local(join(cwd, '.wolfe'));
    local(join(cwd, 'data'), { url: 'http://127.0.0.1:5000' });
    const env = { WOLFE_URL: 'https://wolfe.example/', WOLFE_TOKEN: 'e' };
    expect(endpoint({ env, cwd })).toEqual({ url: 'https://wolfe.example', token: 'e' });
    expect(endpoint({ env, cwd, data: 'data' })).toMatchObject({ url: 'http://127.0.0.1:5000', token: 't' });
    const url = 'http://other.example';
    expect(endpoint({ env, cwd, data: 'data', url, token: 'o' })).toEqual({ url, token: 'o' });
  });

  it.each([
    ['nowhere', {}, /npm start/],
    ['in a folder without one', { data: 'empty' }, /no local world in empty/],
    ['at no address', { url: 'wolfe' }, /http\(s\) address/],
  ])('is asked for when it is %s', (_where, given, complaint) => {
    expect(() => endpoint({ env: {}, cwd, ...given })).toThrow(
      expect.toSatisfy((error: { message: string; cure: string }) => complaint.test(`${error.message} ${error.cure}`)),
    );
  });

  it('is not a world that has ended', () => {
    // No process has this number: it is above what Linux gives out.
    local(join(cwd, '.wolfe'), { pid: 2 ** 22 + 1 });
    expect(() => endpoint({ env: {}, cwd })).toThrow(/not up any more/);
  });
});
