import { Table, type TableProps } from '@cloudscape-design/components';
import type { Backtested } from '../../api/nouns.ts';
import { Mode } from '../../show/badges.tsx';
import { Plain } from '../../show/plain.tsx';

type Row = Backtested['report']['rules'][number];

/** Why a rule would not have run each time, each reason with the first case of it. */
const Said = ({ alerts, refused, duplicates, waiting, invalid }: Row) => {
  if (alerts === 0) return <span className="faint">It matches none of these alerts: try it on one of them above.</span>;
  const said = [
    ...refused.map(({ guardrail, count, example }) => ({ what: `${count} refused by ${guardrail}`, example })),
    ...(invalid.count > 0 ? [{ what: `${invalid.count} could not run`, example: invalid.example }] : []),
    ...(duplicates > 0 ? [{ what: `${duplicates} repeated`, example: 'it had run for the same alert' }] : []),
    ...(waiting > 0 ? [{ what: `${waiting} still held`, example: undefined }] : []),
  ];
  if (said.length === 0) return <span className="faint">nothing against it</span>;
  return said.map(({ what, example }) => (
    <div key={what}>
      {what}
      {example && (
        <>
          : <Plain text={example} cut={160} />
        </>
      )}
    </div>
  ));
};

const Targets = ({ targets, busiest }: Row) => (
  <>
    {busiest.map(({ target, runs }) => (
      <div key={target}>
        <Plain text={target} cut={80} />
        {runs > 1 && ` ×${runs}`}
      </div>
    ))}
    {targets > busiest.length && <div className="faint">and {targets - busiest.length} more</div>}
  </>
);

const columns: TableProps.ColumnDefinition<Row>[] = [
  { id: 'rule', header: 'Rule', isRowHeader: true, minWidth: 180, cell: ({ rule }) => rule },
  { id: 'mode', header: 'Mode', cell: ({ mode }) => <Mode mode={mode} /> },
  { id: 'matches', header: 'Matches', cell: ({ alerts }) => alerts },
  { id: 'gained', header: 'Newly', cell: ({ gained }) => (gained > 0 ? `+${gained}` : 0) },
  { id: 'lost', header: 'No longer', cell: ({ lost }) => (lost > 0 ? `-${lost}` : 0), minWidth: 100 },
  { id: 'runs', header: 'Would run', cell: ({ runs }) => runs, minWidth: 100 },
  { id: 'said', header: 'What guardrails say', cell: Said, minWidth: 220 },
  { id: 'targets', header: 'Targets', cell: Targets, minWidth: 160 },
];

/** The rule in the editor first, and the others that would match something, or match it no more. */
export const BacktestTable = ({ rules, draft }: { rules: readonly Row[]; draft: string | undefined }) => (
  <Table
    items={[
      ...rules.filter(({ rule }) => rule === draft),
      ...rules.filter(({ rule, alerts, lost }) => rule !== draft && alerts + lost > 0),
    ]}
    columnDefinitions={columns}
    trackBy="rule"
    variant="embedded"
    enableKeyboardNavigation
    wrapLines
    ariaLabels={{ tableLabel: 'Backtest by rule' }}
  />
);
