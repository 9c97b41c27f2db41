import { Header, Link, Table, type TableProps } from '@cloudscape-design/components';
import type { ReactNode } from 'react';
import type { Execution } from '../../api/nouns.ts';
import { Nothing } from '../../parts/nothing.tsx';
import { Turner } from '../../parts/turner.tsx';
import { linkTo } from '../../router/link-to.ts';
import { Mode } from '../../show/badges.tsx';
import { Ago, Took } from '../../show/moment.tsx';
import { Plain } from '../../show/plain.tsx';
import { Standing } from '../../show/standing.tsx';

type Column = TableProps.ColumnDefinition<Execution>;

const what = ({ alert, runbook, cause, execution }: Execution): ReactNode => (
  <Link href={linkTo.execution(execution)}>
    <Plain text={alert ?? ('person' in cause ? `${runbook} by ${cause.person}` : runbook)} cut={60} />
  </Link>
);

const columns = (waiting: ReadonlySet<string>): Column[] => [
  { id: 'what', header: 'What', cell: what, isRowHeader: true, minWidth: 135 },
  {
    id: 'standing',
    header: 'Status',
    cell: (one) => <Standing execution={one} waits={waiting.has(one.execution)} />,
    minWidth: 165,
  },
  {
    id: 'runbook',
    header: 'Runbook',
    cell: ({ runbook }) => <Link href={linkTo.runbook(runbook)}>{runbook}</Link>,
    minWidth: 110,
  },
  { id: 'target', header: 'Target', cell: ({ target }) => target && <Plain text={target} cut={72} />, minWidth: 150 },
  { id: 'mode', header: 'Mode', cell: ({ mode }) => <Mode mode={mode} />, minWidth: 80 },
  { id: 'started', header: 'Started', cell: ({ startedAt }) => <Ago at={startedAt} />, minWidth: 95 },
  {
    id: 'took',
    header: 'Took',
    cell: ({ startedAt, endedAt }) => <Took from={startedAt} to={endedAt} />,
    minWidth: 80,
  },
];

interface Props {
  items: readonly Execution[];
  /** Executions that wait for people. */
  waiting?: ReadonlySet<string>;
  title?: string;
  filter?: ReactNode;
  filtered?: boolean;
  pages?: Parameters<typeof Turner>[0];
}

const none: ReadonlySet<string> = new Set();

/** Executions as a table; arrow keys go from cell to cell. */
export const ExecutionTable = ({ items, waiting = none, title, filter, filtered, pages }: Props) => (
  <Table
    items={items}
    columnDefinitions={columns(waiting)}
    trackBy="execution"
    enableKeyboardNavigation
    wrapLines
    header={title && <Header variant="h2">{title}</Header>}
    filter={filter}
    pagination={pages && <Turner {...pages} />}
    ariaLabels={{ tableLabel: title ?? 'Executions' }}
    empty={
      filtered ? (
        <Nothing title="No execution fits the filter">Take a part of the filter away.</Nothing>
      ) : (
        <Nothing title="Nothing has run yet">
          Send an alert that a rule matches, or <Link href={linkTo.runbooks()}>run a runbook by hand</Link>.
        </Nothing>
      )
    }
  />
);
