import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { keep } from '../kept.ts';
import { serve, type Vendor } from '../vendor.ts';
import { faultsOf, type NewIssue, plainText } from './fields.ts';
import { JqlError, jql } from './jql.ts';

export interface Issue {
  id: string;
  key: string;
  project: string;
  type: string;
  summary: string;
  /** Text of the document. */
  description: string;
  labels: string[];
  status: string;
  created: string;
  comments: { id: string; text: string; created: string }[];
}

export interface JiraOptions {
  email: string;
  token: string;
  /** Keys. */
  projects: string[];
  /** Where issues are kept; in memory when absent. */
  folder?: string;
  port?: number;
}

export interface JiraStandIn extends Vendor {
  /** Oldest first. */
  issues(): Issue[];
  reset(): void;
}

/** The workflow of a new project: from each status to each other. */
const transitions = [
  { id: '11', name: 'To Do' },
  { id: '21', name: 'In Progress' },
  { id: '31', name: 'Done' },
];

const missing = 'Issue does not exist or you do not have permission to see it.';

/**
 * Jira Cloud's REST v3 for issues: create, read, comment, transition, search, with its statuses and its two shapes of error
 * (`errorMessages`, and `errors` by field). https://developer.atlassian.com/cloud/jira/platform/rest/v3/
 */
export const jiraServer = async (options: JiraOptions): Promise<JiraStandIn> => {
  const kept = keep<{ ids: number; issues: Issue[] }>(options.folder && join(options.folder, 'jira.json'), () => ({
    ids: 10_000,
    issues: [],
  }));
  const nextId = () => {
    kept.value.ids += 1;
    return String(kept.value.ids);
  };
  const issueOf = (c: Context) => {
    const asked = c.req.param('key');
    return kept.value.issues.find(({ id, key }) => asked === id || asked?.toUpperCase() === key);
  };

  const app = new Hono().basePath('/rest/api/3');
  app.use(async (c, next) => {
    const expected = `Basic ${Buffer.from(`${options.email}:${options.token}`).toString('base64')}`;
    if (c.req.header('authorization') !== expected) {
      return c.text('Client must be authenticated to access this resource.', 401, {
        'www-authenticate': 'OAuth realm="local"',
      });
    }
    await next();
  });

  app.post('/issue', async (c) => {
    const { fields = {} } = await c.req.json<{ fields?: NewIssue }>();
    const errors = faultsOf(fields, options.projects);
    if (Object.keys(errors).length > 0) return c.json({ errorMessages: [], errors }, 400);
    const project = fields.project?.key as string;
    const id = nextId();
    const issue: Issue = {
      id,
      key: `${project}-${kept.value.issues.filter((each) => each.project === project).length + 1}`,
      project,
      type: fields.issuetype?.name as string,
      summary: fields.summary as string,
      description: plainText(fields.description),
      labels: fields.labels ?? [],
      status: 'To Do',
      created: new Date().toISOString(),
      comments: [],
    };
    kept.value.issues.push(issue);
    kept.save();
    return c.json({ id, key: issue.key, self: selfOf(c, issue) }, 201);
  });

  app.get('/issue/:key', (c) => {
    const issue = issueOf(c);
    return issue ? c.json(issueJson(c, issue)) : gone(c);
  });

  app.post('/issue/:key/comment', async (c) => {
    const issue = issueOf(c);
    if (!issue) return gone(c);
    const { body } = await c.req.json();
    if (plainText(body) === '') return c.json({ errorMessages: ['Comment body can not be empty!'], errors: {} }, 400);
    const comment = { id: nextId(), text: plainText(body), created: new Date().toISOString() };
    issue.comments.push(comment);
    kept.save();
    return c.json(
      { self: `${selfOf(c, issue)}/comment/${comment.id}`, id: comment.id, body, created: comment.created },
      201,
    );
  });

  app.get('/issue/:key/transitions', (c) => {
    const issue = issueOf(c);
    if (!issue) return gone(c);
    const open = transitions.filter(({ name }) => name !== issue.status);
    return c.json({ expand: 'transitions', transitions: open.map(({ id, name }) => ({ id, name, to: { name } })) });
  });

  app.post('/issue/:key/transitions', async (c) => {
    const issue = issueOf(c);
    if (!issue) return gone(c);
    const { transition } = await c.req.json();
    const found = transitions.find(({ id, name }) => id === transition?.id && name !== issue.status);
    if (!found) {
      const message = `It seems that you have tried to perform a workflow operation (${transition?.id}) that is not valid for the current state of this issue.`;
      return c.json({ errorMessages: [message], errors: {} }, 400);
    }
    issue.status = found.name;
    kept.save();
    return c.body(null, 204);
  });

  const search = (
    c: Context,
    asked: { jql?: string; fields?: string[]; maxResults?: number; nextPageToken?: string },
  ) => {
    try {
      const matching = kept.value.issues.filter(jql(asked.jql ?? '')).reverse();
      const from = Number(asked.nextPageToken ?? 0);
      const to = from + Math.min(asked.maxResults ?? 50, 5000);
      const isLast = to >= matching.length;
      // Only the id comes unasked.
      const shown = (issue: Issue) => (asked.fields?.length ? issueJson(c, issue) : { id: issue.id });
      return c.json({
        issues: matching.slice(from, to).map(shown),
        isLast,
        ...(!isLast && { nextPageToken: String(to) }),
      });
    } catch (error) {
      if (error instanceof JqlError) return c.json({ errorMessages: [error.message], errors: {} }, 400);
      throw error;
    }
  };
  app.get('/search/jql', (c) => {
    const { jql, nextPageToken, maxResults } = c.req.query();
    const fields = (c.req.queries('fields') ?? []).flatMap((text) => text.split(','));
    return search(c, { jql, fields, nextPageToken, ...(maxResults && { maxResults: Number(maxResults) }) });
  });
  app.post('/search/jql', async (c) => search(c, await c.req.json()));
  app.all('/search', (c) => {
    const message = 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.';
    return c.json({ errorMessages: [message], errors: {} }, 410);
  });

  return {
    ...(await serve(app.fetch, options.port)),
    issues: () => kept.value.issues,
    reset: () => kept.reset(),
  };
};

const gone = (c: Context) => c.json({ errorMessages: [missing], errors: {} }, 404);

const selfOf = (c: Context, { id }: Issue) => `${new URL(c.req.url).origin}/rest/api/3/issue/${id}`;

const issueJson = (c: Context, issue: Issue) => ({
  id: issue.id,
  key: issue.key,
  self: selfOf(c, issue),
  fields: {
    summary: issue.summary,
    labels: issue.labels,
    status: { name: issue.status },
    issuetype: { name: issue.type },
    project: { key: issue.project },
    created: issue.created,
  },
});
