import type { System } from '#runbooks/sdk/system.ts';
import { jira } from '#runbooks/systems/jira.ts';
import { type Page, pagerduty } from '#runbooks/systems/pagerduty.ts';
import { slack } from '#runbooks/systems/slack.ts';
import type { SlackMessage } from '../core/telling/messages.ts';

/** Milliseconds for one telling: people are told by functions that have others to tell, too. */
const patienceMs = 15_000;

/** A message to a Slack channel. */
export interface Post extends SlackMessage {
  channel: string;
}

/** An issue in a Jira project; `label` is its own, so that it is found again and not made twice. */
export interface Issue {
  project: string;
  label: string;
  summary: string;
  description: string;
}

/**
 * Tells people, by the systems that runbooks use as well.
 * @param secret reads a system's secret; each telling asks for it anew, so that a rotated one takes effect.
 */
export const people = (secret: (system: string) => Promise<unknown>) => {
  const connect = async <Client extends object, Secret, Reads extends string>(
    system: System<Client, Secret, Reads & keyof Client>,
    idempotencyKey: string,
  ): Promise<Client> =>
    system.connect({
      secret: system.secret!.parse(await secret(system.name)),
      signal: AbortSignal.timeout(patienceMs),
      idempotencyKey,
    });

  return {
    /**
     * Posts to Slack. Slack takes no key for repeats: a crash between the post and the note of it posts once more.
     * @returns channel and time, which name the message.
     */
    post: async ({ channel, text, blocks }: Post): Promise<string> => {
      const client = await connect(slack, '');
      const posted = await client.post({ channel, text, blocks });
      return `${posted.channel}/${posted.ts}`;
    },

    /**
     * Makes an issue, or finds the one that was made. Jira's search lags by some seconds, within which a repeat makes a second.
     * @returns its key.
     */
    issue: async ({ project, label, summary, description }: Issue): Promise<string> => {
      const client = await connect(jira, label);
      const [found] = await client.find({ project, label });
      if (found) return found;
      const { key } = await client.createIssue({ project, summary, description, labels: ['wolfe', label] });
      return key;
    },

    /** Pages by PagerDuty; the same key again adds to the open incident. @returns the incident's key. */
    page: async (page: Page & { key: string }): Promise<string> => {
      const client = await connect(pagerduty, page.key);
      const { key } = await client.trigger(page);
      return key;
    },

    /** Ends what `page` began. */
    unpage: async (incident: { service: string; key: string }): Promise<void> => {
      const client = await connect(pagerduty, incident.key);
      await client.resolve(incident);
    },
  };
};

/** Who can be told; pipes pick the verbs that they need. */
export type People = ReturnType<typeof people>;
