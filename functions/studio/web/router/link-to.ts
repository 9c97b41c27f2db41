const part = encodeURIComponent;

/** The addresses of Studio's pages. */
export const linkTo = {
  executions: (filter: Record<string, string> = {}) =>
    `/executions${Object.keys(filter).length > 0 ? `?${new URLSearchParams(filter)}` : ''}`,
  execution: (name: string) => `/executions/${part(name)}`,
  decisions: (filter: Record<string, string> = {}) =>
    `/decisions${Object.keys(filter).length > 0 ? `?${new URLSearchParams(filter)}` : ''}`,
  decision: (id: string) => `/decisions/${part(id)}`,
  unmatched: () => '/unmatched',
  rules: () => '/rules',
  rule: (name: string) => `/rules/${part(name)}`,
  editRule: (from: { rule: string } | { decision: string } | Record<string, never> = {}) => {
    const query = new URLSearchParams(from as Record<string, string>).toString();
    return `/edit-rule${query ? `?${query}` : ''}`;
  },
  ruleVersions: () => '/rule-versions',
  explain: (from: Record<string, string> = {}) => {
    const query = new URLSearchParams(from).toString();
    return `/explain${query ? `?${query}` : ''}`;
  },
  runbooks: () => '/runbooks',
  runbook: (name: string) => `/runbooks/${part(name)}`,
  run: (name: string) => `/runbooks/${part(name)}/run`,
  switches: () => '/switches',
};
