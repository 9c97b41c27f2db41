import { Alert } from '@cloudscape-design/components';
import type { Fault } from '../../api/nouns.ts';
import { Plain } from '../../show/plain.tsx';
import { draftFile } from './files.ts';

const place = ({ file, line, column }: Fault): string => {
  if (file !== draftFile) return file ?? 'the set';
  return line === undefined ? 'this rule' : `line ${line}${column === undefined ? '' : `, column ${column}`}`;
};

/** Everything that is wrong with the set, each with its place and its cure. */
export const Faults = ({ faults }: { faults: readonly Fault[] }) => (
  <Alert type="error" header={faults.length === 1 ? 'One fault' : `${faults.length} faults`}>
    <ul aria-label="Faults">
      {faults.map((fault) => (
        <li key={`${fault.file} ${fault.line} ${fault.column} ${fault.path} ${fault.problem}`}>
          {place(fault)}:{' '}
          {fault.path && (
            <code>
              <Plain text={fault.path} cut={120} />
            </code>
          )}{' '}
          <Plain text={fault.problem} />. <Plain text={fault.cure} />
        </li>
      ))}
    </ul>
  </Alert>
);
