import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { close, listen } from '#infra/local/loopback.ts';
import { type Call, json, send } from '#runbooks/systems/request.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of closing.splice(0)) await end();
});

/** A server that answers the requests one by one as listed, the last one for ever. */
const server = async (...answers: RequestListener[]) => {
  let count = 0;
  const http = createServer((request, response) => {
    answers[Math.min(count++, answers.length - 1)]?.(request, response);
  });
  closing.push(() => close(http));
  return { url: await listen(http), count: () => count };
};
const answer =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

const call = (url: string, more: Partial<Call> = {}): Call => ({
  system: 'crane',
  method: 'GET',
  url: new URL('/api/lift?secret=hidden', url),
  headers: {},
  repeatable: true,
  signal: new AbortController().signal,
  secrets: ['s3cret'],
  ...more,
});
const post = { method: 'POST', body: '{}', repeatable: false } as const;

describe('a call', () => {
  it('brings back what was answered', async () => {
    const { url } = await server(answer(201, '{"id":7}'));
    expect(json(call(url), await send(call(url)))).toEqual({ id: 7 });
  });

  it('is tried again after a rate limit that asks for little patience', async () => {
    const { url, count } = await server(answer(429, '', { 'retry-after': '0' }), answer(200, 'lifted'));
    expect((await send(call(url, post))).text).toBe('lifted');
    expect(count()).toBe(2);
  });

  it('leaves a long rate limit to the engine, even when it must not be repeated: nothing was done', async () => {
    const { url } = await server(answer(429, '', { 'retry-after': '3600' }));
    await expect(send(call(url, post))).rejects.toMatchObject({
      name: 'RetryableError',
      message: 'crane: POST /api/lift is rate limited; retry after 3600 s.',
    });
  });

  it('does not wait for ever on a limit that never ends', async () => {
    const { url, count } = await server(answer(429, '', { 'retry-after': '0' }));
    await expect(send(call(url))).rejects.toMatchObject({ name: 'RetryableError' });
    expect(count()).toBeLessThan(30);
  });

  it.each([500, 502, 503, 504])(
    'that only reads may be repeated after %i, one that changes may not',
    async (status) => {
      const { url } = await server(answer(status, 'out of order'));
      await expect(send(call(url))).rejects.toMatchObject({ name: 'RetryableError' });
      await expect(send(call(url, post))).rejects.toMatchObject({
        name: 'TerminalError',
        message: `crane: POST /api/lift may or may not have happened: it answered ${status}: out of order. Look there before doing it again.`,
      });
    },
  );

  it('may be repeated whatever it does when no one was there', async () => {
    const { url } = await server();
    await closing.pop()?.();
    await expect(send(call(url, post))).rejects.toMatchObject({
      name: 'RetryableError',
      message: expect.stringMatching(/^crane: POST \/api\/lift found no one at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\.$/),
    });
  });

  it('has an unknown outcome when the connection breaks', async () => {
    const { url } = await server((_, response) => response.destroy());
    await expect(send(call(url))).rejects.toMatchObject({ name: 'RetryableError' });
    await expect(send(call(url, post))).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('may or may not have happened: the connection broke'),
    });
  });

  it('has an unknown outcome when the step ends first', async () => {
    const ending = new AbortController();
    const { url } = await server(() => ending.abort());
    await expect(send(call(url, { ...post, signal: ending.signal }))).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('the step ended before the answer came'),
    });
  });

  it('tells what was refused, why, and what to do', async () => {
    const page = '<html><style>h1 {}</style><h1>No such\n crane</h1></html>';
    const { url } = await server(answer(404, page));
    await expect(send(call(url, { cures: { 404: 'Build one.' } }))).rejects.toMatchObject({
      name: 'TerminalError',
      message: 'crane: GET /api/lift was refused with 404: No such crane. Build one.',
    });
  });

  it('does not follow a redirect with its credentials', async () => {
    const elsewhere = await server(answer(200));
    const { url } = await server(answer(302, '', { location: elsewhere.url }));
    await expect(send(call(url))).rejects.toThrow(
      `It redirects to ${elsewhere.url}; put the final address into the secret.`,
    );
    expect(elsewhere.count()).toBe(0);
  });

  it('keeps secrets out of messages when the other side shows them', async () => {
    const { url } = await server(answer(400, 'bad token s3cret'));
    await expect(send(call(url))).rejects.toThrow(/bad token \*\*\*\./);
  });

  it('reads no more than its limit', async () => {
    // The answer never ends: who reads on, waits for ever.
    const { url } = await server((_, response) => response.write('x'.repeat(100_000)));
    expect(await send(call(url, { limitBytes: 10 }))).toMatchObject({ text: 'xxxxxxxxxx', whole: false });
  });

  it('says what came where JSON should have', async () => {
    const { url } = await server(answer(200, '<h1>Please sign in</h1>'));
    const answered = await send(call(url));
    expect(() => json(call(url), answered)).toThrow(
      "crane: GET /api/lift answered 200 with no JSON: Please sign in. Check the address in the system's secret.",
    );
  });
});
