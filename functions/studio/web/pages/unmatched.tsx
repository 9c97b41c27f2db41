import { Link, Table, type TableProps } from '@cloudscape-design/components';
import { useMemo } from 'react';
import { recent, useRecentDecisions } from '../api/use-recent-decisions.ts';
import { DeedButton } from '../parts/deed-button.tsx';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { linkTo } from '../router/link-to.ts';
import { Ago } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { grouped, type Kind } from './unmatched/grouped.ts';

const columns: TableProps.ColumnDefinition<Kind>[] = [
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
  { id: 'count', header: 'Came', cell: ({ count }) => `${count} ${count === 1 ? 'time' : 'times'}`, minWidth: 90 },
  { id: 'things', header: 'Different ones', cell: ({ episodes }) => episodes, minWidth: 110 },
  { id: 'source', header: 'From', cell: ({ sources }) => sources.join(', '), minWidth: 110 },
  { id: 'same', header: 'Labels in all', cell: ({ labels }) => <Plain text={labels} cut={140} />, minWidth: 200 },
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
export default function Unmatched() {
  const { items, problem, more } = useRecentDecisions('unmatched');
  const kinds = useMemo(() => grouped(items ?? []), [items]);
  return (
    <Page
      title="Unmatched alerts"
      description={`What to automate next: alerts that no rule matched in the last ${recent.days} days, the most frequent first${more ? `; the latest ${items?.length} are counted` : ''}.`}
      problem={problem}
      waiting={!items}
    >
      <Table
        items={kinds}
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
