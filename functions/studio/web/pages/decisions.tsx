import { Link, Table, type TableProps } from '@cloudscape-design/components';
import type { Decision } from '../api/nouns.ts';
import { usePages } from '../api/use-pages.ts';
import { Nothing } from '../parts/nothing.tsx';
import { Page } from '../parts/page.tsx';
import { Turner } from '../parts/turner.tsx';
import { linkTo } from '../router/link-to.ts';
import { DecisionKind } from '../show/badges.tsx';
import { Ago } from '../show/moment.tsx';
import { Plain } from '../show/plain.tsx';
import { type Field, Filters } from './decision/filters.tsx';
import { useFilter, useSince } from './executions/use-filter.ts';

const fields = ['kind', 'rule', 'alert', 'since'] as const satisfies readonly Field[];

const columns: TableProps.ColumnDefinition<Decision>[] = [
  {
    id: 'alert',
    header: 'Alert',
    isRowHeader: true,
    minWidth: 150,
    cell: ({ id, alert }) => (
      <Link href={linkTo.decision(id)}>
        <Plain text={alert?.name ?? 'no alert in it'} cut={80} />
      </Link>
    ),
  },
  { id: 'kind', header: 'Came to', cell: ({ kind }) => <DecisionKind kind={kind} />, minWidth: 140 },
  { id: 'reason', header: 'Why', cell: ({ reason }) => <Plain text={reason} cut={240} />, minWidth: 220 },
  {
    id: 'rules',
    header: 'Rules',
    minWidth: 120,
    cell: ({ rules }) => <Plain text={rules.map(({ rule }) => rule).join(', ')} cut={120} />,
  },
  { id: 'source', header: 'Source', cell: ({ alert }) => alert?.source, minWidth: 110 },
  { id: 'at', header: 'Received', cell: ({ receivedAt }) => <Ago at={receivedAt} />, minWidth: 100 },
];

/** What every alert came to, newest first, as they come. */
export default function Decisions() {
  const [filter, choose] = useFilter(fields);
  const { since, ...rest } = filter;
  const pages = usePages('listDecisions', { ...rest, from: useSince(since) });
  const items = pages.answer?.items;
  return (
    <Page
      title="Decisions"
      description="One for each alert received: why something ran, or why nothing did."
      problem={pages.problem}
      again={pages.again}
      waiting={!items}
    >
      <Table
        items={items ?? []}
        columnDefinitions={columns}
        trackBy="id"
        enableKeyboardNavigation
        wrapLines
        filter={<Filters filter={filter} choose={choose} />}
        pagination={<Turner {...pages} />}
        ariaLabels={{ tableLabel: 'Decisions' }}
        empty={
          Object.values(filter).some(Boolean) ? (
            <Nothing title="No decision fits the filter">Take a part of the filter away.</Nothing>
          ) : (
            <Nothing title="No alert has come in yet">
              Point a sender at /v1/alerts/{'{source}'}, or send one: npx wolfe alert send payload.json
            </Nothing>
          )
        }
      />
    </Page>
  );
}
