import { Container, Header, KeyValuePairs, Link, SpaceBetween } from '@cloudscape-design/components';
import { stringify } from 'yaml';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Mode } from '../show/badges.tsx';
import { Plain } from '../show/plain.tsx';
import { Text } from '../show/value.tsx';
import { ExecutionTable } from './executions/table.tsx';

const meaning: Record<string, string> = {
  shadow: 'decides and records, starts nothing',
  plan: 'diagnoses and shows what it would do',
  approve: 'diagnoses, then waits for people before it changes anything',
  auto: 'goes all the way',
};

/** One live rule as its author wrote it, and what it started. */
export default function RulePage({ rule: name }: { rule: string }) {
  const { answer: set, problem, again } = useLive('listRules', {}, 10);
  const { answer: runs } = useLive('listExecutions', { query: { rule: name, limit: 10 } }, 5);
  const rule = set?.rules.find((one) => one.name === name);
  if (!set) return <Page title={name} problem={problem} again={again} waiting />;
  if (!rule)
    return (
      <Page title={name}>
        <Nothing title="No such rule is live">
          <Link href={linkTo.rules()}>See the rules that are</Link>
        </Nothing>
      </Page>
    );
  return (
    <Page
      title={rule.name}
      description={rule.description && <Plain text={rule.description} />}
      problem={problem}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Link href={linkTo.explain({ rule: name })}>Explain an alert</Link>
          <DeedButton deed="applyRules" owner={rule.owner} href={linkTo.editRule({ rule: name })}>
            Edit
          </DeedButton>
        </SpaceBetween>
      }
    >
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            {
              label: 'Mode',
              value: (
                <>
                  <Mode mode={rule.mode} /> {meaning[rule.mode]}
                </>
              ),
            },
            { label: 'Runbook', value: <Link href={linkTo.runbook(rule.run)}>{rule.run}</Link> },
            { label: 'Owner', value: <Plain text={rule.owner} /> },
            { label: 'Priority', value: rule.priority },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Source</Header>}>
        <Text text={stringify(rule.source)} />
      </Container>
      <ExecutionTable title="Latest runs" items={runs?.items ?? []} />
      <Link href={linkTo.decisions({ rule: name })}>Every decision on it, refusals included</Link>
    </Page>
  );
}
