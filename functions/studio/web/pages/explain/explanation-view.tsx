import { StatusIndicator } from '@cloudscape-design/components';
import type { Explanation } from '../../../contract.ts';
import { Plain } from '../../show/plain.tsx';

type Alternative = Explanation['alternatives'][number];

const Fields = ({ fields, apart }: Alternative) => (
  <ul className="marked">
    {fields.map(({ path, held, actual, expected }) => (
      <li key={path}>
        <StatusIndicator type={held ? 'success' : 'error'} iconAriaLabel={held ? 'holds' : 'fails'}>
          {''}
        </StatusIndicator>
        <code>
          <Plain text={path} cut={120} />
        </code>
        <span>
          {actual.length === 0 ? 'is not there' : <Plain text={actual.map((one) => JSON.stringify(one)).join(', ')} />}
          {!held && (
            <>
              {' '}
              — wanted <Plain text={expected} />
            </>
          )}
        </span>
      </li>
    ))}
    {apart && <li>Each field holds, but not in the same element of a list.</li>}
  </ul>
);

/** Why a rule matches an alert or does not: which part held, which failed, what was there and what was wanted. */
export const ExplanationView = ({ held, alternatives }: Pick<Explanation, 'held' | 'alternatives'>) => (
  <div>
    <StatusIndicator type={held ? 'success' : 'stopped'}>{held ? 'Matches' : 'Does not match'}</StatusIndicator>
    {alternatives.map((alternative, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: alternatives have no other identity.
      <div key={index}>
        {alternatives.length > 1 && <h3 className="faint">{index === 0 ? 'Either' : 'Or'}</h3>}
        <Fields {...alternative} />
      </div>
    ))}
  </div>
);
