import { Badge, Link, Table } from '@cloudscape-design/components';
import { useLive } from '../api/use-live.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Ago } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';

/** What can be done, by a rule or by hand. */
export default function Runbooks() {
  const { answer, problem, again } = useLive('listRunbooks', {}, 15);
  return (
    <Page
      title="Runbooks"
      description="What can be done: by a rule, or by hand."
      problem={problem}
      again={again}
      waiting={!answer}
    >
      <Table
        items={answer?.items ?? []}
        trackBy="runbook"
        enableKeyboardNavigation
        wrapLines
        ariaLabels={{ tableLabel: 'Runbooks' }}
        columnDefinitions={[
          {
            id: 'name',
            header: 'Runbook',
            isRowHeader: true,
            minWidth: 160,
            cell: ({ runbook }) => <Link href={linkTo.runbook(runbook)}>{runbook}</Link>,
          },
          {
            id: 'summary',
            header: 'What it does',
            minWidth: 240,
            cell: ({ summary }) => <Plain text={summary} cut={240} />,
          },
          {
            id: 'changes',
            header: 'Changes things',
            minWidth: 130,
            cell: ({ remediates }) => (remediates ? <Badge color="severity-medium">yes</Badge> : 'only looks'),
          },
          {
            id: 'target',
            header: 'Target',
            minWidth: 150,
            cell: ({ target }) => (target ? <Plain text={target} cut={80} /> : <span className="faint">none</span>),
          },
          { id: 'owner', header: 'Owner', minWidth: 110, cell: ({ owner }) => <Plain text={owner} cut={60} /> },
          {
            id: 'release',
            header: 'Released',
            minWidth: 130,
            cell: ({ release }) => (
              <>
                <code title={release.digest}>{release.digest.slice(0, 8)}</code> <Ago at={release.releasedAt} />
              </>
            ),
          },
          {
            id: 'run',
            header: 'What to do',
            minWidth: 110,
            cell: ({ runbook }) => (
              <DeedButton deed="runRunbook" variant="inline-link" href={linkTo.run(runbook)}>
                Run or plan
              </DeedButton>
            ),
          },
        ]}
        empty={
          <Nothing title="No runbook is released here">
            Add a folder to runbooks/library and start again, or publish a bundle.
          </Nothing>
        }
      />
    </Page>
  );
}
