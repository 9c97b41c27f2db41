import { Container, Header, KeyValuePairs, Link, SpaceBetween } from '@cloudscape-design/components';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { DecisionKind } from '../show/badges.tsx';
import { Moment } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { AlertView } from './decision/alert-view.tsx';
import { RuleView } from './decision/rule-view.tsx';

/** One decision: why something ran, or why nothing did. */
export default function DecisionPage({ decision: id }: { decision: string }) {
  const { answer: decision, problem, again } = useLive('showDecision', { decision: id });
  if (!decision) return <Page title="Decision" description={id} problem={problem} again={again} waiting />;
  const { alert, rules } = decision;
  return (
    <Page
      title={alert?.name ?? 'No alert'}
      description={<Plain text={decision.reason} />}
      actions={
        alert && (
          <SpaceBetween direction="horizontal" size="xs">
            <Link href={linkTo.explain({ decision: id })}>Explain it by every rule</Link>
            <DeedButton deed="applyRules" href={linkTo.editRule({ decision: id })}>
              Write a rule for it
            </DeedButton>
          </SpaceBetween>
        )
      }
    >
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Came to', value: <DecisionKind kind={decision.kind} /> },
            { label: 'Received', value: <Moment at={decision.receivedAt} /> },
            {
              label: 'Decided after',
              value: `${Date.parse(decision.decidedAt) - Date.parse(decision.receivedAt)} ms, in ${decision.region}`,
            },
            { label: 'Rule set', value: <Link href={linkTo.ruleVersions()}>version {decision.ruleSet}</Link> },
          ]}
        />
      </Container>
      {rules.map((rule) => (
        <Container key={rule.rule} header={<Header variant="h2">Rule {rule.rule}</Header>}>
          <RuleView rule={rule} />
        </Container>
      ))}
      {rules.length === 0 && (
        <Container header={<Header variant="h2">Why nothing ran</Header>}>
          <Plain text={decision.reason} />
          {decision.kind === 'unmatched' && (
            <>
              {'. '}
              <Link href={linkTo.explain({ decision: id })}>See which part of each rule failed</Link>
            </>
          )}
        </Container>
      )}
      {alert && (
        <Container header={<Header variant="h2">Alert</Header>}>
          <AlertView alert={alert} />
        </Container>
      )}
    </Page>
  );
}
