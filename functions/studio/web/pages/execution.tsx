import { Container, Header, Link } from '@cloudscape-design/components';
import { useLive } from '../api/use-live.ts';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Plain } from '../show/plain.tsx';
import { Value } from '../show/value.tsx';
import { AlertView } from './decision/alert-view.tsx';
import { RuleView } from './decision/rule-view.tsx';
import { Ask } from './execution/ask.tsx';
import { Cancel } from './execution/cancel.tsx';
import { People } from './execution/people.tsx';
import { Summary } from './execution/summary.tsx';
import { Timeline } from './execution/timeline.tsx';

/** Seconds between two looks at a run; after its end people are still told and deeds written. */
const pace = { running: 1, ended: 5 };

/** One run: what it did, why, and what people may do about it. */
export default function ExecutionPage({ execution: name }: { execution: string }) {
  const { answer, problem, again } = useLive('showExecution', { execution: name }, ({ execution }) =>
    execution.status === 'running' ? pace.running : pace.ended,
  );
  const { answer: decision } = useLive('showDecision', answer?.decision ? { decision: answer.decision } : undefined);
  if (!answer) return <Page title={name} problem={problem} again={again} waiting />;
  const { execution, steps, approvals, alert } = answer;
  const open = execution.status === 'running' ? approvals.filter(({ reply }) => !reply) : [];
  const rule = decision?.rules.find((one) => one.rule === execution.rule);
  return (
    <Page
      title={execution.alert ?? execution.runbook}
      description={<Plain text={name} />}
      actions={<Cancel execution={execution} again={again} />}
      problem={problem}
      again={again}
    >
      {open.map((ask) => (
        <Ask key={`${ask.step} ${ask.plan?.digest}`} ask={ask} again={again} />
      ))}
      <Summary execution={execution} waits={open.length > 0} />
      <Container header={<Header variant="h2">Steps</Header>}>
        <Timeline execution={execution} steps={steps} asked={new Set(open.map(({ step }) => step))} />
      </Container>
      <Container header={<Header variant="h2">Parameters</Header>}>
        <Value value={execution.params ?? {}} />
      </Container>
      {alert && (
        <Container header={<Header variant="h2">Alert</Header>}>
          <AlertView alert={alert} />
        </Container>
      )}
      {decision && rule && (
        <Container
          header={
            <Header variant="h2" actions={<Link href={linkTo.decision(decision.id)}>The whole decision</Link>}>
              Why it ran
            </Header>
          }
        >
          <RuleView rule={rule} />
        </Container>
      )}
      <People whole={answer} />
    </Page>
  );
}
