import {
  ExpandableSection,
  Link,
  SpaceBetween,
  StatusIndicator,
  type StatusIndicatorProps,
} from '@cloudscape-design/components';
import type { RuleDecision } from '../../api/nouns.ts';
import { linkTo } from '../../router/link-to.ts';
import { Mode } from '../../show/badges.tsx';
import { Plain } from '../../show/plain.tsx';
import { Value } from '../../show/value.tsx';
import { Verdicts } from './verdicts.tsx';

const types: Record<RuleDecision['result']['kind'], StatusIndicatorProps.Type> = {
  started: 'success',
  refused: 'stopped',
  duplicate: 'info',
  shadow: 'info',
  invalid: 'error',
};

const Result = ({ result }: Pick<RuleDecision, 'result'>) => {
  switch (result.kind) {
    case 'started':
      return (
        <>
          It started <Link href={linkTo.execution(result.execution)}>an execution</Link>.
        </>
      );
    case 'duplicate':
      return (
        <>
          The same episode has <Link href={linkTo.execution(result.execution)}>an execution</Link> already.
        </>
      );
    case 'shadow':
      return <>The rule is in shadow: it would have started an execution, and only says so.</>;
    case 'refused':
      return (
        <>
          Refused by the guardrail “{result.guardrail}”: <Plain text={result.reason} />
        </>
      );
    case 'invalid':
      return (
        <>
          The parameters could not be made: <Plain text={result.reason} />
        </>
      );
  }
};

/** What became of one rule that matched: result, verdicts in their order, and what the runbook was or would have been given. */
export const RuleView = ({ rule }: { rule: RuleDecision }) => (
  <SpaceBetween size="s">
    <div>
      <Link href={linkTo.rule(rule.rule)}>{rule.rule}</Link> <Mode mode={rule.mode} /> →{' '}
      <Link href={linkTo.runbook(rule.runbook)}>{rule.runbook}</Link>
      {rule.target && (
        <>
          {' '}
          on <Plain text={rule.target} />
        </>
      )}
    </div>
    <StatusIndicator type={types[rule.result.kind]} wrapText>
      <Result result={rule.result} />
    </StatusIndicator>
    <Verdicts verdicts={rule.verdicts} />
    {rule.params && (
      <ExpandableSection headerText="Parameters that the rule made of the alert" variant="inline">
        <Value value={rule.params} />
      </ExpandableSection>
    )}
  </SpaceBetween>
);
