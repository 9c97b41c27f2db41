import { StatusIndicator } from '@cloudscape-design/components';
import type { RuleDecision } from '../../api/nouns.ts';
import { Moment } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';

type Verdict = RuleDecision['verdicts'][number];

const Said = ({ verdict }: { verdict: Verdict }) => {
  if (verdict.allowed) return verdict.note ? <Plain text={verdict.note} /> : <span className="faint">allowed</span>;
  return (
    <>
      <Plain text={verdict.reason} />
      {verdict.until && (
        <>
          . Allowed again <Moment at={verdict.until} />
        </>
      )}
    </>
  );
};

/** The guardrails in the order in which they were asked; the first refusal ends it. */
export const Verdicts = ({ verdicts }: { verdicts: Verdict[] }) => (
  <ol className="marked" aria-label="Guardrails in order">
    {verdicts.map((verdict) => (
      <li key={verdict.guardrail}>
        <StatusIndicator
          type={verdict.allowed ? 'success' : 'error'}
          iconAriaLabel={verdict.allowed ? 'allowed' : 'refused'}
        >
          {''}
        </StatusIndicator>
        <span>{verdict.guardrail}</span>
        <span>
          <Said verdict={verdict} />
        </span>
      </li>
    ))}
  </ol>
);
