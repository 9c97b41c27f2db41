import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, slackServer } from '#infra/local/vendors/slack.ts';

let folder: string;
let server: SlackStandIn;
const start = async () => {
  server = await slackServer({ token: 'xoxb-1', channels: [{ id: 'C1', name: 'cloud-infra' }], folder });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slack-'));
  await start();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
const client = (token?: string) =>
  new WebClient(token, { slackApiUrl: `${server.url}/api/`, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });

describe('the Slack stand-in', () => {
  it('serves the official client: who it is, what it posts, what it reads', async () => {
    const slack = client('xoxb-1');
    expect(await slack.auth.test()).toMatchObject({ ok: true, user: 'wolfe' });
    expect((await slack.conversations.list()).channels).toMatchObject([{ id: 'C1', is_member: true }]);
    const { ts } = await slack.chat.postMessage({ channel: 'cloud-infra', text: 'one' });
    await slack.chat.postMessage({ channel: 'C1', text: 'inside', thread_ts: ts });
    await slack.chat.postMessage({ channel: 'C1', text: 'two' });
    const { messages } = await slack.conversations.history({ channel: 'C1' });
    expect(messages?.map(({ text }) => text)).toEqual(['two', 'one']);
    const thread = await slack.conversations.replies({ channel: 'C1', ts: ts as string });
    expect(thread.messages?.map(({ text }) => text)).toEqual(['one', 'inside']);
  });

  it.each([
    [undefined, 'not_authed'],
    ['xoxb-2', 'invalid_auth'],
  ])('lets no one in with token %s', async (token, error) => {
    await expect(client(token).auth.test()).rejects.toMatchObject({ data: { ok: false, error } });
  });

  it('refuses in the words of Slack', async () => {
    const slack = client('xoxb-1');
    await expect(slack.apiCall('chat.shout')).rejects.toMatchObject({ data: { error: 'unknown_method' } });
    await expect(slack.apiCall('chat.postMessage', { channel: 'C1' })).rejects.toMatchObject({
      data: { error: 'no_text' },
    });
    await expect(
      slack.apiCall('chat.postMessage', { channel: 'C1', blocks: [{ text: 'no type' }] }),
    ).rejects.toMatchObject({ data: { error: 'invalid_blocks' } });
    await expect(slack.conversations.history({ channel: 'cloud-infra' })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    });
  });

  it('keeps its messages over a restart, and no two at the same time', async () => {
    const first = await client('xoxb-1').chat.postMessage({ channel: 'C1', text: 'one' });
    await server.close();
    await start();
    const second = await client('xoxb-1').chat.postMessage({ channel: 'C1', text: 'two' });
    expect(server.messages('C1').map(({ ts }) => ts)).toEqual([first.ts, second.ts]);
    expect(first.ts).not.toBe(second.ts);
  });
});
