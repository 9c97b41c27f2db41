import { useLive } from '../api/use-live.ts';
import { usePages } from '../api/use-pages.ts';
import { Page } from '../parts/page.tsx';
import { Asks } from './executions/asks.tsx';
import { type Field, Filters } from './executions/filters.tsx';
import { ExecutionTable } from './executions/table.tsx';
import { useFilter, useSince } from './executions/use-filter.ts';

const fields = ['status', 'rule', 'runbook', 'target', 'since'] as const satisfies readonly Field[];

/** What ran and what runs, newest first, as it happens. */
export default function Executions() {
  const [filter, choose] = useFilter(fields);
  const { since, ...rest } = filter;
  const pages = usePages('listExecutions', { ...rest, from: useSince(since) });
  const { answer: asks } = useLive('listApprovals', { query: { limit: 200 } }, 2);
  const items = pages.answer?.items;
  return (
    <Page
      title="Executions"
      description="Each run of a runbook, for an alert or for a person. The list follows what happens."
      problem={pages.problem}
      again={pages.again}
      waiting={!items}
    >
      <Asks asks={asks?.items ?? []} />
      <ExecutionTable
        items={items ?? []}
        waiting={new Set(asks?.items.map(({ execution }) => execution))}
        filter={<Filters filter={filter} choose={choose} />}
        filtered={Object.values(filter).some(Boolean)}
        pages={pages}
      />
    </Page>
  );
}
