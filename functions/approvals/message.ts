import type { PlannedStep } from '#runbooks/sdk/wire.ts';
import type { ApprovalRecord, ExecutionRecord } from '../core/execution.ts';
import { escaped, type SlackMessage, slackMessage } from '../core/telling/messages.ts';
import { subject } from '../core/telling/story.ts';

const callCharacters = 300;

const callOf = ({ system, verb, args }: PlannedStep['calls'][number]): string => {
  const text = `${system}.${verb}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
  return text.length > callCharacters ? `${text.slice(0, callCharacters - 1)}…` : text;
};

const stepLines = ({ step, kind, calls, open }: PlannedStep): string[] => [
  `• *${escaped(step)}* (${kind})${open ? `: ${escaped(open)}` : ''}`,
  ...calls.map((call) => `      \`${escaped(callOf(call)).replaceAll('`', 'ˋ')}\``),
];

/** Asks a channel to answer: what would be done, until when, and how to say yes or no. */
export const askMessage = (
  { execution, step, plan, quorum, expiresAt }: ApprovalRecord,
  record: ExecutionRecord,
  link: string,
): SlackMessage =>
  slackMessage(
    `${subject(record)}: waits for approval of “${step}”`,
    [
      ...(plan
        ? [`*Would be done* (plan ${plan.digest.slice(0, 12)})\n${plan.steps.flatMap(stepLines).join('\n')}`]
        : []),
      `${quorum > 1 ? `${quorum} people must approve` : 'Approve or deny'} until ${expiresAt}, in <${link}|Studio> or with\n` +
        `\`npx wolfe approve ${execution}\` or \`npx wolfe deny ${execution}\``,
    ],
    `<${link}|All of it>`,
  );
