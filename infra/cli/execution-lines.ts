import type { Answer, Routes, StepView, WholeExecution } from '#functions/studio/contract.ts';
import { plain, plainJson, plainLines } from './plain.ts';
import type { Paint, Printer } from './printer.ts';
import { ago, span } from './time.ts';

type Execution = WholeExecution['execution'];
type Plan = NonNullable<WholeExecution['approvals'][number]['plan']>;

const marks: Record<StepView['status'], [string, Paint]> = {
  'not begun': ['·', 'dim'],
  running: ['…', 'warn'],
  succeeded: ['✓', 'good'],
  failed: ['✗', 'bad'],
};

export const statusPaint: Record<Execution['status'], Paint> = {
  running: 'warn',
  succeeded: 'good',
  failed: 'bad',
  aborted: 'bad',
  'timed out': 'bad',
};

/** One step on one line: how it stands, what it is, how long it took. */
export const stepLine = (step: StepView, print: Printer, now: Date): string => {
  const [mark, paint] = marks[step.status];
  const took = step.at
    ? span((step.endedAt ? Date.parse(step.endedAt) : now.getTime()) - Date.parse(step.at))
    : 'not begun';
  return [
    print.paint(paint, mark),
    plain(step.step.endsWith(`(${step.kind})`) ? step.step : `${step.step} (${step.kind})`),
    print.paint('dim', step.tries > 1 ? `${took}, ${step.tries} tries` : took),
    ...(step.error ? [print.paint('bad', plain(`${step.error.name}: ${step.error.cause}`))] : []),
  ].join('  ');
};

/** How an execution stands or ended, in one line. */
export const outcomeInWords = ({ status, outcome, error, startedAt, endedAt }: Execution, print: Printer): string => {
  const how = outcome && ('reason' in outcome && outcome.reason ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
  const took = endedAt ? ` after ${span(Date.parse(endedAt) - Date.parse(startedAt))}` : '';
  const why = error ? `: ${error.name}: ${error.cause}` : '';
  return `${print.paint(statusPaint[status], status)}${plain(how ? `, ${how}` : '')}${took}${plain(why)}`;
};

/** What would be done, call by call, and the digest that an approval is bound to. */
export const planLines = ({ digest, steps }: Plan): string[] => [
  `plan ${digest}`,
  ...steps.flatMap(({ step, kind, calls, open }) => [
    `  ${plain(step)} (${kind})`,
    ...calls.map(
      ({ system, verb, args }) =>
        `    ${plain(system)}.${plain(verb)}(${args.map((arg) => plainJson(arg)).join(', ')})`,
    ),
    ...(open ? [`    ${plain(open)}`] : []),
  ]),
];

/** The plan that a step made, where it made one that is not kept elsewhere. */
const planOf = ({ kind, value }: StepView): Plan | undefined =>
  kind === 'plan' && value && typeof value === 'object' && 'digest' in value && 'steps' in value
    ? (value as unknown as Plan)
    : undefined;

/** What a step left: its plan or its result, and its console. */
export const details = (step: StepView): string[] => {
  const plan = planOf(step);
  const result = step.value === undefined ? [] : [`result   ${plainJson(step.value)}`];
  const console = plainLines(step.console ?? '').filter(Boolean);
  return [...(plan ? planLines(plan) : result), ...console.map((line) => `console  ${line}`)].map(
    (line) => `    ${line}`,
  );
};

const approvalLine = (
  { step, votes, quorum, reply, expiresAt }: WholeExecution['approvals'][number],
  now: Date,
): string => {
  const said = votes.map(
    ({ by, approved, reason }) => `${approved ? 'approved' : 'denied'} by ${by}${reason ? ` (${reason})` : ''}`,
  );
  const state = reply ? (reply.approved ? 'approved' : 'denied') : `open, expires ${ago(expiresAt, now)}`;
  return plain(`approval   ${step}: ${state}, ${quorum} needed${said.length > 0 ? `; ${said.join(', ')}` : ''}`);
};

/** All of one execution, for people. */
export const wholeLines = (seen: WholeExecution, print: Printer, now: Date): string[] => {
  const { execution: run, steps, approvals, told, deeds, alert } = seen;
  const cause = 'person' in run.cause ? `${run.cause.person}, by hand` : `decision ${run.cause.decision}`;
  return [
    `${print.paint('strong', plain(run.execution))}: ${outcomeInWords(run, print)}`,
    `runbook    ${plain(run.runbook)} ${run.digest.slice(0, 12)}, mode ${run.mode}`,
    ...(run.rule ? [`rule       ${plain(run.rule)}`] : []),
    ...(run.target ? [`target     ${plain(run.target)}`] : []),
    ...(alert ? [`alert      ${plain(alert.name)} ${alert.status} (${plain(alert.source)})`] : []),
    `cause      ${plain(cause)}`,
    `started    ${ago(run.startedAt, now)} in ${plain(run.region)}`,
    ...(run.params ? [`params     ${plainJson(run.params)}`] : []),
    '',
    ...steps.flatMap((step) => [stepLine(step, print, now), ...details(step)]),
    ...(approvals.length > 0 ? ['', ...approvals.map((one) => approvalLine(one, now))] : []),
    ...Object.entries(told).map(([channel, { at, ref, error }]) =>
      plain(`told       ${channel} ${ago(at, now)}${ref ? `, ${ref}` : ''}${error ? `, given up: ${error}` : ''}`),
    ),
    ...deeds.map(({ at, by, what }) => plain(`deed       ${what} by ${by} ${ago(at, now)}`)),
  ];
};

export type ListedExecution = Answer<Routes['listExecutions']>['items'][number];
