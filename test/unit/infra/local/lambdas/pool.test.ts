import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Lambda, LambdaError, type Pool, pool } from '#infra/local/lambdas/pool.ts';
import type { Json } from '#runbooks/sdk/wire.ts';

const opened: Pool[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

/** A pool whose Lambda's module holds this code. */
const aPool = (code: string, more: Partial<Lambda> = {}): Pool => {
  const file = join(mkdtempSync(join(tmpdir(), 'wolfe-lambda-')), 'index.mjs');
  writeFileSync(file, code);
  const made = pool({
    code: file,
    name: 'f',
    arn: 'arn:f',
    memoryMb: 128,
    env: { COLOUR: 'red' },
    timeoutSeconds: 30,
    concurrency: 1,
    log: () => {},
    ...more,
  });
  opened.push(made);
  return made;
};
const failure = (call: Promise<Json>): Promise<{ errorType: string; errorMessage: string }> =>
  call.then(
    () => Promise.reject(new Error('it answered')),
    (error: LambdaError) => JSON.parse(error.message),
  );

describe('a Lambda in a worker thread', () => {
  it('sees its own environment only, and JSON', async () => {
    const { invoke } = aPool('export const handler = async (event) => ({ event, env: process.env, at: new Date(0) })');
    expect(await invoke({ a: 1 })).toEqual({ event: { a: 1 }, env: { COLOUR: 'red' }, at: '1970-01-01T00:00:00.000Z' });
  });

  it('answers null for undefined', async () => {
    expect(await aPool('export const handler = async () => {}').invoke({})).toBeNull();
  });

  it('fails with the type, message and trace of what its handler threw', async () => {
    const { invoke } = aPool('export const handler = () => { throw new RangeError("too far") }');
    await expect(invoke({})).rejects.toThrow(LambdaError);
    expect(await failure(invoke({}))).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining(['RangeError: too far']),
    });
  });

  it('is ended when it takes too long, even in a loop, and the next call gets a new one', async () => {
    const code = 'export const handler = (event) => { while (event.spin); return "free" }';
    const { invoke } = aPool(code, { timeoutSeconds: 1 });
    expect(await failure(invoke({ spin: true }))).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
    expect(await invoke({})).toBe('free');
  });

  it('is replaced when it ends itself', async () => {
    const { invoke } = aPool('export const handler = (event) => { if (event.end) process.exit(3); return "new" }');
    expect(await failure(invoke({ end: true }))).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await invoke({})).toBe('new');
  });

  it('fails every call when its module cannot be loaded', async () => {
    const { invoke } = aPool('throw new Error("no settings")');
    expect(await failure(invoke({}))).toMatchObject({ errorMessage: 'no settings' });
    expect(await failure(invoke({}))).toMatchObject({ errorMessage: 'no settings' });
  });

  it('keeps what it knows between calls, and takes one call at a time', async () => {
    const code =
      'let calls = 0, now = 0; export const handler = async () => { if (++now > 1) throw 1; await 0; now--; return ++calls }';
    const { invoke } = aPool(code);
    expect(await Promise.all([invoke({}), invoke({}), invoke({})])).toEqual([1, 2, 3]);
  });

  it('takes 6 MB each way and no more', async () => {
    const { invoke } = aPool('export const handler = ({ bytes }) => "x".repeat(bytes ?? 0)');
    expect(await failure(invoke('x'.repeat(6_291_456)))).toMatchObject({ errorType: 'RequestEntityTooLargeException' });
    expect(await failure(invoke({ bytes: 6_291_456 }))).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(await invoke({ bytes: 6_000_000 })).toHaveLength(6_000_000);
  });

  it('writes its console where it is told', async () => {
    let written = '';
    const said = Promise.withResolvers<void>();
    const log = (text: string) => {
      written += text;
      said.resolve();
    };
    await aPool('export const handler = () => console.log("hello")', { log }).invoke({});
    await said.promise;
    expect(written).toBe('hello\n');
  });
});
