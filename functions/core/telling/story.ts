import type { Json, Outcome, Plan, Pointer } from '#runbooks/sdk/wire.ts';
import type { ExecutionRecord, StepRecord } from '../execution.ts';
import { planLines } from './plan.ts';

/** What people are told of an execution that ended, in words; each channel gives it its form. */
export interface Story {
  /** One line: what for, by what, and how it came out. */
  title: string;
  /** Whether somebody has to look: it failed, or did not help. */
  needsPeople: boolean;
  /** What it is about: the target where there is one. */
  source: string;
  /** Found, done, checked: the steps of each with what came of them. */
  parts: { name: string; lines: string[] }[];
  /** Facts for whoever looks closer. */
  facts: string[];
}

const valueCharacters = 300;

const outcomes: { [K in Outcome['kind']]: (outcome: Extract<Outcome, { kind: K }>) => string } = {
  effective: () => 'it helped',
  ineffective: ({ step }) => `it did not help: “${step}” does not hold`,
  unverified: () => 'done, and nothing was there to verify it',
  'nothing to do': ({ reason }) => `nothing to do: ${reason}`,
  planned: () => 'a plan is ready',
  denied: ({ by, reason }) => `denied by ${by}${reason ? `: ${reason}` : ''}`,
  expired: ({ step }) => `nobody approved “${step}” in time, so it was not done`,
};

const result = ({ status, outcome, error }: ExecutionRecord): string =>
  outcome
    ? (outcomes[outcome.kind] as (of: Outcome) => string)(outcome)
    : `${status}: ${error?.cause ?? 'no cause was given'}`;

const short = (text: string): string =>
  text.length > valueCharacters ? `${text.slice(0, valueCharacters - 1)}…` : text;

const shown = (value: Json | Pointer | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object' && '$pointer' in value)
    return `${Math.ceil((value as Pointer).$pointer.bytes / 1024)} KB, too long to show here`;
  return short(typeof value === 'string' ? value : JSON.stringify(value));
};

const lineOf = ({ step, kind, status, value, holds, error, tries }: StepRecord): string => {
  const came = status === 'failed' ? `failed: ${short(error?.cause ?? '')}` : shown(value);
  const held = status === 'succeeded' && holds !== undefined ? (holds ? 'holds' : 'does not hold') : '';
  const notes = [held, tries > 1 ? `${tries} ${kind === 'until' ? 'polls' : 'tries'}` : ''].filter(Boolean).join(', ');
  return `${step}${notes ? ` (${notes})` : ''}${came ? `: ${came}` : ''}`;
};

const parts = [
  { name: 'Found', kinds: ['diagnose', 'endWhen'] },
  { name: 'Done', kinds: ['remediate'] },
  { name: 'Checked', kinds: ['verify', 'until'] },
  { name: 'After the failure', kinds: ['onFailure'] },
];

/** Seconds as people say them. */
const took = (from: string, to: string): string => {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** What an execution is for: `NodeDiskPressure: jenkins-job`. */
export const subject = ({ alert, cause, runbook }: ExecutionRecord): string =>
  `${alert ?? ('person' in cause ? `By hand (${cause.person})` : 'Alert')}: ${runbook}`;

/** The plan, where the run went no further. */
const planned = (steps: StepRecord[]): Story['parts'] => {
  const value = steps.findLast(({ kind }) => kind === 'plan')?.value;
  const done = steps.some(({ kind }) => kind === 'remediate');
  const plan = typeof value === 'object' && value !== null && 'steps' in value ? (value as unknown as Plan) : undefined;
  return plan && !done ? [{ name: 'Would be done', lines: planLines(plan) }] : [];
};

/** Tells an execution that ended: what was found, what was done, whether it helped. */
export const story = (execution: ExecutionRecord, steps: StepRecord[]): Story => ({
  title: short(`${subject(execution)}: ${result(execution)}`),
  needsPeople: execution.status !== 'succeeded' || execution.outcome?.kind === 'ineffective',
  source: execution.target ?? execution.runbook,
  parts: [
    ...parts.map(({ name, kinds }) => ({ name, lines: steps.filter(({ kind }) => kinds.includes(kind)).map(lineOf) })),
    ...planned(steps),
  ].filter(({ lines }) => lines.length > 0),
  facts: [
    ...(execution.target ? [`on ${execution.target}`] : []),
    ...(execution.rule ? [`rule ${execution.rule}`] : []),
    `mode ${execution.mode}`,
    `digest ${execution.digest.slice(0, 12)}`,
    ...(execution.endedAt ? [`took ${took(execution.startedAt, execution.endedAt)}`] : []),
    ...(execution.clearedAt ? [`alert cleared at ${execution.clearedAt}`] : []),
  ],
});
