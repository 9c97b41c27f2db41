import { join } from 'node:path';
import { startAgent } from '#runbooks/bolt/start.ts';
import type { DataDir } from './data-dir.ts';
import { dockerPruneNode } from './vendors/jenkins/jobs.ts';
import { jenkinsServer } from './vendors/jenkins/server.ts';
import { jiraServer } from './vendors/jira/server.ts';
import { pagerdutyServer } from './vendors/pagerduty.ts';
import { slackServer } from './vendors/slack.ts';

/** They let in whoever runs on this machine and can read this file; nothing behind them is real. */
const tokens = {
  jenkins: 'local-jenkins-token',
  slack: 'xoxb-local',
  jira: 'local-jira-token',
  bolt: 'local-bolt-token',
  pagerduty: 'local-pagerduty-key',
};

const library = join(import.meta.dirname, '../../runbooks/library');

/** The systems that runbooks talk to: stand-ins of Jenkins, Slack, Jira and PagerDuty, and a real on-instance agent with a scratch folder. */
export const openVendors = async (data: DataDir) => {
  const folder = data.folder('vendors');
  const effects = join(data.path, 'effects.jsonl');
  const scratch = data.folder('scratch');
  const [jenkins, slack, jira, pagerduty, bolt] = await Promise.all([
    jenkinsServer({ users: [{ name: 'wolfe', token: tokens.jenkins }], jobs: [dockerPruneNode(effects)], folder }),
    slackServer({ token: tokens.slack, channels: [{ id: 'C0INFRA', name: 'cloud-infra' }], folder }),
    jiraServer({ email: 'wolfe@example.com', token: tokens.jira, projects: ['INFRA'], folder }),
    pagerdutyServer({ services: { 'cloud-infra': tokens.pagerduty }, folder }),
    startAgent({
      scripts: [join(library, 'clear-full-disk/scripts')],
      state: data.folder('bolt'),
      token: tokens.bolt,
      environment: { PATH: process.env.PATH },
    }),
  ]);
  return {
    /** By system, in the form that each asks for. */
    secrets: {
      jenkins: { url: jenkins.url, user: 'wolfe', token: tokens.jenkins },
      slack: { token: tokens.slack, url: `${slack.url}/api/` },
      jira: { url: jira.url, email: 'wolfe@example.com', token: tokens.jira },
      pagerduty: { url: pagerduty.url, services: { 'cloud-infra': tokens.pagerduty } },
      bolt: { url: bolt.url, token: tokens.bolt },
    },
    /** File with a line for each thing that a build really did. */
    effects,
    /** Folder that the agent's scripts may measure and prune. */
    scratch,
    jenkins,
    slack,
    jira,
    pagerduty,
    async close(): Promise<void> {
      await Promise.all([jenkins.close(), slack.close(), jira.close(), pagerduty.close(), bolt.close()]);
    },
  };
};
export type Vendors = Awaited<ReturnType<typeof openVendors>>;
