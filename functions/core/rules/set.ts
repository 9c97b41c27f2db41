import type { Json } from '#runbooks/sdk/wire.ts';
import type { Alert } from '../alert.ts';
import { nearest } from '../nearest.ts';
import { isTemplate, templateFaults } from '../parameters.ts';
import { schemaFaults } from '../schema.ts';
import { type Automaton, automaton, automatonInSlices } from './automaton.ts';
import { documentsOf, type RuleDocument } from './document.ts';
import { matches } from './explain.ts';
import { readRule } from './read.ts';
import type { Rule, RuleFault } from './rule.ts';
import { warnRules } from './warnings.ts';

/** What a rule's parameters are checked against: a manifest or a release. */
export interface Callable {
  runbook: string;
  params: Record<string, Json>;
  /** Its template; null when it has none. */
  target?: string | null;
  /** Whether it changes the world; taken for granted where nobody says. */
  remediates?: boolean;
}

type Found = Pick<RuleFault, 'path' | 'problem' | 'cure'>;

/** Two alerts that have nothing in common but that they fire: a pattern that takes both takes practically all. */
const strangers = ['a', 'b'].map((letter) => ({
  name: `${letter} name that nobody gives`,
  status: 'firing',
  labels: {},
  annotations: {},
  source: `${letter} source that nobody has`,
  startsAt: '2000-01-01T00:00:00.000Z',
  fingerprint: letter,
}));

const breadth = (rule: Rule): Found[] =>
  rule.matchAll || !strangers.every((alert) => matches(rule.when, alert))
    ? []
    : [
        {
          path: 'when',
          problem: 'matches every firing alert',
          cure: 'Name the alerts, e.g. name: [NodeDiskPressure]; or write matchAll: true if that is what you want.',
        },
      ];

/** Whether the runbook exists and takes these parameters; told of a rule that is wrong elsewhere, too. */
const call = (value: unknown, runbooks: Map<string, Callable>): Found[] => {
  const { run, with: given = {} } = (value ?? {}) as { run?: unknown; with?: unknown };
  // Of another kind: the rule's form has complained of it.
  if (typeof run !== 'string' || typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  const parameters = structuredClone(given) as Record<string, unknown>;
  const inWith = (found: Found[]): Found[] => found.map((fault) => ({ ...fault, path: `with.${fault.path}` }));
  const templates = inWith(templateFaults(parameters));
  const runbook = runbooks.get(run);
  if (runbook) return [...templates, ...inWith(schemaFaults(runbook.params, parameters, isTemplate))];
  const meant = nearest(run, runbooks.keys());
  const known = [...runbooks.keys()].sort().join(', ') || 'none yet: publish one';
  const cure = meant ? `Did you mean ${meant}?` : `There are: ${known}.`;
  return [{ path: 'run', problem: `there is no runbook ${run}`, cure }, ...templates];
};

/** The rule's name as far as it can be told, for a fault's address. */
const nameOf = (value: unknown): string | undefined => {
  const name = (value as { rule?: unknown } | null)?.rule;
  return typeof name === 'string' ? name : undefined;
};

/**
 * Checks a rule set as a whole: either all its rules, highest priority first, or all faults of all rules at once. A bad set has
 * no rules, so it cannot replace a good one.
 * @param runbooks those that rules may run, with the schema of their parameters.
 */
export const checkRules = (
  documents: readonly RuleDocument[],
  runbooks: Iterable<Callable>,
): { rules: Rule[]; faults?: undefined } | { rules?: undefined; faults: RuleFault[] } => {
  const callable = new Map([...runbooks].map((each) => [each.runbook, each]));
  const first = new Map<string, RuleDocument>();
  const rules: Rule[] = [];
  const faults: RuleFault[] = [];
  for (const document of documents) {
    const name = nameOf(document.value);
    const read = readRule(document.value);
    const found = [...(read.rule ? breadth(read.rule) : read.faults), ...call(document.value, callable)];
    const earlier = name === undefined ? undefined : first.get(name);
    if (earlier) {
      const problem = `${name} is already a rule, in ${earlier.file} line ${earlier.place('rule').line}`;
      found.push({ path: 'rule', problem, cure: 'Give one of them another name.' });
    } else if (name !== undefined) first.set(name, document);
    const address = { file: document.file, ...(name !== undefined && { rule: name }) };
    const placed = found.map((fault) => ({ ...address, ...document.place(fault.path), ...fault }));
    faults.push(...placed.sort((a, b) => a.line - b.line || a.column - b.column));
    if (read.rule) rules.push(read.rule);
  }
  return faults.length > 0 ? { faults } : { rules: inOrder(rules) };
};

/** A set that was read from files: its rules with what is doubtful in them, or all their faults. */
export type CheckedFiles =
  | { rules: Rule[]; warnings: RuleFault[]; faults?: undefined }
  | { rules?: undefined; warnings?: undefined; faults: RuleFault[] };

/** Reads files and checks all that is in them as one set. */
export const checkFiles = (
  files: Iterable<{ file: string; text: string }>,
  runbooks: Iterable<Callable>,
): CheckedFiles => {
  const known = [...runbooks];
  const read = [...files].map(({ file, text }) => documentsOf(file, text));
  const unreadable = read.flatMap(({ faults }) => faults);
  const documents = read.flatMap(({ documents }) => documents);
  const { rules, faults = [] } = checkRules(documents, known);
  if (!rules || unreadable.length > 0) return { faults: [...unreadable, ...faults] };
  return { rules, warnings: warnRules(documents, rules, known) };
};

const inOrder = (rules: Rule[]): Rule[] => [...rules].sort((a, b) => b.priority - a.priority);

/** A rule set ready to be asked. */
export interface RuleSet {
  version: number;
  rules: Rule[];
  /** Stored rules that this code cannot read any more; they match nothing, and whoever asks is told. */
  unreadable: string[];
  /** Whether any rule holds alerts back for a while. */
  holds: boolean;
  /** Rules whose pattern the alert meets, highest priority first. */
  match(alert: Alert): Rule[];
}

/** Rules that are read between two turns: milliseconds' worth. */
const rulesATurn = 500;

/**
 * Makes a stored set ready. Its rules were checked when they were saved, so one that cannot be read must not stop the others.
 * @param turn lets others have theirs, between parts of a large set.
 */
export const ruleSetInTurns = async (
  version: number,
  sources: readonly unknown[],
  turn: () => Promise<void>,
): Promise<RuleSet> => {
  const read: Read[] = [];
  for (let first = 0; first < sources.length; first += rulesATurn) {
    if (first > 0) await turn();
    read.push(...readStored(sources.slice(first, first + rulesATurn)));
  }
  const rules = rulesOf(read);
  return ready(version, read, rules, await automatonInSlices(matched(rules), turn));
};

/** The same at once. */
export const ruleSet = (version: number, sources: readonly unknown[]): RuleSet => {
  const read = readStored(sources);
  const rules = rulesOf(read);
  return ready(version, read, rules, automaton(matched(rules)));
};

interface Read {
  source: unknown;
  rule?: Rule;
}

const readStored = (sources: readonly unknown[]): Read[] =>
  sources.map((source) => {
    const { rule } = readRule(source);
    return { source, ...(rule && { rule }) };
  });

const rulesOf = (read: readonly Read[]): Rule[] => inOrder(read.flatMap(({ rule }) => rule ?? []));

const matched = (rules: readonly Rule[]) => rules.map((rule) => ({ pattern: rule.when, value: rule }));

const ready = (version: number, read: readonly Read[], rules: Rule[], { match }: Automaton<Rule>): RuleSet => ({
  version,
  rules,
  unreadable: read.filter(({ rule }) => !rule).map(({ source }) => nameOf(source) ?? 'one without a name'),
  holds: rules.some(({ guard }) => guard.holdSeconds !== undefined),
  match,
});
