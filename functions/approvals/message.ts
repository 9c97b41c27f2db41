import type { ApprovalRecord, ExecutionRecord } from '../core/execution.ts';
import { escaped, listed, type SlackMessage, slackMessage } from '../core/telling/messages.ts';
import { planLines } from '../core/telling/plan.ts';
import { subject } from '../core/telling/story.ts';

/** Asks a channel to answer: what would be done, until when, and how to say yes or no. */
export const askMessage = (
  { execution, step, plan, quorum, expiresAt }: ApprovalRecord,
  record: ExecutionRecord,
  link: string,
): SlackMessage =>
  slackMessage(
    `${subject(record)}: waits for approval of “${step}”`,
    [
      ...(plan ? [listed(`Would be done (plan ${plan.digest.slice(0, 12)})`, planLines(plan))] : []),
      `${quorum > 1 ? `${quorum} people must approve` : 'Approve or deny'} until ${expiresAt}, in <${link}|Studio> or with\n` +
        `\`npx wolfe approve ${execution}\` or \`npx wolfe deny ${execution}\``,
    ],
    `<${link}|All of it>${record.target ? ` · ${escaped(`on ${record.target}`)}` : ''}`,
  );
