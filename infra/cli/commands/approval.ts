import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { WholeExecution } from '#functions/studio/contract.ts';
import { planLines } from '../execution-lines.ts';
import { CommandError } from '../exit.ts';
import { plain } from '../plain.ts';
import { action, type Session, type Within } from '../session.ts';

interface Options {
  step?: string;
  reason?: string;
  plan?: string;
  yes?: boolean;
}

const openOne = ({ execution, approvals }: WholeExecution, step: string | undefined) => {
  const open = approvals.filter((one) => !one.reply && (step === undefined || one.step === step));
  if (open.length === 1) return open[0]!;
  if (open.length === 0)
    throw new CommandError(
      1,
      `${execution.execution} waits for no answer${step ? ` at ${step}` : ''}: ${execution.status}.`,
    );
  throw new CommandError(
    2,
    'It waits for more than one answer.',
    `Give --step, one of: ${open.map((one) => one.step).join(', ')}`,
  );
};

const sure = async ({ shell: { input, err } }: Session, question: string): Promise<boolean> => {
  const lines = createInterface({ input, output: err });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
};

const answering = (shell: Within, word: 'approve' | 'deny'): Command =>
  new Command(word)
    .description(word === 'approve' ? 'let a waiting run go on; its plan is shown first' : 'end a waiting run')
    .argument('<execution>', 'the run that waits')
    .option('--step <name>', 'which ask, where several are open')
    .option('--reason <text>', 'why; kept with the answer')
    .option('--plan <digest>', 'answer only if its plan is still this one (the first digits do)')
    .option('--yes', 'do not ask again on a terminal')
    .addHelpText('after', `\nExample:\n  $ wolfe ${word} node-disk-pressure-1f2e3d4c --reason "seen, go on"`)
    .action(
      action(shell, async (session, [execution]: [string], { step, reason, plan, yes }: Options) => {
        const { api, print } = session;
        const seen = await api('showExecution', { execution });
        const open = openOne(seen, step);
        const target = seen.execution.target ? ` on ${seen.execution.target}` : '';
        print.say(
          plain(`${seen.execution.runbook}${target} asks at ${open.step} (${open.quorum} needed)`),
          ...(open.plan ? planLines(open.plan) : ['no plan']),
        );
        if (plan !== undefined && !(plan.length >= 8 && open.plan?.digest.startsWith(plan)))
          throw new CommandError(1, `The plan is ${open.plan?.digest ?? 'missing'}, not ${plan}.`, 'Look at it again.');
        const asks = shell.input.isTTY && !yes && !print.json;
        if (asks && !(await sure(session, `${word === 'approve' ? 'Approve' : 'Deny'} this?`)))
          throw new CommandError(1, 'Nothing was answered.');
        const answer = await api('answerApproval', {
          execution,
          step: open.step,
          body: { approved: word === 'approve', reason, planDigest: open.plan?.digest },
        });
        print.one({ execution, step: open.step, ...answer }, () => [
          answer.state === 'waiting' ? `counted: ${answer.missing}` : `${answer.state}: ${execution}`,
        ]);
        return 0;
      }),
    );

export const approve = (shell: Within): Command => answering(shell, 'approve');
export const deny = (shell: Within): Command => answering(shell, 'deny');
