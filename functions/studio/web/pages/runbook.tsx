import { Container, Header, Table } from '@cloudscape-design/components';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Moment } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { Prose } from '../show/prose.tsx';
import { ExecutionTable } from './executions/table.tsx';
import { Chain } from './runbooks/chain.tsx';
import { ParameterTable } from './runbooks/parameter-table.tsx';

/** One runbook: what it does step by step, what it takes, which version is live, and its last runs. */
export default function RunbookPage({ runbook: name }: { runbook: string }) {
  const { answer, problem, again } = useLive('showRunbook', { runbook: name }, 5);
  if (!answer) return <Page title={name} problem={problem} again={again} waiting />;
  const { manifest, release, versions, lastRuns } = answer;
  return (
    <Page
      title={name}
      description={<Plain text={manifest.summary} />}
      problem={problem}
      actions={
        <DeedButton deed="runRunbook" variant="primary" href={linkTo.run(name)}>
          Run or plan
        </DeedButton>
      }
    >
      <Container header={<Header variant="h2">Steps</Header>}>
        <Chain steps={manifest.steps} />
      </Container>
      <Container header={<Header variant="h2">What it does</Header>}>
        <Prose text={manifest.prose} />
      </Container>
      <ParameterTable schema={manifest.params} />
      <Container header={<Header variant="h2">What it talks to</Header>}>
        {manifest.systems.length === 0 && <p>Nothing.</p>}
        <dl className="pairs">
          {manifest.systems.map((system) => (
            <div key={system.name} style={{ display: 'contents' }}>
              <dt>{system.name}</dt>
              <dd>
                {system.secret ? 'with a secret of its own' : 'without a secret'}
                {system.permissions.length > 0 &&
                  `; may ${system.permissions.flatMap(({ actions }) => actions).join(', ')}`}
              </dd>
            </div>
          ))}
        </dl>
      </Container>
      <ExecutionTable title="Last runs" items={lastRuns} />
      <Table
        items={versions}
        trackBy="digest"
        enableKeyboardNavigation
        header={<Header variant="h2">Versions</Header>}
        ariaLabels={{ tableLabel: 'Versions' }}
        columnDefinitions={[
          {
            id: 'digest',
            header: 'Digest',
            isRowHeader: true,
            cell: ({ digest }) => (
              <>
                <code title={digest}>{digest.slice(0, 12)}</code> {digest === release.digest && <b>live</b>}
              </>
            ),
          },
          { id: 'at', header: 'Published', cell: ({ publishedAt }) => <Moment at={publishedAt} /> },
          { id: 'by', header: 'By', cell: ({ by }) => <Plain text={by} cut={60} /> },
        ]}
      />
    </Page>
  );
}
