import { Alert, FormField, Input, SpaceBetween } from '@cloudscape-design/components';
import { useState } from 'react';
import type { Approval } from '../../api/nouns.ts';
import { useDeed } from '../../api/use-deed.ts';
import { useLive } from '../../api/use-live.ts';
import { DeedButton } from '../../parts/deed-button.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Ago, Moment } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';
import { PlanView } from './plan-view.tsx';

const notMine = 'This belongs to another team. Ask an operator of the team that owns the rule or the runbook.';

/** Votes so far, as people would say it. */
const Votes = ({ votes, quorum }: Pick<Approval, 'votes' | 'quorum'>) => (
  <p>
    {votes.filter(({ approved }) => approved).length} of {quorum} approved
    {votes.map(({ by, at, reason }) => (
      <span key={by}>
        {' · '}
        <Plain text={by} /> <Ago at={at} />
        {reason && (
          <>
            : <Plain text={reason} />
          </>
        )}
      </span>
    ))}
  </p>
);

/** An ask for approval, with the plan that the answer is bound to. */
export const Ask = ({ ask, again }: { ask: Approval; again(): void }) => {
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useDeed('answerApproval');
  const open = useLive('listApprovals', { query: { limit: 200 } }, 5).answer?.items;
  const mine = open?.find(({ execution, step }) => execution === ask.execution && step === ask.step)?.mine;
  const answer = async (approved: boolean) => {
    await run({
      execution: ask.execution,
      step: ask.step,
      body: { approved, reason: reason.trim() || undefined, planDigest: ask.plan?.digest },
    });
    again();
  };
  const button = { deed: 'answerApproval' as const, against: mine === false ? notMine : undefined, loading: busy };
  return (
    <section aria-label={`Approval of ${ask.step}`}>
      <Alert type="warning" header={`May “${ask.step}” be done?`}>
        <SpaceBetween size="s">
          {ask.plan ? (
            <PlanView plan={ask.plan} />
          ) : (
            <p>There is no plan: what this step would do cannot be said before it runs.</p>
          )}
          <div>
            <Votes votes={ask.votes} quorum={ask.quorum} />
            Without an answer it ends undone: <Moment at={ask.expiresAt} />.
          </div>
          <FormField label="Reason" description="Kept with the answer, and told to people. Optional.">
            <Input value={reason} onChange={({ detail }) => setReason(detail.value)} disabled={busy} />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            <DeedButton variant="primary" {...button} onClick={() => answer(true)}>
              Approve
            </DeedButton>
            <DeedButton {...button} onClick={() => answer(false)}>
              Deny
            </DeedButton>
          </SpaceBetween>
          <Problem problem={problem} />
        </SpaceBetween>
      </Alert>
    </section>
  );
};
