import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlackStandIn, slackServer } from '#infra/local/vendors/slack.ts';
import { slack } from '#runbooks/systems/slack.ts';
import { wiring } from './wiring.ts';

let server: SlackStandIn;
beforeEach(async () => {
  server = await slackServer({
    token: 'xoxb-right',
    channels: [
      { id: 'C1', name: 'cloud-infra' },
      { id: 'C2', name: 'secrets', foreign: true },
      { id: 'C3', name: 'old', archived: true },
    ],
  });
});
afterEach(() => server.close());

const client = (token = 'xoxb-right') => slack.connect(wiring({ token, url: `${server.url}/api/` }));
const section = { type: 'section', text: { type: 'mrkdwn', text: '*disk full*' } };

describe('slack', () => {
  it('posts a message and answers in its thread', async () => {
    const { channel, ts } = await client().post({ channel: '#cloud-infra', text: 'disk full', blocks: [section] });
    await client().post({ channel, text: 'pruned & well < ü', thread: ts });
    expect(server.messages('cloud-infra')).toEqual([
      { channel: 'C1', ts, text: 'disk full', blocks: [section] },
      { channel: 'C1', ts: expect.any(String), text: 'pruned & well < ü', thread_ts: ts },
    ]);
  });

  it.each([
    ['#nowhere', 'hi', 'channel_not_found. Check the name'],
    ['secrets', 'hi', 'not_in_channel. Invite the bot'],
    ['C3', 'hi', 'is_archived. Unarchive'],
    ['C1', 'x'.repeat(40_001), 'msg_too_long. Slack takes 40,000'],
  ])('says what to do when %s refuses', async (channel, text, message) => {
    await expect(client().post({ channel, text })).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining(`slack: no message to ${channel}: ${message}`),
    });
  });

  it('says that the token is wrong, and does not show it', async () => {
    const error = (await client('xoxb-wrong')
      .post({ channel: 'C1', text: 'hi' })
      .catch((thrown: Error) => thrown)) as Error;
    expect(error.message).toBe("slack: no message to C1: invalid_auth. Check the token in the secret of 'slack'.");
  });

  it('waits for a rate limit and posts once', async () => {
    server.fail({ how: { status: 429, headers: { 'retry-after': '0' } }, times: 2 });
    await client().post({ channel: 'C1', text: 'hi' });
    expect(server.messages()).toHaveLength(1);
  });

  it('leaves a long rate limit to the engine', async () => {
    server.fail({ how: { status: 429, headers: { 'retry-after': '300' } } });
    await expect(client().post({ channel: 'C1', text: 'hi' })).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it.each([{ how: 'break after' as const }, { how: { status: 503 } }])(
    'never repeats a post of unknown outcome: %o',
    async (failure) => {
      server.fail(failure);
      await expect(client().post({ channel: 'C1', text: 'hi' })).rejects.toMatchObject({
        name: 'TerminalError',
        message: expect.stringContaining('slack: POST /api/chat.postMessage may or may not have happened'),
      });
      expect(server.messages().length).toBeLessThanOrEqual(1);
    },
  );
});
