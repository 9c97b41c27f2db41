/** What a request to create an issue may hold; nothing of it can be relied on. */
export interface NewIssue {
  project?: { key?: string };
  issuetype?: { name?: string };
  summary?: string;
  description?: unknown;
  labels?: string[];
}

interface Node {
  type?: string;
  text?: string;
  content?: Node[];
}

const types = ['Task', 'Bug', 'Story', 'Epic'];

/** Faults by field, all at once, in Jira's words. */
export const faultsOf = (
  { project, issuetype, summary = '', description, labels = [] }: NewIssue,
  projects: string[],
): Record<string, string> => ({
  ...(!projects.includes(project?.key ?? '') && { project: 'valid project is required' }),
  ...(!types.includes(issuetype?.name ?? '') && { issuetype: 'Specify a valid issue type' }),
  ...(summary.trim() === '' && { summary: 'You must specify a summary of the issue.' }),
  ...(summary.length > 255 && { summary: 'Summary must be less than 255 characters.' }),
  ...(summary.includes('\n') && { summary: 'The summary is invalid because it contains newline characters.' }),
  ...(labels.some((label) => /\s/.test(label)) && {
    labels: `The label '${labels.find((label) => /\s/.test(label))}' contains spaces which is invalid.`,
  }),
  ...(description !== undefined &&
    !isDocument(description) && {
      description: 'Operation value must be an Atlassian Document (see the Atlassian Document Format)',
    }),
});

const isDocument = (value: unknown): boolean => {
  const { type, version, content } = (value ?? {}) as Node & { version?: number };
  return type === 'doc' && version === 1 && Array.isArray(content) && content.every(isNode);
};

/** An empty text node is not allowed in a document. */
const isNode = (node: Node): boolean =>
  typeof node?.type === 'string' && (node.type !== 'text' || Boolean(node.text)) && (node.content ?? []).every(isNode);

/** A document as a person would copy it. */
export const plainText = (document: unknown): string => textOf((document ?? {}) as Node).trimEnd();

const textOf = ({ type, text = '', content = [] }: Node): string =>
  type === 'hardBreak' ? '\n' : `${text}${content.map(textOf).join('')}${type === 'paragraph' ? '\n\n' : ''}`;
