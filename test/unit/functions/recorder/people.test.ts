import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '#functions/recorder/people.ts';
import { type JiraStandIn, jiraServer } from '#infra/local/vendors/jira/server.ts';
import { type SlackStandIn, slackServer } from '#infra/local/vendors/slack.ts';

describe('telling people', () => {
  let slack: SlackStandIn;
  let jira: JiraStandIn;
  beforeAll(async () => {
    slack = await slackServer({ token: 'xoxb-test', channels: [{ id: 'C1', name: 'ops' }] });
    jira = await jiraServer({ email: 'wolfe@example.com', token: 'jira-test', projects: ['INFRA'] });
  });
  afterAll(() => Promise.all([slack.close(), jira.close()]));

  const secrets = (): Record<string, unknown> => ({
    slack: { token: 'xoxb-test', url: `${slack.url}/api/` },
    jira: { url: jira.url, email: 'wolfe@example.com', token: 'jira-test' },
  });
  const tell = () => people(async (system) => secrets()[system]);

  it('posts to a channel and says where the message is', async () => {
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Found*' } }];
    const ref = await tell().post({ channel: '#ops', text: 'It helped.', blocks });
    const [message] = slack.messages('ops');
    expect(message).toMatchObject({ text: 'It helped.', blocks });
    expect(ref).toBe(`C1/${message?.ts}`);
  });

  it('makes an issue once for its label', async () => {
    const issue = { project: 'INFRA', label: 'wolfe-disk-1', summary: 'It helped.', description: 'Found\n- measure' };
    const key = await tell().issue(issue);
    expect(await tell().issue(issue)).toBe(key);
    expect(await tell().issue({ ...issue, label: 'wolfe-disk-2' })).not.toBe(key);
  });

  it('says what is wrong when the channel does not exist', async () => {
    await expect(tell().post({ channel: '#nowhere', text: 'x', blocks: [] })).rejects.toMatchObject({
      name: 'TerminalError',
      message:
        'slack: no message to #nowhere: channel_not_found. ' +
        'Check the name; a private channel is also not found until the bot is invited.',
    });
  });
});
