import * as z from 'zod';
import { TerminalError } from '../sdk/errors.ts';
import type { System, Wiring } from '../sdk/system.ts';
import { basic, type Call, json, send } from './request.ts';

/** A Jira Cloud site (`https://example.atlassian.net`), an account and its API token. */
const secret = z.object({ url: z.url(), email: z.string().min(1), token: z.string().min(1) });
type Secret = z.infer<typeof secret>;

/**
 * Jira takes no idempotency key: label what you create with something that names the episode and `find` it first, so that
 * an episode has one issue. Its search may be some seconds behind.
 */
export interface JiraClient {
  /** `type` is the name of an issue type of the project, Task unless told; labels hold no spaces. */
  createIssue(issue: {
    project: string;
    summary: string;
    description: string;
    labels: string[];
    type?: string;
  }): Promise<{ key: string; url: string }>;
  /** Keys of the project's issues with a label, newest first, 50 at most; `open` leaves out those that are done. */
  find(query: { project: string; label: string; open?: boolean }): Promise<string[]>;
  comment(key: string, text: string): Promise<void>;
  /** Moves an issue by the name of the transition, e.g. Done, in any case of letters. */
  transition(key: string, name: string): Promise<void>;
}

/**
 * Jira Cloud by REST v3. Spoken directly: the well-kept client, jira.js, takes no abort signal and does not escape keys,
 * and would put 400 KB into every bundle for these few calls.
 */
export const jira: System<JiraClient, Secret, 'find'> = {
  name: 'jira',
  secret,
  permissions: [],
  reads: ['find'],
  connect: (wiring) => {
    const site = wiring.secret.url.replace(/\/+$/, '');
    const ask = async (method: Call['method'], path: string, body?: object): Promise<unknown> => {
      const call = request(wiring, method, `${site}/rest/api/3${path}`, body);
      const answer = await send(call);
      return answer.status === 204 ? undefined : json(call, answer);
    };

    return {
      async createIssue({ project, summary, description, labels, type = 'Task' }) {
        const fields = {
          project: { key: project },
          issuetype: { name: type },
          // Jira refuses a longer summary and one of two lines.
          summary: summary.replace(/\s+/g, ' ').trim().slice(0, 255),
          description: documentOf(description),
          labels,
        };
        const { key } = (await ask('POST', '/issue', { fields })) as { key: string };
        return { key, url: `${site}/browse/${key}` };
      },

      async find({ project, label, open }) {
        const jql =
          `project = ${quoted(project)} AND labels = ${quoted(label)}` +
          `${open ? ' AND statusCategory != Done' : ''} ORDER BY created DESC`;
        const query = new URLSearchParams({ jql, fields: 'key', maxResults: '50' });
        const { issues } = (await ask('GET', `/search/jql?${query}`)) as { issues: { key: string }[] };
        return issues.map(({ key }) => key);
      },

      async comment(key, text) {
        await ask('POST', `/issue/${encodeURIComponent(key)}/comment`, { body: documentOf(text) });
      },

      async transition(key, name) {
        const path = `/issue/${encodeURIComponent(key)}/transitions`;
        const { transitions } = (await ask('GET', path)) as { transitions: { id: string; name: string }[] };
        const found = transitions.find((each) => each.name.toLowerCase() === name.toLowerCase());
        if (found === undefined) {
          const names = transitions.map((each) => each.name).join(', ') || 'none';
          throw new TerminalError(`jira: ${key} has no transition "${name}" from where it is. It has: ${names}.`);
        }
        await ask('POST', path, { transition: { id: found.id } });
      },
    };
  },
};

const request = ({ secret, signal }: Wiring<Secret>, method: Call['method'], url: string, body?: object): Call => {
  const authorization = basic(secret.email, secret.token);
  return {
    system: 'jira',
    method,
    url: new URL(url),
    headers: { authorization, accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    repeatable: method === 'GET',
    signal,
    secrets: [secret.token, authorization],
    cures: {
      400: 'Check project, issue type, labels (no spaces) and which fields the project requires.',
      401: "Check email and API token in the secret of 'jira'.",
      403: "Give the account of the secret of 'jira' the right to do this in the project.",
      404: 'Check the key, and that the account of the secret may see the issue.',
    },
  };
};

/** A JQL string; backslash and quote are the two characters that could end it. */
const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** Plain text as the Atlassian Document that REST v3 requires: a paragraph for each block, a break for each line. */
const documentOf = (text: string) => ({
  type: 'doc',
  version: 1,
  content: text.split(/\n{2,}/).map((block) => ({
    type: 'paragraph',
    content: block
      .split('\n')
      .flatMap((line, index) => [
        ...(index > 0 ? [{ type: 'hardBreak' }] : []),
        ...(line === '' ? [] : [{ type: 'text', text: line }]),
      ]),
  })),
});
