import type { RunbookRow } from '../../api/nouns.ts';

/** What may be written at each place of a rule, by the keys above it. The runbooks' names and parameters come from the API. */
const keys: Record<string, string[]> = {
  '': ['rule: ', 'owner: ', 'description: ', 'mode: ', 'when:', 'run: ', 'with:', 'guard:', 'notify:', 'priority: '],
  when: ['name: []', 'status: [firing]', 'severity: []', 'labels:', 'annotations:', 'source: []', '$or:'],
  guard: [
    'hold: 2m',
    'cooldown: 30m',
    'rate: { max: 10, per: 1h }',
    'concurrency: 2',
    'blastRadius: { max: 5, per: 1h }',
    'attempts: { max: 3, per: 1d }',
  ],
  notify: ['slack: "#"', 'jira: { project:  }', 'onFailure: { pagerduty:  }'],
};
const values: Record<string, string[]> = {
  mode: ['shadow', 'plan', 'approve', 'auto'],
  status: ['firing', 'resolved'],
};
const matchers = [
  '{ prefix: "" }',
  '{ suffix: "" }',
  '{ wildcard: "*" }',
  '{ anything-but: [] }',
  '{ equals-ignore-case: "" }',
  '{ exists: true }',
  '{ exists: false }',
  '{ numeric: [">", 0] }',
  '{ cidr: "10.0.0.0/8" }',
];

/** Key that the line at the cursor stands under; '' at the top. */
const keyAbove = (lines: string[]): string => {
  const indent = /^\s*/.exec(lines.at(-1) ?? '')![0].length;
  if (indent === 0) return '';
  return (
    lines
      .slice(0, -1)
      .findLast((line) => /^[\w$-]+:/.test(line))
      ?.split(':')[0] ?? ''
  );
};

/** What may come next in a rule. */
export const completions = (
  textBefore: string,
  runbooks: readonly RunbookRow[],
  params: readonly string[],
): string[] => {
  const lines = textBefore.split('\n');
  const line = lines.at(-1) ?? '';
  const key = /^\s*([\w$-]+):\s/.exec(line)?.[1];
  const above = keyAbove(lines);
  if (key === 'run') return runbooks.map(({ runbook }) => runbook);
  if (key && values[key] && !line.includes('{')) return values[key];
  if (key && above === 'when') return matchers;
  if (above === 'with') return [...params.map((name) => `${name}: `), '"{% labels. %}"'];
  return key ? [] : (keys[above] ?? []);
};
