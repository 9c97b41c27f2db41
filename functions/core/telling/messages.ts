import type { Json } from '#runbooks/sdk/wire.ts';
import type { Story } from './story.ts';

/** A message as Slack takes it; `text` is what notifications show. */
export interface SlackMessage {
  text: string;
  blocks: Json[];
}

/** A page for whoever is on call; the key is the incident's own, so that a repeat adds to it. */
export interface Page {
  /** As PagerDuty's secret names it. */
  service: string;
  key: string;
  /** One line. */
  summary: string;
  /** What is affected. */
  source: string;
  details: Record<string, string>;
  link?: { href: string; text: string };
}

const headerCharacters = 150;
const sectionCharacters = 2_900;

/** Slack's own three characters, which could otherwise address a channel or make a link: https://docs.slack.dev/messaging/formatting-message-text */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const section = (text: string): Json => ({
  type: 'section',
  text: { type: 'mrkdwn', text: text.length > sectionCharacters ? `${text.slice(0, sectionCharacters)}…` : text },
});
const context = (text: string): Json => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });

/** A message of a heading, paragraphs of (already escaped) Slack markup, and a last line in small letters. */
export const slackMessage = (title: string, paragraphs: string[], last: string): SlackMessage => ({
  text: escaped(title),
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: title.slice(0, headerCharacters) } },
    ...(title.length > headerCharacters ? [section(escaped(title))] : []),
    ...paragraphs.map(section),
    context(last),
  ],
});

/** A paragraph of a name and lines, in Slack markup. */
export const listed = (name: string, lines: string[]): string =>
  `*${escaped(name)}*\n${lines.map((line) => `• ${escaped(line)}`).join('\n')}`;

/** The story for a channel. */
export const slackStory = ({ title, parts, facts }: Story, link: string): SlackMessage =>
  slackMessage(
    title,
    parts.map(({ name, lines }) => listed(name, lines)),
    `<${link}|All of it> · ${escaped(facts.join(' · '))}`,
  );

/** The story as an issue: plain text, in paragraphs. */
export const issueStory = ({ title, parts, facts }: Story, link: string): { summary: string; description: string } => ({
  summary: title,
  description: [
    title,
    ...parts.map(({ name, lines }) => [name, ...lines.map((line) => `- ${line}`)].join('\n')),
    facts.join(', '),
    link,
  ].join('\n\n'),
});

/** The story as a page: what it is about in one line, and for each part what the person on call needs first. */
export const pageStory = ({ title, parts, facts, source }: Story, link: string): Omit<Page, 'service' | 'key'> => ({
  summary: title,
  source,
  details: Object.fromEntries([
    ...parts.map(({ name, lines }) => [name, lines.join('\n')] as const),
    ['Facts', facts.join(', ')] as const,
  ]),
  link: { href: link, text: 'All of it' },
});
