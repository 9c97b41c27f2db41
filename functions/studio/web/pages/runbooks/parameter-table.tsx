import { Header, Table } from '@cloudscape-design/components';
import { Nothing } from '../../parts/nothing.tsx';
import { Plain } from '../../show/plain.tsx';
import { parametersOf } from './schema.ts';

/** What a runbook takes. */
export const ParameterTable = ({ schema }: { schema: Record<string, unknown> }) => (
  <Table
    items={parametersOf(schema)}
    trackBy="name"
    enableKeyboardNavigation
    wrapLines
    header={<Header variant="h2">Parameters</Header>}
    ariaLabels={{ tableLabel: 'Parameters' }}
    columnDefinitions={[
      { id: 'name', header: 'Name', isRowHeader: true, cell: ({ name }) => <code>{name}</code> },
      { id: 'kind', header: 'Kind', cell: ({ kind, choices }) => choices?.join(', ') ?? kind },
      {
        id: 'required',
        header: 'When absent',
        minWidth: 130,
        cell: ({ required, fallback }) =>
          fallback === undefined ? required ? 'refused' : 'left out' : <Plain text={fallback} cut={80} />,
      },
      {
        id: 'what',
        header: 'What it is',
        minWidth: 240,
        cell: ({ description, limits }) => (
          <>
            {description && <Plain text={description} />}{' '}
            <span className="faint">{limits.length > 0 && <Plain text={`(${limits.join('; ')})`} cut={160} />}</span>
          </>
        ),
      },
    ]}
    empty={<Nothing title="It takes no parameters" />}
  />
);
