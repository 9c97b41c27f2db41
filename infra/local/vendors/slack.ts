import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { keep } from './kept.ts';
import { serve, type Vendor } from './vendor.ts';

export interface Channel {
  id: string;
  name: string;
  /** The bot was not invited. */
  foreign?: boolean;
  archived?: boolean;
}

export interface Message {
  channel: string;
  ts: string;
  text: string;
  blocks?: unknown[];
  thread_ts?: string;
}

export interface SlackOptions {
  token: string;
  channels: Channel[];
  /** Where messages are kept; in memory when absent. */
  folder?: string;
  port?: number;
}

export interface SlackStandIn extends Vendor {
  /** Oldest first, threads included; of one channel when it is named. */
  messages(channel?: string): Message[];
  reset(): void;
}

type Arguments = Record<string, string | undefined>;
type Reply = { ok: true; [key: string]: unknown } | { ok: false; error: string };

const no = (error: string): Reply => ({ ok: false, error });

/**
 * Slack's Web API for one bot: its token, its channels, what it posted. As in Slack, an error is a 200 with `ok: false`;
 * `fail` makes it rate limit. Errors are those of https://docs.slack.dev/reference/methods/chat.postMessage.
 */
export const slackServer = async (options: SlackOptions): Promise<SlackStandIn> => {
  const kept = keep<{ messages: Message[]; count: number }>(
    options.folder && join(options.folder, 'slack.json'),
    () => ({
      messages: [],
      count: 0,
    }),
  );
  const team = { team: 'Local', team_id: 'T0LOCAL', user: 'wolfe', user_id: 'U0WOLFE', bot_id: 'B0WOLFE' };
  const channelOf = (name = '') =>
    options.channels.find(({ id, name: own }) => name === id || name.replace(/^#/, '') === own);

  const methods: Record<string, (given: Arguments) => Reply> = {
    'auth.test': () => ({ ok: true, url: 'https://local.slack.com/', ...team }),

    'conversations.list': () => ({
      ok: true,
      channels: options.channels.map(({ id, name, foreign, archived }) => ({
        id,
        name,
        is_channel: true,
        is_archived: archived ?? false,
        is_member: !foreign,
      })),
      response_metadata: { next_cursor: '' },
    }),

    'chat.postMessage': ({ channel: name, text = '', blocks, thread_ts }) => {
      const channel = channelOf(name);
      if (!channel) return no('channel_not_found');
      if (channel.archived) return no('is_archived');
      if (channel.foreign) return no('not_in_channel');
      const parsed = blocks === undefined ? [] : blocksOf(blocks);
      if (parsed === undefined) return no('invalid_blocks');
      if (text === '' && parsed.length === 0) return no('no_text');
      if (text.length > 40_000) return no('msg_too_long');
      kept.value.count += 1;
      const ts = `${Math.floor(Date.now() / 1000)}.${String(kept.value.count).padStart(6, '0')}`;
      const message: Message = {
        channel: channel.id,
        ts,
        text,
        ...(blocks && { blocks: parsed }),
        ...(thread_ts && { thread_ts }),
      };
      kept.value.messages.push(message);
      kept.save();
      return { ok: true, channel: channel.id, ts, message: shown(message) };
    },

    'conversations.history': ({ channel: name, limit = '100' }) => {
      const channel = channelOf(name);
      if (!channel || channel.id !== name) return no('channel_not_found');
      if (channel.foreign) return no('not_in_channel');
      const roots = kept.value.messages.filter((each) => each.channel === channel.id && !each.thread_ts).reverse();
      return { ok: true, messages: roots.slice(0, Number(limit)).map(shown), has_more: roots.length > Number(limit) };
    },

    'conversations.replies': ({ channel: name, ts }) => {
      const thread = kept.value.messages.filter(
        (each) => each.channel === name && (each.ts === ts || each.thread_ts === ts),
      );
      return thread.length === 0 ? no('thread_not_found') : { ok: true, messages: thread.map(shown), has_more: false };
    },
  };
  const shown = ({ channel: _, ...message }: Message) => ({
    type: 'message',
    user: team.user_id,
    bot_id: team.bot_id,
    ...message,
  });

  const app = new Hono();
  app.all('/api/:method', async (c) => {
    const given = await argumentsOf(c);
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? given.token;
    if (token === undefined) return c.json(no('not_authed'));
    if (token !== options.token) return c.json(no('invalid_auth'));
    return c.json(methods[c.req.param('method')]?.(given) ?? no('unknown_method'));
  });

  return {
    ...(await serve(app.fetch, options.port)),
    messages: (channel) =>
      channel === undefined
        ? kept.value.messages
        : kept.value.messages.filter((each) => each.channel === channelOf(channel)?.id),
    reset: () => kept.reset(),
  };
};

/** Slack takes a form, JSON, or a query. */
const argumentsOf = async (c: Context): Promise<Arguments> => {
  if (c.req.method === 'GET') return c.req.query();
  if (!c.req.header('content-type')?.startsWith('application/json')) return (await c.req.parseBody()) as Arguments;
  const { blocks, ...rest } = await c.req.json();
  return { ...rest, ...(blocks && { blocks: JSON.stringify(blocks) }) };
};

const blocksOf = (text: string): unknown[] | undefined => {
  try {
    const blocks = JSON.parse(text);
    const sound =
      Array.isArray(blocks) && blocks.length <= 50 && blocks.every((block) => typeof block?.type === 'string');
    return sound ? blocks : undefined;
  } catch {
    return undefined;
  }
};
