import {
  type ChatPostMessageArguments,
  LogLevel,
  WebAPIPlatformError,
  WebAPIRequestError,
  WebClient,
} from '@slack/web-api';
import * as z from 'zod';
import { RetryableError, TerminalError } from '../sdk/errors.ts';
import type { System, Wiring } from '../sdk/system.ts';
import type { Json } from '../sdk/wire.ts';
import { send } from './request.ts';

/** A bot token with `chat:write`; `url` is for a proxy or a stand-in. */
const secret = z.object({ token: z.string().min(1), url: z.url().default('https://slack.com/api/') });
type Secret = z.infer<typeof secret>;

export interface SlackClient {
  /**
   * Posts a message and names it: `channel` (the id) with `ts`, which is also the `thread` to answer in.
   * `text` is what notifications show, beside `blocks` too. Slack takes no idempotency key, so a post with an unknown outcome
   * is terminal; rate limits are waited for up to 20 s and can be retried after that.
   */
  post(message: {
    channel: string;
    text: string;
    blocks?: Json[];
    thread?: string;
  }): Promise<{ channel: string; ts: string }>;
}

/** Slack by its official client; how calls are sent and how their failures are read is as for every other system. */
export const slack: System<SlackClient, Secret, never> = {
  name: 'slack',
  secret,
  permissions: [],
  reads: [],
  connect: (wiring) => {
    const client = webClient(wiring);
    return {
      async post({ channel, text, blocks, thread }) {
        const message = { channel, text, blocks, thread_ts: thread } as ChatPostMessageArguments;
        const posted = await client.chat.postMessage(message).catch((error: unknown) => {
          throw readable(error, channel);
        });
        return { channel: posted.channel as string, ts: posted.ts as string };
      },
    };
  },
};

const webClient = ({ secret, signal }: Wiring<Secret>) =>
  new WebClient(secret.token, {
    slackApiUrl: secret.url,
    logLevel: LogLevel.ERROR,
    // Its own policy repeats posts whose outcome is unknown.
    retryConfig: { retries: 0 },
    fetch: async (url, init) => {
      const answer = await send({
        system: 'slack',
        method: 'POST',
        url: new URL(String(url)),
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: String(init?.body ?? ''),
        repeatable: false,
        signal,
        secrets: [secret.token],
      });
      return new Response(answer.text, { status: answer.status, headers: answer.headers });
    },
  });

/** Slack's errors that a person can do something about; all are at https://docs.slack.dev/reference/methods/chat.postMessage. */
const cures: Record<string, string> = {
  not_in_channel: 'Invite the bot: /invite it in the channel.',
  channel_not_found: 'Check the name; a private channel is also not found until the bot is invited.',
  is_archived: 'Unarchive the channel or name another one.',
  invalid_auth: "Check the token in the secret of 'slack'.",
  not_authed: "Put a bot token into the secret of 'slack'.",
  account_inactive: "The bot was removed from the workspace; install it again and renew the secret of 'slack'.",
  token_revoked: "Renew the token in the secret of 'slack'.",
  missing_scope: 'Give the bot the scope chat:write and install it again.',
  no_text: 'Give the message a text.',
  msg_too_long: 'Slack takes 40,000 characters; send a link to the rest.',
  invalid_blocks: 'Check the blocks in the Block Kit Builder.',
};

const readable = (error: unknown, channel: string): unknown => {
  if (error instanceof WebAPIRequestError) return error.original;
  if (!(error instanceof WebAPIPlatformError)) return error;
  const code = error.data.error;
  if (code === 'ratelimited') return new RetryableError(`slack: too many messages to ${channel}; try again later.`);
  return new TerminalError(`slack: no message to ${channel}: ${code}. ${cures[code] ?? ''}`.trimEnd());
};
