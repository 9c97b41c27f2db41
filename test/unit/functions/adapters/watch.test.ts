import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watch } from '#functions/adapters/watch.ts';

const context = { functionName: 'f', awsRequestId: 'r1' } as Context;

describe('what a function lets be seen', () => {
  let written: PassThrough;
  beforeEach(() => {
    written = new PassThrough();
    vi.stubEnv('ENVIRONMENT', 'test');
    // With this Powertools writes to the console that is there, and not past it.
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    const console = new Console(written);
    vi.spyOn(globalThis.console, 'info').mockImplementation(console.info.bind(console));
    vi.spyOn(globalThis.console, 'log').mockImplementation(console.log.bind(console));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const texts = (): string => String(written.read() ?? '');

  it('is a line with environment, function and request', async () => {
    const watched = watch('matcher');
    await middy()
      .use(watched.middleware)
      .handler(async () => watched.say('alert started', { decision: 'd1' }))({}, context);
    expect(JSON.parse(texts())).toMatchObject({
      level: 'INFO',
      message: 'alert started',
      service: 'matcher',
      environment: 'test',
      function_request_id: 'r1',
      decision: 'd1',
    });
  });

  it('is metrics in the embedded format, also of a call that fails', async () => {
    const watched = watch('matcher');
    const handler = middy()
      .use(watched.middleware)
      .handler(async () => {
        watched.count('AlertsStarted');
        watched.count('AlertsStarted');
        throw new Error('the queue is gone');
      });
    await expect(handler({}, context)).rejects.toThrow('the queue is gone');
    const { _aws, ...values } = JSON.parse(texts());
    expect(values).toMatchObject({ environment: 'test', service: 'wolfe', AlertsStarted: [1, 1] });
    expect(_aws.CloudWatchMetrics).toMatchObject([
      { Namespace: 'Wolfe', Metrics: [{ Name: 'AlertsStarted', Unit: 'Count' }] },
    ]);
    expect(_aws.CloudWatchMetrics[0].Dimensions[0].sort()).toEqual(['environment', 'service']);
  });

  it('is nothing when there is nothing to see', async () => {
    const watched = watch('keeper');
    await middy()
      .use(watched.middleware)
      .handler(async () => {})({}, context);
    expect(texts()).toBe('');
  });
});
