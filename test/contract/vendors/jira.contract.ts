import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloudClient } from 'jira.js/cloud';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JiraStandIn, jiraServer } from '#infra/local/vendors/jira/server.ts';

let folder: string;
let server: JiraStandIn;
const start = async () => {
  server = await jiraServer({ email: 'wolfe@example.com', token: 'token', projects: ['INFRA'], folder });
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jira-'));
  await start();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
// Every answer is held against the schema that the library has from Atlassian's specification.
const client = (apiToken = 'token') =>
  createCloudClient({
    host: server.url,
    auth: { type: 'basic', email: 'wolfe@example.com', apiToken },
    onSchemaMismatch: 'throw',
  });
const document = (text: string) => ({
  type: 'doc' as const,
  version: 1 as const,
  content: [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text }] }],
});
const fields = { project: { key: 'INFRA' }, issuetype: { name: 'Task' }, summary: 'Disk full', labels: ['wolfe'] };

describe('the Jira stand-in', () => {
  it("serves the client of npm, which holds every answer against the vendor's schema", async () => {
    const jira = client();
    const { key } = await jira.issues.createIssue({ fields: { ...fields, description: document('on node-7') } });
    expect(key).toBe('INFRA-1');
    expect((await jira.issues.getIssue({ issueIdOrKey: key as string })).fields).toMatchObject({
      summary: 'Disk full',
    });
    await jira.issueComments.addComment({ issueIdOrKey: key as string, body: document('pruned') });
    const { transitions } = await jira.issues.getTransitions({ issueIdOrKey: key as string });
    const done = transitions?.find(({ name }) => name === 'Done');
    await jira.issues.doTransition({ issueIdOrKey: key as string, transition: { id: done?.id as string } });
    expect(server.issues()).toMatchObject([
      { description: 'on node-7', status: 'Done', comments: [{ text: 'pruned' }] },
    ]);
  });

  it('pages through a search by token', async () => {
    const jira = client();
    for (const labels of [['a'], ['b'], ['a', 'b']]) await jira.issues.createIssue({ fields: { ...fields, labels } });
    const search = (nextPageToken?: string) =>
      jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
        jql: 'project = INFRA AND labels in (a) ORDER BY created DESC',
        fields: ['key'],
        maxResults: 1,
        nextPageToken,
      });
    const first = await search();
    const second = await search(first.nextPageToken as string);
    expect([first, second].map(({ issues, isLast }) => [issues?.[0]?.key, isLast])).toEqual([
      ['INFRA-3', false],
      ['INFRA-1', true],
    ]);
  });

  it.each([
    ['', 'Unbounded JQL queries are not allowed here'],
    ['order by created', 'Unbounded JQL queries are not allowed here'],
    ['colour = red', "Field 'colour' does not exist"],
    ['labels = a OR labels = b', "Expecting 'AND'"],
  ])('refuses the query "%s"', async (jql, message) => {
    await expect(client().issueSearch.searchAndReconsileIssuesUsingJql({ jql })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it('tells the faults of an issue by field', async () => {
    const bad = { project: { key: 'NONE' }, summary: '', labels: ['a b'], description: document('') };
    await expect(client().issues.createIssue({ fields: bad })).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/project.*issuetype.*summary.*labels.*description/),
    });
  });

  it('lets no one in with a wrong token, and knows no old search', async () => {
    await expect(client('wrong').issues.getIssue({ issueIdOrKey: 'INFRA-1' })).rejects.toMatchObject({ status: 401 });
    const authorization = `Basic ${Buffer.from('wolfe@example.com:token').toString('base64')}`;
    expect((await fetch(`${server.url}/rest/api/3/search?jql=x`, { headers: { authorization } })).status).toBe(410);
    await expect(client().issues.getIssue({ issueIdOrKey: 'INFRA-1' })).rejects.toMatchObject({ status: 404 });
  });

  it('keeps its issues over a restart', async () => {
    await client().issues.createIssue({ fields });
    await server.close();
    await start();
    expect((await client().issues.createIssue({ fields })).key).toBe('INFRA-2');
  });
});
