import type { Issue } from './server.ts';

/** What is wrong with a query, in Jira's words. */
export class JqlError extends Error {
  override name = 'JqlError';
}

type Test = (issue: Issue) => boolean;

const clause = /^\s*(\w+)\s*(!=|=|not\s+in\b|in\b)\s*(\([^)]*\)|"(?:[^"\\]|\\.)*"|[^\s")(]+)/i;

const fields: Record<string, (issue: Issue) => string[]> = {
  project: ({ project }) => [project],
  labels: ({ labels }) => labels,
  key: ({ key }) => [key],
  status: ({ status }) => [status],
  statuscategory: ({ status }) => [status === 'Done' ? 'Done' : status === 'To Do' ? 'To Do' : 'In Progress'],
  issuetype: ({ type }) => [type],
};

/**
 * The part of JQL that Wolfe and its tests ask: clauses of `= != in, not in` joined by AND, and any ORDER BY.
 * @throws JqlError for what Jira would refuse, a query without a restriction among it.
 */
export const jql = (query: string): Test => {
  let [rest = ''] = query.split(/\border\s+by\b/i);
  const tests: Test[] = [];
  while (rest.trim() !== '') {
    const [all, name = '', operator = '', operand = ''] = clause.exec(rest) ?? [];
    if (all === undefined) throw new JqlError(`Error in the JQL Query: Expecting a clause but got '${rest.trim()}'.`);
    const read = fields[name.toLowerCase()];
    if (!read) throw new JqlError(`Field '${name}' does not exist or you do not have permission to view it.`);
    const wanted = valuesOf(operand).map((each) => each.toLowerCase());
    const negated = operator.startsWith('!') || /^not/i.test(operator);
    tests.push((issue) => read(issue).some((value) => wanted.includes(value.toLowerCase())) !== negated);
    rest = rest.slice(all.length);
    const and = /^\s*and\b/i.exec(rest);
    if (!and && rest.trim() !== '')
      throw new JqlError(`Error in the JQL Query: Expecting 'AND' but got '${rest.trim()}'.`);
    rest = rest.slice(and?.[0].length ?? 0);
  }
  if (tests.length === 0) {
    throw new JqlError('Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  return (issue) => tests.every((test) => test(issue));
};

const valuesOf = (operand: string): string[] =>
  (operand.startsWith('(') ? (operand.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|[^\s,]+/g) ?? []) : [operand]).map(
    (text) => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text),
  );
