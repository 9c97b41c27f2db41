import { Link, Table, type TableProps } from '@cloudscape-design/components';
import type { Unmatched } from '../api/nouns.ts';
import { useLive } from '../api/use-live.ts';
import { CountedOver } from '../parts/counted-over.tsx';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Ago } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';

const columns: TableProps.ColumnDefinition<Unmatched>[] = [
  {
    id: 'name',
    header: 'Alert',
    isRowHeader: true,
    minWidth: 200,
    cell: ({ name }) => (
      <Link href={linkTo.decisions({ kind: 'unmatched', alert: name })}>
        <Plain text={name} cut={100} />
      </Link>
    ),
  },
  {
    id: 'periods',
    header: 'Fired',
    cell: ({ episodes }) => `${episodes} ${episodes === 1 ? 'time' : 'times'}`,
    minWidth: 90,
  },
  { id: 'things', header: 'Different things', cell: ({ things }) => things, minWidth: 110 },
  { id: 'alerts', header: 'Alerts', cell: ({ alerts }) => alerts, minWidth: 80 },
  { id: 'source', header: 'From', cell: ({ sources }) => sources.join(', '), minWidth: 110 },
  { id: 'first', header: 'First', cell: ({ firstAt }) => <Ago at={firstAt} />, minWidth: 110 },
  { id: 'last', header: 'Last', cell: ({ lastAt }) => <Ago at={lastAt} />, minWidth: 110 },
  {
    id: 'do',
    header: 'What to do',
    minWidth: 150,
    cell: ({ decision }) => (
      <DeedButton deed="applyRules" variant="inline-link" href={linkTo.editRule({ decision })}>
        Write a rule
      </DeedButton>
    ),
  },
];

/** Alerts that no rule wants, the most frequent first: what to automate next. */
export default function UnmatchedAlerts() {
  const { answer: found, problem, again } = useLive('listUnmatched', {}, 60);
  return (
    <Page
      title="Unmatched alerts"
      description={
        <>
          What to automate next: alerts that no rule matched, those first that fired most often.{' '}
          {found && <CountedOver {...found} />}
        </>
      }
      problem={problem}
      again={again}
      waiting={!found}
    >
      <Table
        items={found?.items ?? []}
        columnDefinitions={columns}
        trackBy="name"
        enableKeyboardNavigation
        wrapLines
        ariaLabels={{ tableLabel: 'Unmatched alerts' }}
        empty={<Nothing title="Every alert found a rule">Nothing came in that no rule matched.</Nothing>}
      />
    </Page>
  );
}
