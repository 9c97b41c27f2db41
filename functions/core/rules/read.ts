import * as z from 'zod';
import { seconds } from '#runbooks/sdk/duration.ts';
import { nearest } from '../nearest.ts';
import { quote } from './faults.ts';
import { parsePattern } from './pattern.ts';
import { modes, type Rule, type RuleFault } from './rule.ts';

const duration = z.string().transform((text, context) => {
  try {
    return seconds(text);
  } catch {
    context.addIssue({ code: 'custom', message: `${quote(text)} is no duration` });
    return z.NEVER;
  }
});
/** The ledger keeps each run that a limit counts, in an item of 400 KB. */
const most = 500;
const amount = z.int().min(1).max(most);
const quota = z.strictObject({ max: amount, per: duration });
const channel = z.string().min(1);
const guard = {
  hold: duration,
  cooldown: duration,
  rate: quota,
  concurrency: amount,
  blastRadius: quota,
  attempts: quota,
};

/** The form of a rule as its author writes it. */
const form = z.strictObject({
  rule: z.string().min(1).max(80),
  owner: z.string().min(1),
  description: z.string().optional(),
  mode: z.enum(modes).default('shadow'),
  // Read by parsePattern.
  when: z.unknown().optional(),
  run: z.string().min(1),
  with: z.record(z.string(), z.unknown()).default({}),
  guard: z.strictObject(guard).partial().default({}),
  notify: z
    .strictObject({
      slack: channel,
      jira: z.strictObject({ project: z.string().min(1) }),
      onFailure: z.strictObject({ pagerduty: channel, slack: channel }).partial(),
    })
    .partial()
    .default({}),
  priority: z.int().default(0),
  continue: z.boolean().default(false),
  matchAll: z.boolean().default(false),
});

/** What to write, by the last word of the path. */
const cures = new Map([
  ['rule', 'Name it, unique in the set and at most 80 characters long: rule: disk-full.'],
  ['owner', 'Name the team that answers for it: owner: cloud-infra.'],
  ['mode', `Use one of ${modes.join(', ')}.`],
  ['when', 'Write an event pattern: when: { name: [NodeDiskPressure], status: [firing] }.'],
  ['run', 'Name a runbook: run: clear-full-disk.'],
  ['with', 'Write the runbook’s parameters: with: { instance: "{% labels.instance %}" }.'],
  ['max', `Write a whole number from 1 to ${most}.`],
  ['concurrency', `Write a whole number from 1 to ${most}.`],
  ['priority', 'Write a whole number; higher goes first.'],
]);
const durationCure = 'Write whole numbers with d, h, m or s, such as 90s, 10m or 1h30m.';
const durations = new Set(['hold', 'cooldown', 'per']);

const pathOf = (path: PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`)).join('');

/** Keys that may stand at a place of the form, for “did you mean”. */
const keysAt = (path: PropertyKey[]): string[] => {
  let at: unknown = form;
  for (const key of ['', ...path]) {
    if (key !== '') at = (at as z.ZodObject).shape?.[String(key)];
    while (at instanceof z.ZodDefault || at instanceof z.ZodOptional) at = at.unwrap();
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
};

type Issue = z.core.$ZodIssue;
type Found = Pick<RuleFault, 'path' | 'problem' | 'cure'>;

const faultsOf = (issue: Issue): Found[] => {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const cure = meant ? `Did you mean ${meant}?` : `Use ${known.join(', ')}.`;
      return { path: pathOf([...issue.path, key]), problem: `${quote(key)} is no field of a rule`, cure };
    });
  }
  const last = String(issue.path.at(-1) ?? '');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const problem = missing
    ? 'is missing'
    : issue.code === 'custom'
      ? issue.message
      : `${quote(issue.input)} cannot stand here: ${issue.message}`;
  const cure = durations.has(last) ? durationCure : (cures.get(last) ?? 'See the form of a rule in rule.md.');
  return [{ path: pathOf(issue.path), problem, cure }];
};

const noRule = { path: '', problem: 'is no rule', cure: 'Write fields: rule, owner, when, run and with at least.' };

/** A rule without a pattern matches everything, if it says that it means to: every alert has a name. */
const patternOf = ({ when, matchAll }: { when?: unknown; matchAll?: unknown }): ReturnType<typeof parsePattern> => {
  if (when !== undefined) return parsePattern(when);
  if (matchAll === true) return parsePattern({ name: [{ exists: true }] });
  return { faults: [{ path: '', problem: 'is missing', cure: cures.get('when')! }] };
};

/**
 * Reads one rule from its value. All its faults are told at once; whether its runbook exists and takes its parameters is for
 * `checkRules` to say.
 */
export const readRule = (value: unknown): { rule: Rule } | { rule?: undefined; faults: Found[] } => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { faults: [noRule] };
  const read = form.safeParse(value, { reportInput: true });
  const { pattern, faults } = patternOf(value);
  const found = [
    ...(read.error?.issues ?? []).flatMap(faultsOf),
    ...faults.map((fault) => ({ ...fault, path: fault.path === '' ? 'when' : `when.${fault.path}` })),
  ];
  if (!read.success || !pattern) return { faults: found };
  const { rule: name, guard, ...rest } = read.data;
  const perOf = (quota: { max: number; per: number } | undefined) => quota && { max: quota.max, perSeconds: quota.per };
  const limits = {
    holdSeconds: guard.hold,
    cooldownSeconds: guard.cooldown,
    rate: perOf(guard.rate),
    concurrency: guard.concurrency,
    blastRadius: perOf(guard.blastRadius),
    attempts: perOf(guard.attempts),
  };
  const set = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  return { rule: { ...rest, name, when: pattern, guard: Object.fromEntries(set) as Rule['guard'], source: value } };
};
