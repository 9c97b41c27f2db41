import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JiraStandIn, jiraServer } from '#infra/local/vendors/jira/server.ts';
import { jira } from '#runbooks/systems/jira.ts';
import { wiring } from './wiring.ts';

let server: JiraStandIn;
beforeEach(async () => {
  server = await jiraServer({ email: 'wolfe@example.com', token: 'right', projects: ['INFRA', 'WEB'] });
});
afterEach(() => server.close());

const client = (token = 'right') => jira.connect(wiring({ url: `${server.url}/`, email: 'wolfe@example.com', token }));
const issue = { project: 'INFRA', summary: 'Disk full', description: 'on node-7', labels: ['wolfe-1'] };

describe('jira', () => {
  it('creates an issue that is found by its label', async () => {
    const { key, url } = await client().createIssue(issue);
    await client().createIssue({ ...issue, project: 'WEB' });
    expect({ key, url }).toEqual({ key: 'INFRA-1', url: `${server.url}/browse/INFRA-1` });
    expect(await client().find({ project: 'INFRA', label: 'wolfe-1' })).toEqual(['INFRA-1']);
    expect(await client().find({ project: 'INFRA', label: 'wolfe-2' })).toEqual([]);
  });

  it('keeps the lines of a text and one line of a summary', async () => {
    await client().createIssue({ ...issue, summary: ' Disk\nfull ', description: 'one\ntwo\n\nthree' });
    expect(server.issues()[0]).toMatchObject({ summary: 'Disk full', description: 'one\ntwo\n\nthree', type: 'Task' });
  });

  it('takes an empty description and a very long summary', async () => {
    await client().createIssue({ ...issue, summary: 'x'.repeat(400), description: '' });
    expect(server.issues()[0]).toMatchObject({ summary: 'x'.repeat(255), description: '' });
  });

  it('does not let a label end the query', async () => {
    await client().createIssue(issue);
    expect(await client().find({ project: 'INFRA', label: 'x" OR project = "INFRA' })).toEqual([]);
    expect(await client().find({ project: 'INFRA', label: '\\' })).toEqual([]);
  });

  it('comments, moves, and leaves out what is done', async () => {
    const { key } = await client().createIssue(issue);
    await client().comment(key, 'pruned');
    await client().transition(key, 'done');
    expect(server.issues()[0]).toMatchObject({ status: 'Done', comments: [{ text: 'pruned' }] });
    expect(await client().find({ project: 'INFRA', label: 'wolfe-1', open: true })).toEqual([]);
    expect(await client().find({ project: 'INFRA', label: 'wolfe-1' })).toEqual([key]);
  });

  it('names the transitions that there are', async () => {
    const { key } = await client().createIssue(issue);
    await expect(client().transition(key, 'Closed')).rejects.toThrow(
      'jira: INFRA-1 has no transition "Closed" from where it is. It has: In Progress, Done.',
    );
  });

  it('shows every fault that Jira finds', async () => {
    await expect(
      client().createIssue({ ...issue, project: 'NONE', labels: ['a b'], type: 'Poem' }),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringMatching(
        /valid project is required.*issue type.*contains spaces.*Check project, issue type/,
      ),
    });
  });

  it('says what to do about a wrong token and a key that is not there', async () => {
    await expect(client('wrong').find({ project: 'INFRA', label: 'x' })).rejects.toThrow(
      "Check email and API token in the secret of 'jira'.",
    );
    await expect(client().comment('INFRA-9', 'hi')).rejects.toThrow('Issue does not exist');
    await expect(client().comment('../../x', 'hi')).rejects.toThrow('Issue does not exist');
  });

  it('repeats no creation of unknown outcome, and may repeat a search', async () => {
    server.fail({ how: 'break after', times: 2 });
    await expect(client().createIssue(issue)).rejects.toMatchObject({ name: 'TerminalError' });
    await expect(client().find({ project: 'INFRA', label: 'wolfe-1' })).rejects.toMatchObject({
      name: 'RetryableError',
    });
    expect(await client().find({ project: 'INFRA', label: 'wolfe-1' })).toEqual(['INFRA-1']);
  });
});
