import type { WholeRunbook } from '../../../contract.ts';

type Step = WholeRunbook['manifest']['steps'][number];

/** What each kind of step is to a run, and where else it may lead. */
const kinds: Record<string, { does: string; exits?: string }> = {
  diagnose: { does: 'finds out' },
  endWhen: { does: 'asks', exits: 'yes: nothing to do' },
  remediate: { does: 'changes something' },
  onFailure: { does: 'after an error' },
  approve: { does: 'asks people', exits: 'denied or expired: ends' },
  wait: { does: 'waits' },
  until: { does: 'looks until it is so' },
  verify: { does: 'looks whether it helped', exits: 'no: ineffective' },
};

const changes = ({ kind }: Step): boolean => kind === 'remediate' || kind === 'onFailure';

/** A runbook's steps as a chain, with the ways out of it; those that change the world are marked. */
export const Chain = ({ steps }: { steps: readonly Step[] }) => (
  <ol className="chain" aria-label="Steps of the runbook">
    {steps.map((step) => (
      <li key={step.name} className={changes(step) ? 'changes' : undefined}>
        <b>{step.name}</b>
        <small>{kinds[step.kind]?.does ?? step.kind}</small>
        {kinds[step.kind]?.exits && <small>↳ {kinds[step.kind]?.exits}</small>}
      </li>
    ))}
  </ol>
);
